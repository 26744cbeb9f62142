#include "sync/upload/backoff.hpp"

#include <set>

#include <catch2/catch_test_macros.hpp>

#include "support/fakes.hpp"

using namespace lontar;
using namespace std::chrono_literals;

TEST_CASE("a wait doubles from 5 s to 30 min and its place in between is left to chance") {
    support::SeededRandom random(7);
    for (int tries = 1; tries < 40; ++tries) {
        std::set<std::int64_t> seen;
        for (int i = 0; i < 200; ++i) {
            const auto wait = upload::backoff(tries, random);
            const auto least =
                std::min<std::int64_t>(std::int64_t{5} << std::min(tries - 1, 20), 900);
            REQUIRE(wait.count() >= least);
            REQUIRE(wait.count() <= 2 * least);
            REQUIRE(wait <= 30min);
            seen.insert(wait.count());
        }
        CHECK(seen.size() >= 5);
    }
    CHECK(upload::backoff(0, random) <= 10s);
    CHECK(upload::backoff(1'000'000, random) <= 30min);
}
