#pragma once
/// The few calls to the system's files that durable_file.cpp and part_file.cpp are made of: each
/// does one thing and decides nothing. Only those two include this.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/base/file_entry.hpp"
#include "storage/base/path.hpp"
#include "storage/base/result.hpp"
#ifdef _WIN32
#include "storage/base/windows.hpp"
#else
#include "storage/base/posix.hpp"
#endif

/// Errors of all: those of Disk. A `path` beside a file is its name, for the error.
namespace lontar::file_calls {

#ifdef _WIN32
using File = windows::Handle;
/// Whether an open file can be renamed and removed by its name.
inline constexpr bool open_files_move = false;
#else
using File = posix::Descriptor;
inline constexpr bool open_files_move = true;
#endif

/// Folder that holds `path`, "." for a bare name.
inline Path folder_of(const Path& path) {
    return path.has_parent_path() ? path.parent_path() : Path(".");
}

/// Makes `path` anew, for its owner only, and holds it against every other process; no link is
/// followed. Nothing: something has the name, or had it again before the new file was held.
Result<std::optional<File>> create_held(const Path& path);
/// Takes away whatever has the name, also a link or a pipe. Gone already: done. locked: a process
/// holds it with `create_held`.
Status remove_left_over(const Path& path);
/// Writes a first piece of `bytes`, which are not empty, at `offset`. Its length; 0: no room.
Result<std::size_t> write_some(const File& file, std::uint64_t offset, ByteView bytes,
                               const Path& path);
/// The file's bytes survive a power cut from here on.
Status sync(const File& file, const Path& path);
/// Closed already: done.
Status close(File& file, const Path& path);
/// Removes `path` if one try does it.
void try_remove(const Path& path);

struct OpenedFile {
    File file;
    std::uint64_t bytes = 0;  ///< its size
};
/// Opens a regular file; nothing when it is none. Never waits for a pipe's other end.
Result<std::optional<OpenedFile>> open_for_reading(const Path& path);
/// Reads the next bytes into `room`, which is not empty. Their count; 0: the end.
Result<std::size_t> read_some(const File& file, std::span<std::uint8_t> room, const Path& path);

/// Removes a file. False: there was none. Durable when its folder is synced.
Result<bool> remove(const Path& path);
/// Renames a file, replacing what has the name. Durable when both folders are synced.
Status rename(const Path& from, const Path& to);
/// Makes durable what was renamed, made or removed inside `folder`, where the call itself did not.
Status sync_folder(const Path& folder);

enum class PathKind { nothing, folder, something_else };
/// What has the name.
Result<PathKind> look_at(const Path& path);
/// Makes one folder, readable by the owner only. There already: done.
Status make_folder(const Path& path);
/// Regular files in a folder, no links, in no order; none when it is absent.
Result<std::vector<FileEntry>> files_in(const Path& folder);
/// As Disk::free_bytes.
Result<std::uint64_t> free_bytes(const Path& path);

}  // namespace lontar::file_calls
