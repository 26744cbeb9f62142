#include "storage/register/search.hpp"

#include <algorithm>
#include <vector>

#include "storage/base/text.hpp"
#include "storage/model/characters.hpp"
#include "storage/model/name_key.hpp"
#include "storage/model/number_text.hpp"

namespace lontar::storage {

namespace {

constexpr std::array<std::string_view, 5> apostrophes{"'", "`", "’", "‘", "ʼ"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t shortest_key = 2;

/// Everything outside ASCII does.
bool belongs_to_word(char c) {
    return static_cast<unsigned char>(c) >= 0x80 || is_digit(c) || (c >= 'a' && c <= 'z');
}

std::string without_apostrophes(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto mark = std::ranges::find_if(
            apostrophes, [&](std::string_view sign) { return text.starts_with(sign); });
        if (mark == apostrophes.end()) {
            out += text.front();
            text.remove_prefix(1);
        } else {
            text.remove_prefix(mark->size());
        }
    }
    return out;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char c : ascii_lower(without_apostrophes(text))) {
        if (belongs_to_word(c)) {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) {
        words.pop_back();
    }
    return words;
}

/// Digits of a NIK as it is copied; empty when anything else was typed.
std::string nik_part(std::string_view typed) {
    std::string digits = model::cleaned_digits(typed);
    return model::is_all_digits(digits) ? digits : std::string();
}

/// A key begins many names when it is short: `zzz` sounds like s, and s begins a fifth of a
/// village. Such a word is searched only as it was typed.
std::string search_key(const std::string& word) {
    const auto key = model::name_key(word).words;
    const bool says_enough = !key.empty() && key.front().coarse.size() >= shortest_key;
    return " " + (says_enough ? key.front().coarse : word);
}

}  // namespace

std::string search_text(std::string_view name) {
    std::string text;
    const auto words = words_of(name);
    for (const std::string& word : words) {
        text += " " + word;
    }
    for (const auto& word : model::name_key(name).words) {
        if (std::ranges::find(words, word.coarse) == words.end()) {
            text += " " + word.coarse;
        }
    }
    return text;
}

SearchWords search_words(std::string_view typed) {
    SearchWords search;
    search.nik = nik_part(typed);
    if (!search.nik.empty()) {
        return search;
    }
    const auto words = words_of(typed);
    if (words.empty() && typed.find_first_not_of(blanks) != std::string_view::npos) {
        // Only signs, which no searched text has: nobody, not everybody.
        search.words.front() = search.keys.front() = typed;
    }
    for (std::size_t i = 0; i < std::min(words.size(), most_search_words); ++i) {
        search.words.at(i) = " " + words[i];
        search.keys.at(i) = search_key(words[i]);
    }
    return search;
}

}  // namespace lontar::storage
