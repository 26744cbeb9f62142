#include "storage/base/timestamp.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/child.hpp"
#include "support/fakes.hpp"

using namespace lontar;

TEST_CASE("only real days are dates") {
    CHECK(Date::from_ymd(2024, 2, 29));
    CHECK_FALSE(Date::from_ymd(2023, 2, 29));
    CHECK_FALSE(Date::from_ymd(1900, 2, 29));
    CHECK(Date::from_ymd(2000, 2, 29));
    CHECK_FALSE(Date::from_ymd(2024, 4, 31));
    CHECK_FALSE(Date::from_ymd(2024, 0, 1));
    CHECK_FALSE(Date::from_ymd(2024, 13, 1));
    CHECK_FALSE(Date::from_ymd(2024, 1, -1));
    CHECK_FALSE(Date::from_ymd(1799, 12, 31));
    CHECK_FALSE(Date::from_ymd(2201, 1, 1));
}

TEST_CASE("a date is read from its ISO form only") {
    CHECK(Date::parse_iso("1988-07-05")->iso() == "1988-07-05");
    for (const char* text :
         {"1988-7-5", "1988-07-5", "1988/07/05", "05-07-1988", "1988-07-05 ", " 1988-07-05",
          "1988-07-0x", "+988-07-05", "", "1988-02-30", "1988-07-051"}) {
        INFO(text);
        CHECK_FALSE(Date::parse_iso(text));
    }
}

TEST_CASE("the day in WITA begins eight hours before the day in UTC") {
    CHECK(Date::in_wita(Timestamp{1795363199}).iso() == "2026-11-22");  // 15:59:59Z
    CHECK(Date::in_wita(Timestamp{1795363200}).iso() == "2026-11-23");  // 16:00:00Z
    CHECK(wita_text(Timestamp{1795363200}) == "2026-11-23 00:00");
    CHECK(utc_text(Timestamp{1795363200}) == "2026-11-22T16:00:00Z");
    CHECK(utc_text(Timestamp{-1}) == "1969-12-31T23:59:59Z");
    CHECK(wita_text(Timestamp{0}) == "1970-01-01 08:00");
}

TEST_CASE("a moment from a broken clock prints too") {
    CHECK(utc_text(Timestamp{INT64_MAX / 2}) == "9999-12-31T23:59:59Z");
    CHECK(utc_text(Timestamp{INT64_MIN / 2}) == "0001-01-01T00:00:00Z");
}

TEST_CASE("a person born on 29 February grows older on 1 March of common years") {
    const Date born = *Date::from_ymd(2000, 2, 29);
    CHECK(born.years_until(*Date::from_ymd(2018, 2, 28)) == 17);
    CHECK(born.years_until(*Date::from_ymd(2018, 3, 1)) == 18);
    CHECK(born.years_until(*Date::from_ymd(2020, 2, 28)) == 19);
    CHECK(born.years_until(*Date::from_ymd(2020, 2, 29)) == 20);
    CHECK(Date::from_ymd(1970, 1, 1)->day_number() == 0);
    CHECK(*Date::from_ymd(2026, 1, 31) < *Date::from_ymd(2026, 2, 1));
}

TEST_CASE("a drill's clock starts where the environment says and goes on") {
    const int outcome = support::in_child([] {
        const support::Environment now("LONTAR_NOW", "946684800");
        const auto first = system_clock().now();
        return first.seconds == 946684800 || first.seconds == 946684801 ? 0 : 1;
    });
    CHECK(outcome == 0);
    const int broken = support::in_child([] {
        const support::Environment now("LONTAR_NOW", "9466848x");
        return system_clock().now() > build_time() ? 0 : 1;
    });
    CHECK(broken == 0);
}

TEST_CASE("the program knows about when it was built") {
    CHECK(build_time() > Timestamp{1'793'000'000});  // 2026-10-26
}
