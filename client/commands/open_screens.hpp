#pragma once
/// The program called without a command.
#include "client/commands/context.hpp"

namespace lontar::client {

/// The screens, the menu of `--plain`, or help where nobody can look.
int run(Context& context, const OpenScreens& options);

}  // namespace lontar::client
