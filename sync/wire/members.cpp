#include "sync/wire/members.hpp"

#include <algorithm>

namespace lontar::wire {

std::optional<std::vector<std::string_view>> split_lines(std::string_view text, std::size_t most) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos || end == 0 || lines.size() == most) {
            return std::nullopt;
        }
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return lines;
}

bool is_digits(std::string_view text, std::size_t count) {
    return text.size() == count &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace lontar::wire
