#include "storage/model/characters.hpp"

#include <algorithm>

#include <utf8proc.h>

namespace lontar::model {

char32_t take_character(std::string_view& rest) {
    utf8proc_int32_t value = -1;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),
                                       static_cast<utf8proc_ssize_t>(rest.size()), &value);
    if (size <= 0) {
        rest.remove_prefix(1);
        return U'\uFFFD';
    }
    rest.remove_prefix(static_cast<std::size_t>(size));
    return static_cast<char32_t>(value);
}

void append_character(std::string& text, char32_t character) {
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(character), bytes);
    text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        take_character(text);
        ++count;
    }
    return count;
}

bool is_all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int number_at(std::string_view digits, std::size_t begin, std::size_t count) {
    int number = 0;
    for (const char digit : digits.substr(begin, count)) {
        number = number * 10 + (digit - '0');
    }
    return number;
}

bool is_blank(char32_t character) {
    return character == U' ' || (character >= U'\t' && character <= U'\r') ||
           character == U'\u00A0' || character == U'\u00AD' || character == U'\u180E' ||
           (character >= U'\u2000' && character <= U'\u200F') ||
           (character >= U'\u2028' && character <= U'\u202F') ||
           (character >= U'\u205F' && character <= U'\u206F') || character == U'\u3000' ||
           character == U'\uFEFF';
}

bool is_dash(char32_t character) {
    return character == U'-' || (character >= U'\u2010' && character <= U'\u2015') ||
           character == U'\u2212' || character == U'\uFF0D';
}

}  // namespace lontar::model
