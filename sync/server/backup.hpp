#pragma once
/// Backup of the province: one sealed file for the recovery key, which does not live on the server.
/// Its payload is a line with the database's key, then the encrypted database as it is.
#include <cstdint>

#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "storage/sealed/secret.hpp"
#include "sync/server/province.hpp"

namespace lontar::server {

struct BackupMade {
    std::uint64_t bytes = 0;
    std::int64_t registrations = 0;
};

/// Copies the open database (nothing of a running transaction), checks the copy, seals it to `file`
/// and reads the head back. storage_full "B-01"; corrupt "V-15" when the copy is not sound. Nothing
/// is left behind then.
Result<BackupMade> create_backup(Province& province, const Path& file);

/// Puts a backup into an empty data folder, with the secrets that `init` wrote. The manifest is
/// signed anew, its number the time (or one more than before, with a clock that is behind), so that
/// replies of before can be told by the number they carry. Every device's replies begin a new
/// generation, whose first tell each epoch of an active device by `have` and `states` what is here,
/// and so what to send again (a revoked one by `have` alone). No record leaves before `devices
/// confirm`: what the office decided since the backup, revocations too, is forgotten. Returns when
/// the backup was made. conflict "V-02": a province is there; wrong_passphrase "K-02"; corrupt
/// "V-20": not a whole backup of a province.
Result<Timestamp> restore_backup(const World& world, const Path& file, const Path& folder,
                                 const Path& secrets, const sealed::Secret& passphrase);

}  // namespace lontar::server
