#pragma once
/// A laptop is set up for its village.
#include "client/commands/context.hpp"

namespace lontar::client {

int run(Context& context, const SetupOptions& options);

}  // namespace lontar::client
