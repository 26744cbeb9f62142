#pragma once
/// Backup: one sealed file with every table as lines of JSON, for the recovery sheet and the
/// province's offline recovery key. Stanza `lontar/backup-v1`; names: backup_name.hpp.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/base/world.hpp"
#include "storage/register/copies/dump_content.hpp"
#include "storage/register/copies/restore.hpp"
#include "storage/sealed/age_keys.hpp"

namespace lontar::storage {

class Register;

/// Of the text inside: here ends a file that was made to fill a disk.
inline constexpr std::uint64_t max_backup_text_bytes = std::uint64_t{8} << 30U;

struct BackupInfo {
    Path path;
    std::string village;
    Timestamp made_at;
    std::int64_t registrations = 0;
    std::int64_t revisions = 0;
    std::uint64_t bytes = 0;
    bool verified_payload = false;  ///< opened and every line read (needs the sheet)
};
/// Called with bytes or lines done so far; false stops safely (cancelled).
using Progress = std::function<bool(std::int64_t done, std::int64_t total)>;

/// Writes, reads back and checks head and tail hash; then records it in the register. Under a name
/// that no file has: no backup takes the place of another. storage_full "B-01", invalid_input
/// "B-11" (what `verify_backup` would not take): nothing is left behind. conflict "B-08":
/// `max_backups_of_minute` are there.
Result<BackupInfo> create_backup(Register& village_register, const Path& folder,
                                 const Progress& progress);
/// Without a sheet: grammar, signature, tail hash. With it: opens everything, counts lines, checks
/// the audit chain. corrupt "B-02"; with the sheet too_new "B-04".
Result<BackupInfo> verify_backup(const Path& file, const sealed::Identity* sheet,
                                 const Progress& progress);
/// What a backup of `village` holds, after everything `verify_backup` checks with the sheet: for
/// `preview_join` and `join`. refused "B-12": of another village; corrupt "B-02"; too_new "B-04".
Result<DumpContent> read_backup(const Path& file, const sealed::Identity& sheet,
                                std::string_view village, const Progress& progress);
/// Into an empty data folder. refused "B-05": backup of another village than `expected_village`
/// (when given).
Result<BackupInfo> restore_backup(const World& world, const Path& file,
                                  const sealed::Identity& sheet, const Path& data_folder,
                                  const RestoreRequest& request,
                                  const std::string& expected_village, const Progress& progress);

}  // namespace lontar::storage
