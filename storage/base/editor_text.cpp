#include <cstdlib>
#include <memory>

#include <utf8proc.h>

#include "storage/base/text.hpp"

namespace lontar {

namespace {

struct Free {
    void operator()(utf8proc_uint8_t* text) const { std::free(text); }
};

std::optional<std::string> mapped(std::string_view text, unsigned form) {
    if (text.empty()) {
        return std::string();
    }
    utf8proc_uint8_t* made = nullptr;
    const auto bytes =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                     static_cast<utf8proc_ssize_t>(text.size()), &made,
                     static_cast<utf8proc_option_t>(static_cast<unsigned>(UTF8PROC_STABLE) | form));
    if (bytes < 0) {
        return std::nullopt;
    }
    const std::unique_ptr<utf8proc_uint8_t, Free> owned(made);
    std::string out(reinterpret_cast<const char*>(made), static_cast<std::size_t>(bytes));
    // It may be a secret.
    volatile utf8proc_uint8_t* trace = made;
    for (utf8proc_ssize_t i = 0; i < bytes; ++i) {
        trace[i] = 0;
    }
    return out;
}

/// `high`: which byte of each unit is the greater one. Nothing when a surrogate stands alone.
std::optional<std::string> utf8_of_utf16(std::string_view units, std::size_t high) {
    constexpr char32_t surrogates = 0xD800;
    constexpr char32_t low_surrogates = 0xDC00;
    constexpr char32_t after_surrogates = 0xE000;
    constexpr char32_t beyond_one_unit = 0x10000;
    if (units.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string out;
    out.reserve(units.size() / 2 * 3);  // never moved: what is left behind would not be wiped
    char32_t first = 0;
    for (std::size_t at = 0; at < units.size(); at += 2) {
        char32_t value = (static_cast<unsigned char>(units[at + high]) << 8U) |
                         static_cast<unsigned char>(units[at + 1 - high]);
        const bool is_second = value >= low_surrogates && value < after_surrogates;
        if (is_second != (first != 0)) {
            return std::nullopt;
        }
        if (value >= surrogates && value < low_surrogates) {
            first = value;
            continue;
        }
        if (is_second) {
            value = beyond_one_unit + ((first - surrogates) << 10U) + (value - low_surrogates);
            first = 0;
        }
        constexpr std::size_t longest = 4;
        char bytes[longest];  // NOLINT(modernize-avoid-c-arrays): utf8proc writes there
        const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(value),
                                                 reinterpret_cast<utf8proc_uint8_t*>(bytes));
        out.append(bytes, static_cast<std::size_t>(length));
    }
    return first == 0 ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace

std::optional<std::string> composed(std::string_view text) {
    return mapped(text, UTF8PROC_COMPOSE);
}

std::optional<std::string> decomposed(std::string_view text) {
    return mapped(text, UTF8PROC_DECOMPOSE);
}

std::optional<std::string> text_of_editor(std::string_view bytes) {
    constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
    constexpr std::string_view utf16_little = "\xFF\xFE";
    constexpr std::string_view utf16_big = "\xFE\xFF";
    if (bytes.starts_with(utf16_little) || bytes.starts_with(utf16_big)) {
        return utf8_of_utf16(bytes.substr(2), bytes.starts_with(utf16_little) ? 1 : 0);
    }
    if (bytes.starts_with(utf8_mark)) {
        bytes.remove_prefix(utf8_mark.size());
    }
    // UTF-16 without a mark is well-formed UTF-8 full of NULs.
    return is_utf8(bytes) && bytes.find('\0') == std::string_view::npos
               ? std::optional(std::string(bytes))
               : std::nullopt;
}

}  // namespace lontar
