#pragma once
/// The life of a part file, the same on every system.
#include <memory>

#include "storage/base/durable_file.hpp"

namespace lontar {

/// As Disk::begin, on the machine's disk. Passes the crash points `part-written` (synced, not yet
/// renamed) and `renamed` (its folder not yet synced).
Result<std::unique_ptr<PartFile>> begin_part(const Path& path);

}  // namespace lontar
