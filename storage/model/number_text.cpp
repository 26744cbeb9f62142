#include "storage/model/number_text.hpp"

#include <algorithm>
#include <string>

#include "storage/model/characters.hpp"
#include "storage/model/region.hpp"

namespace lontar::model {

namespace {

constexpr bool is_apostrophe(char32_t character) {
    return character == U'\'' || character == U'’' || character == U'‘' || character == U'ʼ' ||
           character == U'＇' || character == U'`';
}

constexpr bool is_mask(char32_t character) {
    return character == U'X' || character == U'x' || character == U'*' || character == U'•' ||
           character == U'#' || character == U'●';
}

/// Where the digits that begin at `at` end.
std::size_t digits_end(std::string_view text, std::size_t at) {
    while (at < text.size() && is_digit(static_cast<unsigned char>(text[at]))) {
        ++at;
    }
    return at;
}

/// Without blanks at the ends, also those that take no room.
std::string_view trimmed(std::string_view text) {
    std::size_t begin = text.size();
    std::size_t end = 0;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t at = text.size() - rest.size();
        if (!is_blank(take_character(rest))) {
            begin = std::min(begin, at);
            end = text.size() - rest.size();
        }
    }
    return end == 0 ? std::string_view{} : text.substr(begin, end - begin);
}

/// Trimmed, and without a spreadsheet's marks of text: `'…` and `="…"`.
std::string_view unwrapped(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"')) {
        return text.substr(2, text.size() - 3);
    }
    std::string_view rest = text;
    if (!rest.empty() && is_apostrophe(take_character(rest))) {
        return rest;
    }
    return text;
}

}  // namespace

std::string cleaned_digits(std::string_view text) {
    std::string cleaned;
    for (std::string_view rest = unwrapped(text); !rest.empty();) {
        const std::string_view before = rest;
        const char32_t character = take_character(rest);
        if (is_blank(character) || is_dash(character) || character == U'.') {
            continue;
        }
        if (character >= U'\uFF10' && character <= U'\uFF19') {
            cleaned += static_cast<char>('0' + (character - U'\uFF10'));
        } else {
            cleaned += before.substr(0, before.size() - rest.size());
        }
    }
    return cleaned;
}

bool is_number_cell(std::string_view text) {
    text = unwrapped(text);
    const std::size_t whole = digits_end(text, 0);
    if (whole == 0 || whole == text.size()) {
        return false;
    }
    std::size_t at = whole;
    if (text[at] == '.' || text[at] == ',') {
        const std::size_t fraction = digits_end(text, at + 1);
        const std::string_view zeros = text.substr(at + 1, fraction - at - 1);
        if (fraction == text.size()) {
            return whole >= 15 && zeros.size() <= 2 &&
                   std::ranges::all_of(zeros, [](char c) { return c == '0'; });
        }
        at = fraction;
    }
    if (text[at] != 'e' && text[at] != 'E') {
        return false;
    }
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
        ++at;
    }
    return at < text.size() && digits_end(text, at) == text.size();
}

bool is_masked(std::string_view text) {
    int masks = 0;
    int digits = 0;
    while (!text.empty()) {
        const char32_t character = take_character(text);
        masks += is_mask(character) ? 1 : 0;
        digits += is_digit(character) ? 1 : 0;
    }
    return masks >= 4 && masks + digits >= 12;
}

std::optional<std::string> with_letters_as_digits(std::string_view cleaned) {
    std::string digits(cleaned);
    for (char& c : digits) {
        if (c == 'O' || c == 'o') {
            c = '0';
        } else if (c == 'l' || c == 'I' || c == 'i') {
            c = '1';
        }
    }
    return digits.size() == 16 && is_all_digits(digits) ? std::optional(digits) : std::nullopt;
}

std::string_view region_fault(std::string_view digits) {
    const std::string_view province = digits.substr(0, 2);
    if (!is_province(province)) {
        return "province_unknown";
    }
    if (province == ntt_code && !find_region(digits.substr(0, 4))) {
        return "kabupaten_unknown";
    }
    return {};
}

}  // namespace lontar::model
