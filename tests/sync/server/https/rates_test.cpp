#include "sync/server/https/rates.hpp"

#include <catch2/catch_test_macros.hpp>

namespace lontar::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("a burst is allowed, then as many as the rate says") {
    Rates rates({.burst = 3, .per_second = 0.5});
    for (int i = 0; i < 3; ++i) {
        CHECK(rates.allow("a", seconds(1)));
    }
    CHECK_FALSE(rates.allow("a", seconds(1)));
    CHECK_FALSE(rates.allow("a", seconds(2)));
    CHECK(rates.allow("a", seconds(3)));
    CHECK_FALSE(rates.allow("a", seconds(3)));
    CHECK(rates.wait() == seconds(2));
}

TEST_CASE("one who calls too often takes nothing from another") {
    Rates rates({.burst = 1, .per_second = 1});
    CHECK(rates.allow("a", seconds(1)));
    CHECK_FALSE(rates.allow("a", seconds(1)));
    CHECK(rates.allow("b", seconds(1)));
}

TEST_CASE("a long pause gives no more than a burst, and a clock that stands still nothing") {
    Rates rates({.burst = 2, .per_second = 1});
    CHECK(rates.allow("a", seconds(1)));
    CHECK(rates.allow("a", std::chrono::hours(9)));
    CHECK(rates.allow("a", std::chrono::hours(9)));
    CHECK_FALSE(rates.allow("a", std::chrono::hours(9)));
    CHECK_FALSE(rates.allow("a", milliseconds(0)));
}

TEST_CASE("millions of callers take a bounded memory") {
    Rates rates({.burst = 5, .per_second = 1}, 1000);
    for (int i = 0; i < 20'000; ++i) {
        rates.allow(std::to_string(i), milliseconds(i));
    }
    CHECK(rates.size() <= 1000);
}

}  // namespace
}  // namespace lontar::server
