#pragma once
/// What a script reads of how the program ended, as the words are what a person reads.
#include "storage/base/result.hpp"

namespace lontar::client {

/// Exit codes; scripts rely on them.
enum ExitCode : int {
    exit_done = 0,
    exit_refused = 1,    ///< the reason is on standard error
    exit_wrong_use = 2,  ///< the command line
    exit_try_again = 3,  ///< nothing is lost; the same command may work later
};
/// wrong use: invalid_input in area P; try again: whatever is retryable, and a person's Ctrl-C;
/// else refused.
int exit_code_of(const Error& error);

}  // namespace lontar::client
