#include "storage/model/life_cycle.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace lontar::model {

namespace {

using enum ProgrammeState;

struct StateName {
    ProgrammeState state;
    std::string_view name;
};
constexpr auto names = std::to_array<StateName>({
    {complete, "complete"},
    {field_verified, "field_verified"},
    {musdes_approved, "musdes_approved"},
    {reserve, "reserve"},
    {proposed, "proposed"},
    {matched, "matched"},
    {decreed, "decreed"},
    {enrolled, "enrolled"},
    {active, "active"},
    {ending, "ending"},
    {renewed, "renewed"},
    {ended, "ended"},
    {needs_correction, "needs_correction"},
    {rejected, "rejected"},
    {withdrawn, "withdrawn"},
    {died, "died"},
    {moved, "moved"},
    {formal_work, "formal_work"},
    {age_limit, "age_limit"},
    {double_entry, "double_entry"},
    {not_found, "not_found"},
    {resigned, "resigned"},
});

constexpr auto steps = std::to_array<Transition>({
    {complete, field_verified, Side::village},
    {field_verified, musdes_approved, Side::village},
    // Seats limit the musdes step: who comes after waits with a rank.
    {field_verified, reserve, Side::village},
    {reserve, musdes_approved, Side::village},
    {musdes_approved, proposed, Side::village},
    {proposed, matched, Side::province},
    {proposed, reserve, Side::province},
    {matched, decreed, Side::province},
    {matched, reserve, Side::province},
    {decreed, enrolled, Side::province},
    {enrolled, active, Side::province},
    {active, ending, Side::province},
    {ending, ended, Side::province},
    {ending, renewed, Side::province},
    {renewed, active, Side::province},
    // Cover goes on only if the village verifies anew.
    {ended, field_verified, Side::village},
    {complete, needs_correction, Side::province},
    {field_verified, needs_correction, Side::province},
    {musdes_approved, needs_correction, Side::province},
    {reserve, needs_correction, Side::province},
    {proposed, needs_correction, Side::province},
    {matched, needs_correction, Side::province},
    {decreed, needs_correction, Side::province},
    {needs_correction, complete, Side::village},
    {complete, rejected, Side::province},
    {field_verified, rejected, Side::province},
    {musdes_approved, rejected, Side::province},
    {reserve, rejected, Side::province},
    {proposed, rejected, Side::province},
    {matched, rejected, Side::province},
    {needs_correction, rejected, Side::province},
    // A rejection can be a mistake of the office; only the office takes it back.
    {rejected, needs_correction, Side::province},
});

constexpr std::array living{complete, field_verified, musdes_approved, reserve,
                            proposed, matched,        decreed,         enrolled,
                            active,   ending,         renewed,         needs_correction};
constexpr std::array exits{died, moved, formal_work, age_limit, double_entry, not_found, resigned};

std::vector<Transition> whole_table() {
    std::vector<Transition> table(steps.begin(), steps.end());
    for (const ProgrammeState from : living) {
        // Own wish is heard in the village, and works without a network.
        table.push_back({from, withdrawn, Side::village});
        for (const ProgrammeState to : exits) {
            table.push_back({from, to, Side::village});
            table.push_back({from, to, Side::province});
        }
    }
    return table;
}

}  // namespace

std::string_view name_of(ProgrammeState state) {
    return std::ranges::find(names, state, &StateName::state)->name;
}

std::optional<ProgrammeState> programme_state(std::string_view name) {
    const auto found = std::ranges::find(names, name, &StateName::name);
    return found == names.end() ? std::nullopt : std::optional(found->state);
}

std::span<const Transition> transitions() {
    static const std::vector<Transition> table = whole_table();
    return table;
}

bool may_move(ProgrammeState from, ProgrammeState to, Side side) {
    return std::ranges::find(transitions(), Transition{from, to, side}) != transitions().end();
}

bool is_closed(ProgrammeState state) {
    return state == withdrawn || state == rejected || state == ended ||
           std::ranges::find(exits, state) != exits.end();
}

}  // namespace lontar::model
