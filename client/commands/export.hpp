#pragma once
/// The people of the register in a file.
#include "client/commands/context.hpp"

namespace lontar::client {

int run(Context& context, const ExportOptions& options);

}  // namespace lontar::client
