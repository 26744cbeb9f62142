#pragma once
/// The program from its arguments to its exit code.
#include <functional>
#include <span>
#include <string>

#include "client/platform/console.hpp"
#include "client/text/exit_code.hpp"
#include "storage/base/world.hpp"
#include "sync/laptop/machine.hpp"

namespace lontar::client {

struct Surroundings {
    World world;
    Console& console;
    std::function<int(const laptop::Machine&, bool training)> screens;  ///< as that of Context
    std::optional<sealed::PassphraseCost> passphrase_cost =
        std::nullopt;  ///< as that of the machine
};

/// `arguments` without the program's name. Errors end here: words on standard error, and the exit
/// code.
int run_lontar(std::span<const std::string> arguments, Surroundings& surroundings);

}  // namespace lontar::client
