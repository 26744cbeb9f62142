#pragma once
/// To the province and back, by network or by stick. All return the exit code.
#include "client/commands/context.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::client {

int run(Context& context, const SyncOptions& options);
int run(Context& context, const CourierOptions& options);

/// Seals, sends, fetches, applies, and tells all of it.
int deliver_and_tell(Context& context, laptop::Session& session, const SyncOptions& options);
int courier_and_tell(Context& context, laptop::Session& session, CourierOptions::Act act,
                     const Path& stick);

}  // namespace lontar::client
