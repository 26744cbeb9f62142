#include "client/recovery_sheet.hpp"

#include <algorithm>

#include "storage/base/text.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::client {

namespace {

constexpr std::size_t group_letters = 6;

/// `1:`, `10:` before a group.
void drop_group_numbers(std::string& letters) {
    for (auto colon = letters.find(':'); colon != std::string::npos; colon = letters.find(':')) {
        auto begin = colon;
        while (begin > 0 && letters[begin - 1] >= '0' && letters[begin - 1] <= '9') {
            --begin;
        }
        letters.replace(begin, colon - begin + 1, colon - begin + 1, ' ');
    }
}

/// Only what stands between letters on paper and keyboard is left out.
std::string letters_of(std::string_view typed) {
    std::string letters(typed);
    drop_group_numbers(letters);
    std::erase_if(letters, [](char c) {
        return c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n';
    });
    std::ranges::transform(letters, letters.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return letters;
}

}  // namespace

std::vector<std::string_view> sheet_groups(std::string_view sheet) {
    std::vector<std::string_view> groups;
    for (std::size_t at = sheet_prefix.size(); at < sheet.size(); at += group_letters) {
        groups.push_back(sheet.substr(at, group_letters));
    }
    return groups;
}

bool same_group(std::string_view typed, std::string_view group) {
    std::string letters = letters_of(typed);
    const bool same = letters == group;
    sealed::wipe(letters);
    return same;
}

std::array<std::size_t, 2> groups_to_type_back(Random& random, std::size_t groups) {
    constexpr std::size_t middle = 2;
    std::array<std::uint8_t, 1> drawn{};
    random.fill(drawn);
    std::size_t other = drawn[0] % (groups - 1);
    other += other >= middle ? 1 : 0;
    return {middle, other};
}

std::string sheet_letters(std::string_view typed) {
    std::string letters = letters_of(typed);
    const std::string prefix = letters_of(sheet_prefix);
    if (letters.starts_with(prefix)) {
        letters.erase(0, prefix.size());
    }
    return letters;
}

bool is_sheet_letter(char letter) {
    return (letter >= 'A' && letter <= 'Z' && letter != 'B' && letter != 'I' && letter != 'O') ||
           letter == '0' || (letter >= '2' && letter <= '9');
}

std::optional<sealed::Identity> typed_sheet(std::string_view typed) {
    std::string letters = sheet_letters(typed);
    std::string whole = std::string(sheet_prefix) + letters;
    auto sheet = sealed::Identity::parse(whole);
    sealed::wipe(letters);
    sealed::wipe(whole);
    return sheet;
}

std::optional<sealed::Identity> sheet_of_file(std::string_view text) {
    if (auto lines = sealed::parse_identity_file(text)) {
        return std::move(lines->front());
    }
    std::string letters;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (!line.starts_with('#')) {
            letters.append(line).append("\n");
        }
    }
    auto sheet = typed_sheet(letters);
    sealed::wipe(letters);
    return sheet;
}

}  // namespace lontar::client
