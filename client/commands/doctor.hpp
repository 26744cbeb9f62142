#pragma once
/// What may be wrong with this laptop.
#include "client/commands/context.hpp"

namespace lontar::client {

int run(Context& context, const DoctorOptions& options);

}  // namespace lontar::client
