#include "storage/base/timestamp.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "storage/base/os.hpp"

namespace lontar {

namespace {

constexpr std::chrono::seconds wita = std::chrono::hours(8);

// Moments further away print as the border; no such clock exists, and 64-bit seconds overflow the
// calendar.
constexpr std::int64_t oldest_shown = -62'135'596'800;  // 0001-01-01
constexpr std::int64_t newest_shown = 253'402'300'799;  // 9999-12-31

struct Calendar {
    std::chrono::year_month_day day{};
    std::chrono::hh_mm_ss<std::chrono::seconds> time;
};

Calendar calendar_of(std::int64_t seconds) {
    seconds = std::clamp(seconds, oldest_shown, newest_shown);
    const std::chrono::sys_seconds moment{std::chrono::seconds(seconds)};
    const auto midnight = std::chrono::floor<std::chrono::days>(moment);
    return {std::chrono::year_month_day(midnight), std::chrono::hh_mm_ss(moment - midnight)};
}

template <typename... Numbers>
std::string print(const char* form, Numbers... numbers) {
    std::array<char, 64> buffer{};
    const int length = std::snprintf(buffer.data(), buffer.size(), form, numbers...);
    return {buffer.data(), static_cast<std::size_t>(length)};
}

std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') {
            return std::nullopt;
        }
        value = value * 10 + (digit - '0');
    }
    return value;
}

class SystemClock final : public Clock {
public:
    SystemClock() : started_(monotonic()) {
        if (const auto text = environment("LONTAR_NOW")) {
            std::int64_t seconds = 0;
            const auto end = text->data() + text->size();
            const auto [stop, error] = std::from_chars(text->data(), end, seconds);
            if (error == std::errc{} && stop == end) {
                start_ = Timestamp{seconds};
            }
        }
    }

    Timestamp now() override {
        if (start_) {
            return *start_ + std::chrono::floor<std::chrono::seconds>(monotonic() - started_);
        }
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return Timestamp{std::chrono::floor<std::chrono::seconds>(now).count()};
    }

    std::chrono::milliseconds monotonic() override {
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        return std::chrono::floor<std::chrono::milliseconds>(now);
    }

private:
    std::chrono::milliseconds started_;
    std::optional<Timestamp> start_;
};

}  // namespace

std::optional<Date> Date::from_ymd(int year, int month, int day) {
    if (year < 1800 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) {
        return std::nullopt;
    }
    const std::chrono::year_month_day ymd{std::chrono::year(year),
                                          std::chrono::month(static_cast<unsigned>(month)),
                                          std::chrono::day(static_cast<unsigned>(day))};
    return ymd.ok() ? std::optional(Date(ymd)) : std::nullopt;
}

std::optional<Date> Date::parse_iso(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day) {
        return std::nullopt;
    }
    return from_ymd(*year, *month, *day);
}

Date Date::in_wita(Timestamp moment) {
    return Date(calendar_of(moment.seconds + wita.count()).day);
}

std::string Date::iso() const {
    return print("%04d-%02d-%02d", year(), month(), day());
}

int Date::years_until(Date later) const {
    const bool birthday_ahead =
        later.month() < month() || (later.month() == month() && later.day() < day());
    return later.year() - year() - (birthday_ahead ? 1 : 0);
}

std::int64_t Date::day_number() const {
    return std::chrono::sys_days(ymd_).time_since_epoch().count();
}

std::string wita_text(Timestamp moment) {
    const auto [day, time] = calendar_of(moment.seconds + wita.count());
    return print("%04d-%02u-%02u %02d:%02d", int(day.year()), unsigned(day.month()),
                 unsigned(day.day()), int(time.hours().count()), int(time.minutes().count()));
}

std::string utc_text(Timestamp moment) {
    const auto [day, time] = calendar_of(moment.seconds);
    return print("%04d-%02u-%02uT%02d:%02d:%02dZ", int(day.year()), unsigned(day.month()),
                 unsigned(day.day()), int(time.hours().count()), int(time.minutes().count()),
                 int(time.seconds().count()));
}

Clock& system_clock() {
    static SystemClock clock;
    return clock;
}

Timestamp build_time() {
    return Timestamp{LONTAR_BUILD_TIME};
}

}  // namespace lontar
