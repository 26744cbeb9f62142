#pragma once
/// Files whose content survives a power cut, and the disk as a parameter so that tests can break
/// it.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/base/file_entry.hpp"
#include "storage/base/part_file.hpp"
#include "storage/base/path.hpp"
#include "storage/base/result.hpp"

namespace lontar {

/// The few acts on files this program needs. Paths are absolute or relative to the working folder.
/// Errors everywhere: not_found "D-05", storage_full "D-01", storage_failed "D-02", locked "D-03"
/// (another process holds it), storage_failed "D-06" (no permission, or the volume is read-only);
/// not_found "D-07" (a folder has the name, or something else that is no file), not_found "D-08" (a
/// file stands where a folder is needed), not_found "D-09" (no file can have this name here),
/// storage_failed "D-10" (the volume was taken away or is not ready).
/// Their context names the file without its folder.
class Disk {
public:
    Disk() = default;
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
    Disk(Disk&&) = delete;
    Disk& operator=(Disk&&) = delete;
    virtual ~Disk() = default;

    /// Whole content of a regular file. invalid_input "D-04": larger than `max_bytes`; nothing else
    /// is told by this kind.
    virtual Result<Bytes> read(const Path& path, std::uint64_t max_bytes) = 0;
    /// The first bytes of a regular file of any size, fewer when it ends before: to tell what it is
    /// without reading all of it.
    virtual Result<Bytes> read_start(const Path& path, std::size_t bytes);
    /// locked: another process writes the same file now.
    virtual Result<std::unique_ptr<PartFile>> begin(const Path& path) = 0;
    /// Regular files in a folder, by name order; an absent folder is empty. Symbolic links and
    /// names that are not UTF-8 are not listed.
    virtual Result<std::vector<FileEntry>> list(const Path& folder) = 0;
    /// Removes a file; absent is done. Durable on return (folder synced).
    virtual Status remove(const Path& path) = 0;
    /// Gives a file another name on the same volume, replacing what has it. Durable on return
    /// (folder synced); on failure `from` and `to` are as before, or the move was done and only its
    /// sync failed.
    virtual Status move(const Path& from, const Path& to) = 0;
    /// Makes the folder and its parents, readable by the owner only; durable on return. There
    /// already: done, and its permissions stay.
    virtual Status make_folder(const Path& path) = 0;
    virtual bool exists(const Path& path) = 0;
    /// Bytes a user may still write on the volume of `path`, which need not exist yet.
    virtual Result<std::uint64_t> free_bytes(const Path& path) = 0;

    /// `.part`, sync, rename, sync folder: after a crash the name holds the old or the new bytes,
    /// whole.
    Status write(const Path& path, ByteView bytes);
};

/// The machine's disk. Passes the crash points `part-written`, `renamed` and `moved`
/// (storage/base/crash_point.hpp).
Disk& system_disk();

}  // namespace lontar
