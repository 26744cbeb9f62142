#pragma once
/// Backups made, verified and restored. All return the exit code.
#include "client/commands/context.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::client {

int run(Context& context, const BackupCreateOptions& options);
int run(Context& context, const BackupVerifyOptions& options);
int run(Context& context, const BackupRestoreOptions& options);

int back_up_and_tell(Context& context, laptop::Session& session, const Path& folder);

}  // namespace lontar::client
