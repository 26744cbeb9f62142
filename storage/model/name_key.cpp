#include "storage/model/name_key.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <utf8proc.h>

#include "storage/base/text.hpp"
#include "storage/model/characters.hpp"
#include "storage/model/lexicon.hpp"
#include "storage/model/name_sound.hpp"

namespace lontar::model {

namespace {

constexpr auto titles = std::to_array<std::string_view>({
    "drs", "dra", "ir", "dr",  "prof", "pdt", "romo", "rm",  "pater", "sr",
    "br",  "h",   "hj", "alm", "almh", "bpk", "ibu",  "bin", "binti",
});

struct Abbreviation {
    std::string_view written;
    std::string_view meant;
};
constexpr auto abbreviations = std::to_array<Abbreviation>({
    {"muh", "muhamad"},
    {"moh", "muhamad"},
    {"mohd", "muhamad"},
    {"muhd", "muhamad"},
    {"mhd", "muhamad"},
    {"mochamad", "muhamad"},
    {"mochammad", "muhamad"},
    {"mohamad", "muhamad"},
    {"mohammad", "muhamad"},
    {"mohamed", "muhamad"},
    {"mohammed", "muhamad"},
    {"muhammad", "muhamad"},
    {"muhamat", "muhamad"},
    {"abd", "abdul"},
    {"yoh", "yohanes"},
    {"johs", "yohanes"},
    {"yohs", "yohanes"},
});

constexpr std::size_t shortest_with_slips = 6;
constexpr int most_missing = 2;
// A name has at most 60 letters by law; a hostile one must not cost more than a long one.
constexpr std::size_t most_words = 16;

/// Letters without their marks; only for text that is not plain ASCII.
std::string without_marks(std::string_view text) {
    utf8proc_uint8_t* mapped = nullptr;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                                        UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
    if (size < 0) {
        return ascii_lower(text);
    }
    std::string plain(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
    std::free(mapped);  // utf8proc allocates with malloc
    return plain;
}

bool is_apostrophe(char32_t c) {
    return c == U'\'' || c == U'’' || c == U'‘' || c == U'ʼ' || c == U'`' || c == U'´' || c == U'"';
}

/// Words of letters and digits, lower case: glottal stops vanish, other signs part words, what
/// follows a comma is a degree.
std::vector<std::string> words_of(std::string_view name) {
    const bool plain = std::ranges::all_of(name, [](char c) { return c >= 0; });
    const std::string lower = plain ? ascii_lower(name) : without_marks(name);
    std::vector<std::string> words;
    bool inside = false;
    for (std::string_view rest = lower; !rest.empty();) {
        const char32_t c = take_character(rest);
        if (c == U',' && !words.empty()) {
            break;
        }
        if (is_apostrophe(c)) {
            continue;
        }
        const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
        const bool part_of_word =
            (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
            category == UTF8PROC_CATEGORY_ND;
        if (part_of_word && !inside && words.size() == most_words) {
            break;
        }
        if (part_of_word && !inside) {
            words.emplace_back();
        }
        if (part_of_word) {
            append_character(words.back(), c);
        }
        inside = part_of_word;
    }
    return words;
}

NameKey::Word key_of(const std::string& written) {
    NameKey::Word word;
    word.initial = written.size() == 1;
    const auto abbreviation = std::ranges::find(abbreviations, written, &Abbreviation::written);
    word.key = sound_form(abbreviation == abbreviations.end() ? std::string_view(written)
                                                              : abbreviation->meant);
    word.coarse = coarse_form(word.key);
    word.saint = word.initial ? std::string_view{} : saints().saint(word.coarse);
    return word;
}

bool are_equal(const NameKey::Word& a, const NameKey::Word& b) {
    return a.saint.empty() ? b.saint.empty() && a.key == b.key : a.saint == b.saint;
}

/// One letter changed, added or left out.
bool is_one_slip(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) {
        std::swap(a, b);
    }
    if (b.size() - a.size() > 1) {
        return false;
    }
    const auto differ = std::ranges::mismatch(a, b);
    const auto from = static_cast<std::size_t>(differ.in1 - a.begin());
    return a.substr(from + (a.size() == b.size() ? 1 : 0)) == b.substr(from + 1);
}

/// Not equal, but worth a look: an initial, a short form, a slip of one letter in a long word.
bool may_be_equal(const NameKey::Word& a, const NameKey::Word& b) {
    if (a.initial || b.initial) {
        return !a.coarse.empty() && !b.coarse.empty() && a.coarse.front() == b.coarse.front();
    }
    if (!a.saint.empty() && !b.saint.empty()) {
        return false;
    }
    if (a.coarse == b.coarse || saints().may_stand_for(a.coarse, b.saint) ||
        saints().may_stand_for(b.coarse, a.saint)) {
        return true;
    }
    return std::min(a.key.size(), b.key.size()) >= shortest_with_slips &&
           a.key.front() == b.key.front() && a.key.back() == b.key.back() &&
           is_one_slip(a.key, b.key);
}

using Words = std::vector<const NameKey::Word*>;

/// Takes out of both the words that are equal; the count of pairs.
int take_equal(Words& a, Words& b) {
    return static_cast<int>(std::erase_if(a, [&](const NameKey::Word* word) {
        const auto twin =
            std::ranges::find_if(b, [&](const auto* other) { return are_equal(*word, *other); });
        if (twin == b.end()) {
            return false;
        }
        b.erase(twin);
        return true;
    }));
}

/// The most pairs of words that may be equal. Taking the first fit instead would let the order of
/// the names decide.
class Pairing {
public:
    Pairing(const Words& a, const Words& b) : a_(a), b_(b), partner_(b.size(), -1) {}

    int count() {
        int pairs = 0;
        for (std::size_t word = 0; word < a_.size(); ++word) {
            seen_.assign(b_.size(), false);
            pairs += find_partner(word) ? 1 : 0;
        }
        return pairs;
    }

private:
    bool find_partner(std::size_t word) {
        for (std::size_t other = 0; other < b_.size(); ++other) {
            if (seen_[other] || !may_be_equal(*a_[word], *b_[other])) {
                continue;
            }
            seen_[other] = true;
            if (partner_[other] < 0 || find_partner(static_cast<std::size_t>(partner_[other]))) {
                partner_[other] = static_cast<int>(word);
                return true;
            }
        }
        return false;
    }

    const Words& a_;
    const Words& b_;
    std::vector<int> partner_;
    std::vector<bool> seen_;
};

}  // namespace

NameKey name_key(std::string_view name) {
    NameKey key;
    const std::vector<std::string> words = words_of(name);
    const auto is_title = [](const std::string& word) {
        return std::ranges::find(titles, word) != titles.end();
    };
    const bool only_titles = std::ranges::all_of(words, is_title);
    for (const std::string& word : words) {
        if (only_titles || !is_title(word)) {
            key.words.push_back(key_of(word));
        }
    }
    return key;
}

std::vector<std::string> canonical_words(const NameKey& name) {
    std::vector<std::string> words;
    words.reserve(name.words.size());
    for (const NameKey::Word& word : name.words) {
        words.push_back(word.saint.empty() ? word.key : '*' + word.saint);
    }
    std::ranges::sort(words);
    return words;
}

NameMatch compare_names(const NameKey& a, const NameKey& b) {
    Words left;
    Words right;
    for (const NameKey::Word& word : a.words) {
        left.push_back(&word);
    }
    for (const NameKey::Word& word : b.words) {
        right.push_back(&word);
    }
    const int equal = take_equal(left, right);
    if (left.empty() && right.empty()) {
        return equal > 0 ? NameMatch::match : NameMatch::different;
    }
    const int alike = Pairing(left, right).count();
    const int missing_left = static_cast<int>(left.size()) - alike;
    const int missing_right = static_cast<int>(right.size()) - alike;
    if (missing_left > 0 && missing_right > 0) {
        return NameMatch::different;
    }
    const int missing = missing_left + missing_right;
    const bool enough = missing == 0 || (missing <= most_missing && equal + alike >= 2);
    return enough ? NameMatch::review : NameMatch::different;
}

}  // namespace lontar::model
