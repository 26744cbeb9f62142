#pragma once
/// The number a registration's place on its way is kept as (column `facts`), and what it means.
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/model/standing.hpp"

namespace lontar::storage {

/// Bits of `facts`, as the view `registration_fact` counts them together.
inline constexpr std::int64_t closed_bit = 8;
inline constexpr std::int64_t unsent_bit = 4;
inline constexpr std::int64_t unanswered_bit = 2;
inline constexpr std::int64_t asks_bit = 1;
inline constexpr std::int64_t all_facts = 16;  ///< how many different ones there are

inline model::StandingFacts facts_of(std::int64_t facts) {
    return {.is_draft = false,
            .is_closed = (facts & closed_bit) != 0,
            .has_unsent = (facts & unsent_bit) != 0,
            .has_unanswered = (facts & unanswered_bit) != 0,
            .needs_correction = (facts & asks_bit) != 0};
}

/// Set of facts, one bit for each, that come to this standing.
inline std::int64_t facts_with(model::Standing standing) {
    std::int64_t set = 0;
    for (std::int64_t facts = 0; facts < all_facts; ++facts) {
        if (model::standing_of(facts_of(facts)) == standing) {
            set |= std::int64_t{1} << facts;
        }
    }
    return set;
}

/// What a person is told of the newest answer: who is closed was withdrawn, whatever came before.
inline std::string told_answer(const model::StandingFacts& facts, std::string_view verdict_code) {
    return facts.is_closed ? "withdrawn" : std::string(verdict_code);
}

}  // namespace lontar::storage
