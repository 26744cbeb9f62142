#pragma once
/// The unsealed word beside a reply over HTTPS: which reply of its epoch is the newest. It saves
/// the laptop one question and proves nothing. No I/O.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lontar::wire {

inline constexpr std::string_view newest_header = "Lontar-Newest";

/// Place of a reply in its epoch.
struct ReplyNumber {
    std::int64_t gen = 0;
    std::int64_t n = 0;
    auto operator<=>(const ReplyNumber&) const = default;
};

/// `<gen>/<n>`
std::string newest_text(const ReplyNumber& newest);
/// Nothing unless the text is exactly two integers from 1 to 2^53 with one slash between them,
/// without leading zeros, blanks or signs.
std::optional<ReplyNumber> parse_newest(std::string_view text);

}  // namespace lontar::wire
