#pragma once
/// What a NIK says and whether it can be right; without a register.
#include "client/commands/context.hpp"

namespace lontar::client {

int run(Context& context, const NikOptions& options);

}  // namespace lontar::client
