#pragma once
/// UTF-8 text one character at a time, for the rules that look at single characters.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lontar::model {

/// Takes the first code point off `rest`. A byte that is not UTF-8 is taken alone and is U+FFFD.
char32_t take_character(std::string_view& rest);
void append_character(std::string& text, char32_t character);
/// Code points; a byte that is not UTF-8 counts as one.
std::size_t count_characters(std::string_view text);

constexpr bool is_digit(char32_t character) {
    return character >= U'0' && character <= U'9';
}
/// At least one, and nothing but ASCII digits.
bool is_all_digits(std::string_view text);
/// Number written by exactly `count` ASCII digits from `begin`. The digits must be there.
int number_at(std::string_view digits, std::size_t begin, std::size_t count);
/// Blank of any width, also the ones without width.
bool is_blank(char32_t character);
/// Hyphen, dash or minus sign.
bool is_dash(char32_t character);

}  // namespace lontar::model
