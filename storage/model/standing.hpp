#pragma once
/// Where one registration is on its way to the province, and the one function behind every counter.
#include <cstdint>
#include <span>
#include <string_view>

namespace lontar::model {

/// The delivery axis; the programme's states are another (`life_cycle.hpp`).
enum class Standing { draft, closed, waiting, on_the_way, needs_correction, received };
/// `draft`, `closed`, `waiting`, `on_the_way`, `needs_correction`, `received`.
std::string_view name_of(Standing standing);

struct StandingFacts {
    bool is_draft = false;
    bool is_closed = false;       ///< withdrawn, rejected or exited
    bool has_unsent = false;      ///< any revision unsealed, or sealed and not handed over
    bool has_unanswered = false;  ///< any revision handed over without a receipt
    bool needs_correction =
        false;  ///< newest answer asks for it: needs_correction, duplicate, conflict, held, refused
};
/// First match wins, so that the counters always add up. Pure.
Standing standing_of(const StandingFacts& facts);

struct Counters {
    std::int64_t draft = 0, closed = 0, waiting = 0, on_the_way = 0, needs_correction = 0,
                 received = 0;
    [[nodiscard]] std::int64_t entered() const {
        return draft + closed + waiting + on_the_way + needs_correction + received;
    }
    void add(Standing standing, std::int64_t count);
    bool operator==(const Counters&) const = default;
};

}  // namespace lontar::model
