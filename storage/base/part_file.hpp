#pragma once
/// The life of a part file, the same on every system.
#include <cstdint>
#include <memory>

#include "storage/base/bytes.hpp"
#include "storage/base/path.hpp"
#include "storage/base/result.hpp"

namespace lontar {

/// A file being written beside its final name, under that name with `.part` at its end. Dropped
/// without `finish`, the part is removed. A part left by a crash is replaced by the next one; a
/// part another living process writes is left alone. After a failure every further act fails the
/// same way.
class PartFile {
public:
    PartFile() = default;
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    PartFile(PartFile&&) = delete;
    PartFile& operator=(PartFile&&) = delete;
    virtual ~PartFile() = default;
    /// Appends. storage_full ("D-01"), storage_failed ("D-02").
    virtual Status write(ByteView bytes) = 0;
    /// Overwrites `bytes` at `offset` inside what was written; outside it: storage_failed ("D-02").
    virtual Status rewrite(std::uint64_t offset, ByteView bytes) = 0;
    /// Syncs, renames onto the final name (replacing), syncs the folder: durable on return.
    /// On failure the final name holds what it held before; when the folder's sync alone failed,
    /// the old or the new bytes, whole.
    virtual Status finish() = 0;
};

/// As Disk::begin, on the machine's disk. Passes the crash points `part-written` (synced, not yet
/// renamed) and `renamed` (its folder not yet synced).
Result<std::unique_ptr<PartFile>> begin_part(const Path& path);

}  // namespace lontar
