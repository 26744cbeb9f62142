#pragma once
/// Who opens the register, and with what.
#include "client/commands/context.hpp"

namespace lontar::client {

int run(Context& context, const UnlockOptions& options);
int run(Context& context, const PassphraseOptions& options);
int run(Context& context, const RecoverySheetOptions& options);
int run(Context& context, const OfficerListOptions& options);
int run(Context& context, const OfficerAddOptions& options);
int run(Context& context, const OfficerPassphraseOptions& options);
int run(Context& context, const OfficerRemoveOptions& options);

}  // namespace lontar::client
