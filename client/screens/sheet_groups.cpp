#include "client/screens/sheet_groups.hpp"

#include <string>

#include "storage/base/text.hpp"

namespace lontar::client {

namespace {

constexpr std::string_view prefix = "AGE-SECRET-KEY-1";
constexpr std::size_t group_characters = 6;

}  // namespace

std::vector<std::string> sheet_groups(std::string_view sheet) {
    std::vector<std::string> groups;
    for (std::size_t at = prefix.size(); at < sheet.size(); at += group_characters) {
        groups.emplace_back(sheet.substr(at, group_characters));
    }
    return groups;
}

bool same_group(std::string_view typed, std::string_view group) {
    std::string clean(typed);
    std::erase_if(clean, [](char c) { return c == ' ' || c == '-'; });
    return ascii_lower(clean) == ascii_lower(group);
}

}  // namespace lontar::client
