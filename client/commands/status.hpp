#pragma once
/// The figures of the home screen, and what this program is.
#include "client/commands/context.hpp"
#include "storage/register/status.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::client {

int run(Context& context, const StatusOptions& options);
int run(Context& context, const AboutOptions& options);

/// The home counters and the ages of answer and backup.
void print_status(Context& context, laptop::Session& session,
                  const storage::RegisterStatus& status);

}  // namespace lontar::client
