#include "client/platform/terminal_look.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/base/text.hpp"

namespace lontar::client {

namespace {

using Sign = std::pair<std::string_view, char>;

/// Every sign of the words and screens; `…` depends on what stands before it.
constexpr std::array signs{
    Sign{"•", '*'}, Sign{"·", '-'},  Sign{"–", '-'},  Sign{"—", '-'}, Sign{"✓", 'v'},
    Sign{"↑", '^'}, Sign{"↓", 'v'},  Sign{"←", '<'},  Sign{"→", '>'}, Sign{"◄", '<'},
    Sign{"►", '>'}, Sign{"▲", '^'},  Sign{"▼", 'v'},  Sign{"×", 'x'}, Sign{"“", '"'},
    Sign{"”", '"'}, Sign{"‘", '\''}, Sign{"’", '\''},
};
constexpr std::string_view dots = "…";

/// U+2500 to U+257F, of which lines are drawn, and U+2580 to U+259F, of which bars are.
bool is_frame(std::string_view letter) {
    return letter.size() == 3 && letter[0] == '\xe2' &&
           (letter[1] == '\x94' || letter[1] == '\x95');
}
bool is_bar(std::string_view letter) {
    return letter.size() == 3 && letter[0] == '\xe2' && letter[1] == '\x96' && letter[2] < '\xa0';
}

char frame_sign(std::string_view letter) {
    if (letter == "─" || letter == "━" || letter == "═") {
        return '-';
    }
    return letter == "│" || letter == "┃" || letter == "║" ? '|' : '+';
}

/// '\0': no sign of ours.
char ascii_of(std::string_view letter, char before) {
    if (letter == dots) {
        // Alone it says that something goes on, behind a letter that a word is cut.
        return before == ' ' ? '.' : '~';
    }
    const auto* known = std::ranges::find(signs, letter, &Sign::first);
    if (known != signs.end()) {
        return known->second;
    }
    if (is_frame(letter)) {
        return frame_sign(letter);
    }
    return is_bar(letter) ? '#' : '\0';
}

std::size_t bytes_of_letter(std::string_view text) {
    std::size_t bytes = 1;
    while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) {
        ++bytes;
    }
    return bytes;
}

bool names_utf8(std::string_view locale) {
    const std::string lower = ascii_lower(locale);
    return lower.find("utf-8") != std::string::npos || lower.find("utf8") != std::string::npos;
}

bool is_one_of(std::string_view term, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, term) != names.end();
}

}  // namespace

TerminalLook look_of(std::string_view term, std::string_view locale, bool no_colour) {
    const bool is_old = term.starts_with("vt") || is_one_of(term, {"dumb", "unknown"});
    TerminalLook look;
    look.screens = !is_one_of(term, {"dumb", "unknown"});
    look.colours = !no_colour && !is_old && !term.ends_with("-mono") && !term.ends_with("-m");
    look.letters = names_utf8(locale);
    look.signs = look.letters && !is_old && !term.starts_with("linux");
    return look;
}

std::string shown_on(const TerminalLook& look, std::string_view text) {
    if (look.signs && look.letters) {
        return std::string(text);
    }
    std::string shown;
    shown.reserve(text.size());
    char before = ' ';
    while (!text.empty()) {
        const std::string_view letter = text.substr(0, bytes_of_letter(text));
        text.remove_prefix(letter.size());
        const char sign = letter.size() > 1 ? ascii_of(letter, before) : '\0';
        if (sign != '\0') {
            shown += sign;
        } else if (letter.size() > 1 && !look.letters) {
            shown.append(static_cast<std::size_t>(std::max(display_width(letter), 0)), '?');
        } else {
            shown += letter;
        }
        before = letter.size() == 1 ? letter.front() : 'x';
    }
    return shown;
}

}  // namespace lontar::client
