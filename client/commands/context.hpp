#pragma once
/// What a command works with.
#include <functional>

#include "client/commands/options.hpp"
#include "client/platform/console.hpp"
#include "sync/laptop/machine.hpp"

namespace lontar::client {

struct Context {
    const laptop::Machine& machine;
    Console& console;
    const CommonOptions& common;
    /// Opens the screens and returns their exit code; empty where they are not built in.
    const std::function<int(const laptop::Machine&, bool training)>& screens;
};

}  // namespace lontar::client
