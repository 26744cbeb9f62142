#pragma once
/// One person, the people, and those to look at again.
#include "client/commands/context.hpp"

namespace lontar::client {

int run(Context& context, const ShowOptions& options);
int run(Context& context, const ListOptions& options);
int run(Context& context, const FixOptions& options);

}  // namespace lontar::client
