#pragma once
/// A backup brought into the register that is in use.
#include "client/commands/context.hpp"

namespace lontar::client {

/// `backup restore` where a register is: says what would come, asks, and brings it. Returns the
/// exit code.
int join_and_tell(Context& context, const BackupRestoreOptions& options);

}  // namespace lontar::client
