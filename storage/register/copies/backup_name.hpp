#pragma once
/// Names of backup files: `lontar-<village>-<8 hex of the
/// device>-<YYYYMMDD-HHMM>[-<n>].backup.age`. Version 0.1 wrote neither device nor n. What a backup
/// is stands in its head, not in its name.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "storage/base/durable_file.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"

namespace lontar::storage {

/// Of one device in one folder: a clock that always begins at the same minute makes so many.
inline constexpr int max_backups_of_minute = 1000;

/// A name in `folder` that no file has, n counting from 2: no backup takes the place of another,
/// whatever the clocks of two laptops say. conflict "B-08": `max_backups_of_minute` are there.
Result<Path> free_place_for_backup(Disk& disk, const Path& folder, const std::string& village,
                                   const DeviceId& device, Timestamp at);

/// What a name says of when its backup was made: the later, the greater, whichever device and
/// version named it. A name that does not say is before all others.
std::pair<std::string, std::int64_t> order_in_time(std::string_view file_name);

}  // namespace lontar::storage
