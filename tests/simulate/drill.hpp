#pragma once
/// A province that is restored from last week's backup while many laptops have nothing new to send.
#include <cstddef>

#include "storage/base/path.hpp"

namespace lontar::simulate {

struct DrillOptions {
    std::size_t laptops = 200;
    bool restored_twice = false;
    bool clock_behind = false;  ///< of the province, from the restore on
};

/// Plays it in the empty folder `top` and prints what it cost. Half of the laptops have a link,
/// half a stick; four are of one village; every fifth was set up after the backup, some have a
/// reply of before the restore on their stick, two have the register of their village. True when
/// all is right after three exchanges: in the first a laptop learns what is lacking, in the second
/// it is sent, in the third whoever listens has it.
bool play_drill(const Path& top, const DrillOptions& options);

}  // namespace lontar::simulate
