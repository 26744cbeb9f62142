#include "storage/model/life_cycle.hpp"

#include <set>
#include <string>
#include <tuple>

#include <catch2/catch_test_macros.hpp>

namespace {

using namespace lontar::model;
using enum ProgrammeState;

std::set<ProgrammeState> reachable(ProgrammeState from) {
    std::set<ProgrammeState> seen{from};
    for (bool grew = true; grew;) {
        grew = false;
        for (const Transition& step : transitions()) {
            grew = (seen.contains(step.from) && seen.insert(step.to).second) || grew;
        }
    }
    return seen;
}

}  // namespace

TEST_CASE(
    "the way to cover belongs to the village up to the proposal and to the province from there") {
    CHECK(may_move(complete, field_verified, Side::village));
    CHECK(may_move(field_verified, musdes_approved, Side::village));
    CHECK(may_move(musdes_approved, proposed, Side::village));
    CHECK(may_move(proposed, matched, Side::province));
    CHECK(may_move(matched, decreed, Side::province));
    CHECK(may_move(decreed, enrolled, Side::province));
    CHECK(may_move(enrolled, active, Side::province));
    CHECK(may_move(active, ending, Side::province));
    CHECK(may_move(ending, renewed, Side::province));

    CHECK_FALSE(may_move(proposed, matched, Side::village));
    CHECK_FALSE(may_move(complete, field_verified, Side::province));
    CHECK_FALSE(may_move(complete, enrolled, Side::province));
    CHECK_FALSE(may_move(complete, musdes_approved, Side::village));
}

TEST_CASE("the province asks for a correction and only the village makes it") {
    CHECK(may_move(proposed, needs_correction, Side::province));
    CHECK(may_move(needs_correction, complete, Side::village));
    CHECK_FALSE(may_move(proposed, needs_correction, Side::village));
    CHECK_FALSE(may_move(needs_correction, complete, Side::province));
}

TEST_CASE("who found no seat waits in the reserve and comes in by the village meeting") {
    CHECK(may_move(field_verified, reserve, Side::village));
    CHECK(may_move(reserve, musdes_approved, Side::village));
    CHECK_FALSE(may_move(reserve, proposed, Side::village));
}

TEST_CASE(
    "every living state can be left by own wish and by every exit, and a closed one by none") {
    for (const Transition& step : transitions()) {
        INFO(name_of(step.from) << " to " << name_of(step.to));
        CHECK(step.from != step.to);
        if (is_closed(step.from)) {
            CHECK((step.from == ended || step.from == rejected));
        }
    }
    for (const ProgrammeState state : {complete, reserve, proposed, active, needs_correction}) {
        CHECK(may_move(state, withdrawn, Side::village));
        CHECK_FALSE(may_move(state, withdrawn, Side::province));
        for (const ProgrammeState out :
             {died, moved, formal_work, age_limit, double_entry, not_found, resigned}) {
            CHECK(may_move(state, out, Side::village));
            CHECK(may_move(state, out, Side::province));
        }
    }
    CHECK_FALSE(may_move(died, complete, Side::village));
    CHECK_FALSE(may_move(withdrawn, complete, Side::province));
}

TEST_CASE("every state can be reached, has one word, and no step stands twice in the table") {
    CHECK(reachable(complete).size() == 22);
    std::set<std::string_view> words;
    for (const ProgrammeState state : reachable(complete)) {
        CHECK(words.insert(name_of(state)).second);
        CHECK(programme_state(name_of(state)) == state);
    }
    CHECK_FALSE(programme_state("draft").has_value());
    std::set<std::tuple<ProgrammeState, ProgrammeState, Side>> steps;
    for (const Transition& step : transitions()) {
        CHECK(steps.insert({step.from, step.to, step.side}).second);
    }
}
