#include "storage/model/name_sound.hpp"

#include <array>

namespace lontar::model {

namespace {

bool is_vowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}
bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_consonant(char c) {
    return is_letter(c) && !is_vowel(c);
}

struct Rewrite {
    std::string_view from;
    std::string_view to;
};

/// Replaces from left to right, the first rewrite that fits; what was written is not read again.
template <std::size_t N>
std::string rewritten(std::string_view word, const std::array<Rewrite, N>& rewrites) {
    std::string out;
    while (!word.empty()) {
        const Rewrite* fitting = nullptr;
        for (const Rewrite& rewrite : rewrites) {
            if (word.starts_with(rewrite.from)) {
                fitting = &rewrite;
                break;
            }
        }
        out += fitting != nullptr ? fitting->to : word.substr(0, 1);
        word.remove_prefix(fitting != nullptr ? fitting->from.size() : 1);
    }
    return out;
}

constexpr auto old_spelling = std::to_array<Rewrite>({
    {"oe", "u"},
    {"tj", "c"},
    {"dj", "j"},
    {"sj", "sy"},
    {"nj", "ny"},
    {"ij", "i"},
});

constexpr auto foreign_spelling = std::to_array<Rewrite>({
    {"ch", "k"},
    {"kh", "k"},
    {"q", "k"},
    {"ph", "f"},
    {"v", "f"},
    {"th", "t"},
    {"dh", "d"},
    {"gh", "g"},
    {"x", "ks"},
    {"z", "s"},
    {"ce", "se"},
    {"ci", "si"},
    {"cy", "sy"},
    {"c", "k"},
});

/// y and w where they are only the way from one vowel to the next.
std::string without_glides(const std::string& word) {
    std::string out;
    for (std::size_t at = 0; at < word.size(); ++at) {
        const char before = out.empty() ? ' ' : out.back();
        const char next = at + 1 < word.size() ? word[at + 1] : ' ';
        const char c = word[at];
        if (c == 'y' && before == 'i' && is_vowel(next)) {
            continue;
        }
        if (c == 'w' && before == 'u' && is_vowel(next)) {
            continue;
        }
        if (c == 'y' && (is_consonant(before) || (next == ' ' && !out.empty()))) {
            out += 'i';
        } else if (c == 'w' && is_vowel(before) && !is_vowel(next)) {
            out += 'u';
        } else if (c == 'h' && (is_consonant(before) || (next == ' ' && !out.empty()))) {
            continue;
        } else {
            out += c;
        }
    }
    return out;
}

std::string without_doubles(std::string_view word) {
    std::string out;
    for (const char c : word) {
        if (out.empty() || out.back() != c) {
            out += c;
        }
    }
    return out;
}

}  // namespace

std::string sound_form(std::string_view word) {
    // Oe at the beginning is the Dawan word for water (Oematan, Oebobo), not an old u.
    const std::size_t kept = word.starts_with("oe") ? 2 : 0;
    std::string sound =
        std::string(word.substr(0, kept)) + rewritten(word.substr(kept), old_spelling);
    sound = without_doubles(without_glides(rewritten(sound, foreign_spelling)));
    if (sound.size() < 2) {
        return sound;
    }
    char& last = sound.back();
    if (last == 'd') {
        last = 't';
    } else if (last == 'b') {
        last = 'p';
    } else if (last == 'g' && !sound.ends_with("ng")) {
        last = 'k';
    }
    return sound;
}

std::string coarse_form(std::string_view sound) {
    std::string coarse;
    for (const char c : sound) {
        if (c == 'f') {
            coarse += 'p';
        } else if (c != 'h') {
            coarse += c;
        }
    }
    if (coarse.starts_with('j')) {
        coarse.front() = 'y';
    }
    if (coarse.starts_with("au")) {
        coarse.erase(1, 1);
    }
    if (coarse.size() > 3 && coarse.ends_with("es")) {
        coarse[coarse.size() - 2] = 'i';
    }
    return without_doubles(coarse);
}

}  // namespace lontar::model
