#include "client/commands/printing.hpp"

#include <algorithm>

#include "storage/base/text.hpp"

namespace lontar::client {

void print(Context& context, std::string_view text) {
    context.console.out(text);
}

void print_line(Context& context, std::string_view text) {
    context.console.out(std::string(text) + "\n");
}

void print_json(Context& context, const Json& json) {
    const std::string line = json.dump();
    context.console.out((context.console.output_is_terminal() ? drawable(line) : line) + "\n");
}

void print_pairs(Context& context, const std::vector<std::pair<std::string, std::string>>& pairs) {
    int widest = 0;
    for (const auto& [label, value] : pairs) {
        widest = std::max(widest, display_width(label));
    }
    for (const auto& [label, value] : pairs) {
        print_line(context, padded(label, widest + 2) + value);
    }
}

std::string padded(std::string_view text, int columns) {
    std::string out(text);
    const int missing = columns - display_width(text);
    if (missing > 0) {
        out.append(static_cast<std::size_t>(missing), ' ');
    }
    return out;
}

}  // namespace lontar::client
