#pragma once
/// Moments, calendar days and the clock. Moments are UTC seconds; people see WITA (UTC+8, no DST).
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lontar {

/// Seconds since 1970-01-01T00:00:00Z.
struct Timestamp {
    std::int64_t seconds = 0;
    auto operator<=>(const Timestamp&) const = default;
    Timestamp operator+(std::chrono::seconds span) const { return {seconds + span.count()}; }
    std::chrono::seconds operator-(Timestamp other) const {
        return std::chrono::seconds(seconds - other.seconds);
    }
};

/// A day of the Gregorian calendar; always a real one.
class Date {
public:
    /// Nothing when there is no such day or the year is outside 1800..2200.
    static std::optional<Date> from_ymd(int year, int month, int day);
    /// Reads exactly `YYYY-MM-DD`.
    static std::optional<Date> parse_iso(std::string_view text);
    /// The day it is in WITA at `moment`.
    static Date in_wita(Timestamp moment);

    [[nodiscard]] int year() const { return int(ymd_.year()); }
    [[nodiscard]] int month() const { return int(unsigned(ymd_.month())); }
    [[nodiscard]] int day() const { return int(unsigned(ymd_.day())); }
    /// `YYYY-MM-DD`.
    [[nodiscard]] std::string iso() const;
    /// Full years from this day to `later`; a person born on 29 February grows older on 1 March.
    [[nodiscard]] int years_until(Date later) const;
    /// Days since 1970-01-01.
    [[nodiscard]] std::int64_t day_number() const;
    std::strong_ordering operator<=>(const Date& other) const {
        return day_number() <=> other.day_number();
    }
    bool operator==(const Date& other) const { return day_number() == other.day_number(); }

private:
    explicit Date(std::chrono::year_month_day ymd) : ymd_(ymd) {}
    std::chrono::year_month_day ymd_;
};

/// `2026-11-22 14:03` in WITA, for screens.
std::string wita_text(Timestamp moment);
/// `2026-11-22T06:03:00Z`, for logs and JSON meant for people.
std::string utc_text(Timestamp moment);

class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    Clock(Clock&&) = delete;
    Clock& operator=(Clock&&) = delete;
    virtual ~Clock() = default;
    /// What the machine believes; may be wrong by decades.
    virtual Timestamp now() = 0;
    /// Seconds that only grow, also while the wall clock is set; may stand still during sleep.
    virtual std::chrono::milliseconds monotonic() = 0;
};

/// The machine's clock. `LONTAR_NOW` (UTC seconds) in the environment sets its start, for drills
/// and for machines whose battery is dead.
Clock& system_clock();

/// The day this program was built from, in UTC seconds: the oldest moment any sound clock can show.
Timestamp build_time();

}  // namespace lontar
