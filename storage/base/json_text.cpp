#include "storage/base/json_text.hpp"

#include <algorithm>
#include <array>

namespace lontar {

namespace {

/// The letter of a two-character escape; 0 when the character has none.
char short_escape(char c) {
    switch (c) {
        case '"':
        case '\\':
            return c;
        case '\b':
            return 'b';
        case '\t':
            return 't';
        case '\n':
            return 'n';
        case '\f':
            return 'f';
        case '\r':
            return 'r';
        default:
            return 0;
    }
}

constexpr std::array<bool, 256> escaped = [] {
    std::array<bool, 256> is{};
    std::fill_n(is.begin(), 0x20, true);
    is['"'] = is['\\'] = true;
    return is;
}();

bool needs_escape(char c) {
    return escaped[static_cast<unsigned char>(c)];
}

void append_escape(std::string& out, char c) {
    static constexpr std::string_view digits = "0123456789abcdef";
    out.push_back('\\');
    if (const char letter = short_escape(c); letter != 0) {
        out.push_back(letter);
        return;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append("u00");
    out.push_back(digits[byte >> 4U]);
    out.push_back(digits[byte & 15U]);
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
    out.push_back('"');
    // Most texts need no escape at all: what stands between two of them goes in one piece.
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (needs_escape(text[at])) {
            out.append(text, begin, at - begin);
            append_escape(out, text[at]);
            begin = at + 1;
        }
    }
    out.append(text, begin);
    out.push_back('"');
}

}  // namespace lontar
