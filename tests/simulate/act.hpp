#pragma once
/// What can happen in a story, and the story of a seed: decided before it is played, so that acts
/// can be left out of it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lontar::simulate {

enum class ActKind {
    // an official
    add,
    correct,
    withdraw,
    import,
    undo_import,
    seal,
    deliver,
    lock,
    poll,  ///< the uploader, while the register is locked
    // sticks
    stick_out,
    stick_to_province,
    stick_home,
    relay,
    copy_stick,   ///< its files are copied over those of another
    spoil_stick,  ///< a file on it is cut short
    // the office
    send_back,
    accept_devices,
    give_register,
    confirm_devices,
    revoke,
    release,
    // roads back
    back_up_laptop,
    restore_laptop,
    lose_register,  ///< its file alone is gone, and a backup takes its place
    join_backup,    ///< what an earlier register of its village had, brought into the one in use
    clone_laptop,   ///< the data of one laptop is copied over that of another of its village
    back_up_province,
    restore_province,
    // what a cleaner, a virus scanner or a person does to the files of a laptop
    take_away,
    bring_back,
    // the world
    pass_hours,
    pass_days,
    set_clock,
    restart_province,
};
/// "add", "stick to province", …
std::string_view name_of(ActKind kind);

/// What breaks during an act. Numbers choose among what is there when it is played.
struct Act {
    ActKind kind = ActKind::add;
    std::uint32_t who = 0;     ///< laptop
    std::uint32_t what = 0;    ///< person, backup, stick, field …
    std::uint32_t threat = 0;  ///< see `Player`; 0: nothing breaks
    std::uint32_t seed = 0;
};
std::string text_of(const Act& act);

/// Always the same for the same numbers.
std::vector<Act> make_story(std::uint64_t seed, std::size_t acts);

}  // namespace lontar::simulate
