#include <cstdlib>

#include "client/text/words.hpp"

namespace lontar::client {

namespace {

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

char thousands_mark() {
    return language() == Language::indonesian ? '.' : ',';
}

char decimal_mark() {
    return language() == Language::indonesian ? ',' : '.';
}

/// Tenths below ten units, whole units above: nobody needs "812,4 KB".
std::string scaled(std::int64_t bytes, std::int64_t unit, std::string_view name) {
    const std::int64_t tenths = (bytes * 10 + unit / 2) / unit;
    std::string text = number_text(tenths >= 1000 ? (bytes + unit / 2) / unit : tenths / 10);
    if (tenths < 1000 && tenths % 10 != 0) {
        text += decimal_mark();
        text += static_cast<char>('0' + tenths % 10);
    }
    return text + " " + std::string(name);
}

}  // namespace

std::string number_text(std::int64_t value) {
    std::string digits = std::to_string(value);
    const std::size_t first = value < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3; at -= 3) {
        digits.insert(at - 3, 1, thousands_mark());
    }
    return digits;
}

std::string bytes_text(std::int64_t bytes) {
    constexpr std::int64_t kilo = 1024;
    if (bytes < kilo) {
        return number_text(bytes) + " B";
    }
    if (bytes < kilo * kilo) {
        return scaled(bytes, kilo, "KB");
    }
    if (bytes < kilo * kilo * kilo) {
        return scaled(bytes, kilo * kilo, "MB");
    }
    return scaled(bytes, kilo * kilo * kilo, "GB");
}

std::string duration_text(std::int64_t seconds) {
    if (seconds < minute) {
        return say("time.seconds", {{"count", number_text(seconds)}});
    }
    if (seconds < hour) {
        return say("time.minutes", {{"count", number_text((seconds + minute / 2) / minute)}});
    }
    if (seconds < 2 * day) {
        return say("time.hours", {{"count", number_text((seconds + hour / 2) / hour)}});
    }
    return say("time.days", {{"count", number_text(seconds / day)}});
}

std::string age_text(std::int64_t seconds) {
    if (seconds < minute) {
        // A clock set back makes an age negative; "in the future" would only confuse.
        return std::string(say("time.just_now"));
    }
    return say("time.ago", {{"span", duration_text(seconds)}});
}

}  // namespace lontar::client
