#include "storage/base/text.hpp"

#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace lontar {

namespace {

constexpr std::string_view mark = "·";
constexpr int most_combining = 2;

struct CodePoint {
    utf8proc_int32_t value = 0;  ///< -1: not UTF-8
    std::string_view bytes;
};

/// Takes the first code point off `rest`; one byte when it is not UTF-8.
CodePoint take_code_point(std::string_view& rest) {
    utf8proc_int32_t value = -1;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),
                                       static_cast<utf8proc_ssize_t>(rest.size()), &value);
    const std::size_t length = size > 0 ? static_cast<std::size_t>(size) : 1;
    const CodePoint point{size > 0 ? value : -1, rest.substr(0, length)};
    rest.remove_prefix(length);
    return point;
}

bool is_white_space(utf8proc_int32_t value) {
    switch (utf8proc_category(value)) {
        case UTF8PROC_CATEGORY_ZS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            return true;
        default:
            return (value >= 0x09 && value <= 0x0D) || value == 0x85;
    }
}

/// No ink and no room, but bytes that make two equal-looking names differ.
bool is_invisible(utf8proc_int32_t value) {
    switch (value) {
        case 0x034F:  // combining grapheme joiner
        case 0x115F:  // Hangul fillers
        case 0x1160:
        case 0x3164:
        case 0xFFA0:
            return true;
        default:
            // Format characters: direction marks, zero-width characters, soft hyphen, tags.
            return utf8proc_category(value) == UTF8PROC_CATEGORY_CF;
    }
}

bool is_combining(utf8proc_int32_t value) {
    switch (utf8proc_category(value)) {
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME:
            return true;
        default:
            return false;
    }
}

/// May stand on a screen as it is.
bool is_drawable(utf8proc_int32_t value) {
    switch (utf8proc_category(value)) {
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            return false;
        default:
            return !is_invisible(value);
    }
}

std::optional<std::string> to_nfc(const std::string& text, int more_options = 0) {
    utf8proc_uint8_t* made = nullptr;
    const auto size = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()), &made,
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | more_options));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(made, &std::free);
    if (size < 0) {
        return std::nullopt;
    }
    return std::string(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size));
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        if (take_code_point(text).value < 0) {
            return false;
        }
    }
    return true;
}

std::optional<std::string> tidy_text(std::string_view text) {
    std::string kept;
    kept.reserve(text.size());
    bool blank_due = false;
    while (!text.empty()) {
        const CodePoint point = take_code_point(text);
        if (point.value < 0) {
            return std::nullopt;
        }
        if (is_white_space(point.value)) {
            blank_due = !kept.empty();
        } else if (utf8proc_category(point.value) != UTF8PROC_CATEGORY_CC &&
                   !is_invisible(point.value)) {
            if (blank_due) {
                kept.push_back(' ');
                blank_due = false;
            }
            kept.append(point.bytes);
        }
    }
    return to_nfc(kept);
}

std::string folded(std::string_view text) {
    std::string tidy = tidy_text(text).value_or("");
    std::erase(tidy, ' ');
    return to_nfc(tidy, UTF8PROC_CASEFOLD).value_or("");
}

std::string drawable(std::string_view text) {
    std::string drawn;
    drawn.reserve(text.size());
    int combining =
        most_combining;  // none may come first: it would sit on what stands before the text
    while (!text.empty()) {
        const CodePoint point = take_code_point(text);
        if (point.value < 0 || !is_drawable(point.value)) {
            drawn.append(mark);
            combining = most_combining;
        } else if (!is_combining(point.value)) {
            drawn.append(point.bytes);
            combining = 0;
        } else if (combining < most_combining) {
            drawn.append(point.bytes);
            ++combining;
        }
    }
    return drawn;
}

int display_width(std::string_view text) {
    int width = 0;
    while (!text.empty()) {
        const CodePoint point = take_code_point(text);
        width += point.value < 0 ? 1 : utf8proc_charwidth(point.value);
    }
    return width;
}

std::string fit(std::string_view text, int columns) {
    if (columns <= 0) {
        return {};
    }
    if (display_width(text) <= columns) {
        return std::string(text);
    }
    std::string kept;
    int room = columns - 1;  // one for the ellipsis
    while (!text.empty()) {
        const CodePoint point = take_code_point(text);
        room -= point.value < 0 ? 1 : utf8proc_charwidth(point.value);
        if (room < 0) {
            break;
        }
        kept.append(point.bytes);
    }
    return kept + "…";
}

std::string_view first_bytes(std::string_view text, std::size_t most) {
    std::string_view rest = text;
    std::size_t kept = 0;
    while (!rest.empty()) {
        const std::size_t next = kept + take_code_point(rest).bytes.size();
        if (next > most) {
            break;
        }
        kept = next;
    }
    return text.substr(0, kept);
}

std::string ascii_lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return lower;
}

std::string masked_nik(std::string_view nik) {
    constexpr std::size_t shown = 4;
    constexpr std::size_t shortest_shown = 12;
    std::size_t length = 0;
    bool digits_only = true;
    for (std::string_view rest = nik; !rest.empty(); ++length) {
        const CodePoint point = take_code_point(rest);
        digits_only = digits_only && point.value >= '0' && point.value <= '9';
    }
    const bool hide_all = !digits_only || length < shortest_shown;
    std::string masked;
    if (!hide_all) {
        masked.append(nik.substr(0, shown));
    }
    for (std::size_t dot = hide_all ? 0 : 2 * shown; dot < length; ++dot) {
        masked.append("•");
    }
    if (!hide_all) {
        masked.append(nik.substr(nik.size() - shown));
    }
    return masked;
}

}  // namespace lontar
