#pragma once
/// What each command does. All print to `console` and return the exit code; `refuse` is the one way
/// out for errors.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/app.hpp"
#include "client/commands/options.hpp"
#include "client/form/form.hpp"
#include "client/platform/console.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::client {

struct Context {
    const laptop::Machine& machine;
    Console& console;
    const CommonOptions& common;
    const std::function<int(const laptop::Machine&, bool training)>& screens;
};

// --- commands
int run(Context& context, const OpenScreens& options);
int run(Context& context, const SetupOptions& options);
int run(Context& context, const UnlockOptions& options);
int run(Context& context, const PassphraseOptions& options);
int run(Context& context, const RecoverySheetOptions& options);
int run(Context& context, const OfficerListOptions& options);
int run(Context& context, const OfficerAddOptions& options);
int run(Context& context, const OfficerRemoveOptions& options);
int run(Context& context, const AddOptions& options);
int run(Context& context, const EditOptions& options);
int run(Context& context, const WithdrawOptions& options);
int run(Context& context, const CheckedOptions& options);
int run(Context& context, const ShowOptions& options);
int run(Context& context, const ListOptions& options);
int run(Context& context, const FixOptions& options);
int run(Context& context, const ImportOptions& options);
int run(Context& context, const ImportsOptions& options);
int run(Context& context, const ExportOptions& options);
int run(Context& context, const SyncOptions& options);
int run(Context& context, const CourierOptions& options);
int run(Context& context, const BackupCreateOptions& options);
int run(Context& context, const BackupVerifyOptions& options);
int run(Context& context, const BackupRestoreOptions& options);
int run(Context& context, const StatusOptions& options);
int run(Context& context, const DoctorOptions& options);
int run(Context& context, const AboutOptions& options);
int run(Context& context, const NikOptions& options);

/// operator, sekdes or kades.
bool is_role(std::string_view role);

/// `--plain` without a command: a menu by numbers.
int run_plain(Context& context);

}  // namespace lontar::client
