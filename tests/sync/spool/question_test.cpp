#include "sync/spool/question.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/register/epochs.hpp"
#include "storage/register/replies.hpp"
#include "storage/sealed/hash.hpp"
#include "support/laptop/open_laptop.hpp"
#include "sync/wire/batch.hpp"

namespace lontar {

namespace {

using spool::asks_alone;
using spool::asks_along;
using spool::Occasion;
using storage::QuestionState;

constexpr Timestamp now{1'800'000'000};
const std::string app = "lontar 1";

QuestionState quiet() {
    QuestionState state;
    state.app = app;
    state.heard_at = now;
    return state;
}

Occasion usual() {
    return {false, false, false, app};
}

}  // namespace

TEST_CASE("who holds what the province holds and was heard this week asks nothing") {
    CHECK_FALSE(asks_along(quiet(), usual(), now));
    CHECK_FALSE(asks_alone(quiet(), usual(), now));
}

TEST_CASE("a hello of a restored laptop and the first batch of another program ask along") {
    auto hello = usual();
    hello.is_hello = true;
    CHECK(asks_along(quiet(), hello, now));
    CHECK_FALSE(asks_alone(quiet(), hello, now));
    auto older = quiet();
    older.app = "lontar 0.1.0";
    CHECK(asks_along(older, usual(), now));
    older.app.reset();  // the very first batch: nothing can differ
    CHECK_FALSE(asks_along(older, usual(), now));
}

TEST_CASE("differing sums are asked about once a day, and so is a week of silence") {
    for (const bool is_silent : {false, true}) {
        auto state = quiet();
        state.differs = !is_silent;
        state.heard_at = is_silent ? now + -std::chrono::hours(7 * 24) : now;
        CHECK(asks_alone(state, usual(), now));
        state.asked_at = now + -std::chrono::hours(23);
        CHECK_FALSE(asks_alone(state, usual(), now));
        state.asked_at = now + -std::chrono::hours(24);
        CHECK(asks_alone(state, usual(), now));
        // A clock that was ahead when it asked last.
        state.asked_at = now + std::chrono::hours(24 * 365);
        CHECK(asks_alone(state, usual(), now));
    }
}

TEST_CASE("while a question is on its way there is no second one, whatever happens") {
    auto state = quiet();
    state.differs = true;
    state.is_on_the_way = true;
    auto occasion = usual();
    occasion.is_wished = true;
    occasion.is_for_stick = true;
    CHECK_FALSE(asks_alone(state, occasion, now));
}

TEST_CASE(
    "a province that knows fewer replies, and a stick with nothing on it, are asked at once") {
    auto wished = usual();
    wished.is_wished = true;
    auto stick = usual();
    stick.is_for_stick = true;
    CHECK(asks_alone(quiet(), wished, now));
    CHECK(asks_alone(quiet(), stick, now));
}

TEST_CASE("a week without a word makes one batch that only asks, and no second one") {
    support::OpenLaptop laptop;
    laptop.save(1);
    laptop.deliver();
    laptop.clock.pass(std::chrono::hours(8 * 24));
    laptop.take_in();
    REQUIRE(laptop.out().size() == 1);
    const auto file = laptop.out()[0];
    const auto batch = support::expect(laptop.province.open(
        support::expect(laptop.spool.read_out(file.epoch, file.seq))));
    CHECK(batch.lines.empty());
    CHECK(batch.ask == std::vector<model::EpochUpto>{{file.epoch, 1}});
    laptop.clock.pass(std::chrono::hours(8 * 24));
    laptop.take_in();
    CHECK(laptop.out().size() == 1);
}

}  // namespace lontar
