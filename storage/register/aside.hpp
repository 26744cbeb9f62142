#pragma once
/// Keys that an earlier register left in a data folder, and its log: kept in `aside/<n>`, n from 1,
/// when another register takes its place. Its file may come back, from an antivirus or a stick.
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/path.hpp"
#include "storage/base/result.hpp"

namespace lontar::storage {

/// Moves keyrings, recovery file and log into a new folder below `aside`; none there: done. The
/// caller holds the folder's lock. After a crash each file is in one of the two places. refused
/// "R-38": a hundred lie there, and none is written over. As Disk.
Status put_aside(Disk& disk, const Path& folder);
/// Those folders, newest first.
std::vector<Path> folders_aside(Disk& disk, const Path& folder);
/// The other way: what is in the place of `from` is put aside first. As put_aside.
Status bring_back(Disk& disk, const Path& folder, const Path& from);

}  // namespace lontar::storage
