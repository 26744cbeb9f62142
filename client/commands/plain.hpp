#pragma once
/// The program for a person who works line by line.
#include "client/commands/context.hpp"

namespace lontar::client {

/// `--plain` without a command: a menu by numbers.
int run_plain(Context& context);

}  // namespace lontar::client
