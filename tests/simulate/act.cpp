#include "simulate/act.hpp"

#include <array>

#include "support/fakes.hpp"

namespace lontar::simulate {

namespace {

struct Weighed {
    ActKind kind;
    std::string_view name;
    std::uint32_t weight;
};

constexpr std::array kinds{
    Weighed{ActKind::add, "add", 18},
    Weighed{ActKind::correct, "correct", 9},
    Weighed{ActKind::withdraw, "withdraw", 3},
    Weighed{ActKind::import, "import", 2},
    Weighed{ActKind::undo_import, "undo import", 1},
    Weighed{ActKind::seal, "seal", 3},
    Weighed{ActKind::deliver, "deliver", 14},
    Weighed{ActKind::lock, "lock", 4},
    Weighed{ActKind::poll, "poll", 5},
    Weighed{ActKind::stick_out, "stick out", 6},
    Weighed{ActKind::stick_to_province, "stick to province", 5},
    Weighed{ActKind::stick_home, "stick home", 5},
    Weighed{ActKind::relay, "relay", 2},
    Weighed{ActKind::copy_stick, "copy stick", 1},
    Weighed{ActKind::spoil_stick, "spoil stick", 1},
    Weighed{ActKind::send_back, "send back", 3},
    Weighed{ActKind::accept_devices, "accept devices", 3},
    Weighed{ActKind::give_register, "give register", 1},
    Weighed{ActKind::confirm_devices, "confirm devices", 2},
    Weighed{ActKind::revoke, "revoke", 1},
    Weighed{ActKind::release, "release", 1},
    Weighed{ActKind::back_up_laptop, "back up laptop", 3},
    Weighed{ActKind::restore_laptop, "restore laptop", 2},
    Weighed{ActKind::join_backup, "join backup", 3},
    Weighed{ActKind::clone_laptop, "clone laptop", 1},
    Weighed{ActKind::lose_register, "lose register", 2},
    Weighed{ActKind::back_up_province, "back up province", 3},
    Weighed{ActKind::restore_province, "restore province", 1},
    Weighed{ActKind::take_away, "take away", 2},
    Weighed{ActKind::bring_back, "bring back", 2},
    Weighed{ActKind::pass_hours, "pass hours", 6},
    Weighed{ActKind::pass_days, "pass days", 2},
    Weighed{ActKind::set_clock, "set clock", 1},
    Weighed{ActKind::restart_province, "restart province", 1},
};

constexpr std::uint32_t weight_of_all() {
    std::uint32_t sum = 0;
    for (const Weighed& one : kinds) {
        sum += one.weight;
    }
    return sum;
}

constexpr std::uint32_t all_weights = weight_of_all();
static_assert(all_weights > 0);

ActKind kind_at(std::uint64_t weight) {
    for (const Weighed& one : kinds) {
        if (weight < one.weight) {
            return one.kind;
        }
        weight -= one.weight;
    }
    return ActKind::add;
}

}  // namespace

std::string_view name_of(ActKind kind) {
    for (const Weighed& one : kinds) {
        if (one.kind == kind) {
            return one.name;
        }
    }
    return "?";
}

std::string text_of(const Act& act) {
    return std::string(name_of(act.kind)) + " who=" + std::to_string(act.who) +
           " what=" + std::to_string(act.what) + " threat=" + std::to_string(act.threat) +
           " seed=" + std::to_string(act.seed);
}

std::vector<Act> make_story(std::uint64_t seed, std::size_t acts) {
    // One act in five is threatened.
    constexpr std::uint64_t threats = 5;
    constexpr std::uint64_t any = 1000;
    support::SeededRandom random(seed);
    std::vector<Act> story;
    story.reserve(acts);
    for (std::size_t i = 0; i < acts; ++i) {
        Act act;
        act.kind = kind_at(random.below(all_weights));
        act.who = static_cast<std::uint32_t>(random.below(any));
        act.what = static_cast<std::uint32_t>(random.below(any));
        act.threat =
            random.below(threats) == 0 ? static_cast<std::uint32_t>(1 + random.below(any)) : 0;
        act.seed = static_cast<std::uint32_t>(random.next() >> 32U);
        story.push_back(act);
    }
    return story;
}

}  // namespace lontar::simulate
