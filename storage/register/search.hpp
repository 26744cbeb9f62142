#pragma once
/// Names as they are searched: what somebody types finds the person however the name is spelled.
#include <array>
#include <string>
#include <string_view>

namespace lontar::storage {

/// Each word of a name behind a blank, in small letters without apostrophes, then the words' coarse
/// forms where they differ: ` johannes saat yoanis`. Sorts as the name does.
std::string search_text(std::string_view name);

inline constexpr std::size_t most_search_words = 3;

/// What somebody typed into the search field. Unused places are empty and match everybody.
struct SearchWords {
    std::string nik;  ///< digits, when nothing else than a NIK or a part of one was typed
    std::array<std::string, most_search_words> words;
    std::array<std::string, most_search_words> keys;
};
SearchWords search_words(std::string_view typed);

}  // namespace lontar::storage
