#pragma once
/// The program from its arguments to its exit code.
#include <functional>
#include <span>
#include <string>

#include "client/platform/console.hpp"
#include "sync/laptop/machine.hpp"

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

struct Surroundings {
    World world;
    Console& console;
    /// Opens the screens and returns their exit code; empty where they are not built in.
    std::function<int(const laptop::Machine&, bool training)> screens;
    std::optional<sealed::PassphraseCost> passphrase_cost =
        std::nullopt;  ///< as that of the machine
};

/// `arguments` without the program's name. Errors end here: words on standard error, and the exit
/// code.
int run_lontar(std::span<const std::string> arguments, Surroundings& surroundings);

}  // namespace lontar::client
