#include "sync/wire/newest.hpp"

#include <charconv>

#include "sync/wire/members.hpp"

namespace lontar::wire {

namespace {

std::optional<std::int64_t> number_of(std::string_view digits) {
    if (digits.empty() || digits.front() < '1' || digits.front() > '9') {
        return std::nullopt;
    }
    std::int64_t number = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, number);
    return error == std::errc() && stopped == end && number <= max_number ? std::optional(number)
                                                                          : std::nullopt;
}

}  // namespace

std::string newest_text(const ReplyNumber& newest) {
    return std::to_string(newest.gen) + "/" + std::to_string(newest.n);
}

std::optional<ReplyNumber> parse_newest(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    const auto gen = number_of(text.substr(0, slash));
    const auto n = number_of(text.substr(slash + 1));
    return gen && n ? std::optional(ReplyNumber{*gen, *n}) : std::nullopt;
}

}  // namespace lontar::wire
