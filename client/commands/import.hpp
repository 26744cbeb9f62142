#pragma once
/// A sheet brought in or taken back.
#include "client/commands/context.hpp"

namespace lontar::client {

int run(Context& context, const ImportOptions& options);
int run(Context& context, const ImportsOptions& options);

}  // namespace lontar::client
