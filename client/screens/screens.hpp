#pragma once
/// The full-screen program for an official at a terminal of 80 x 24 and up.
#include "sync/laptop/machine.hpp"

namespace lontar::client {

/// Runs until the person leaves: set-up or unlock first, then home. What is typed is saved as a
/// draft when a field is left, and what waits is sealed on the way out, also after Ctrl-C. Returns
/// the exit code of the program. `training`: asked to practise.
int run_screens(const laptop::Machine& machine, bool training);

}  // namespace lontar::client
