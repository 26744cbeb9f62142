#pragma once
/// What a disk holds when power goes: the acts on it until then, and what became of those that
/// nobody had synced.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/base/path.hpp"

namespace lontar::support {

/// What the disk had made of writes nobody synced when power went.
enum class Unsynced {
    lost,  ///< nothing of them
    kept,  ///< all of them, as after a mere kill of the process
    some,  ///< any of them, in any order; changes of the folder in their order up to some point
    torn,  ///< as `some`, and each write cut into sectors of 512 bytes of which any are kept
};

/// One change of a folder or of a file in it.
struct DiskAct {
    enum class Kind { create, write, truncate, sync, sync_folder, rename, remove };
    Kind kind = Kind::write;
    std::uint64_t file = 0;  ///< which file, whatever its name; 0 is the folder
    std::uint64_t at = 0;    ///< offset; of truncate: the size
    Bytes bytes{};
    std::string name{};      ///< of create, rename, remove
    std::string new_name{};  ///< of rename
};

/// "write", "sync folder", ...
std::string_view word_of(DiskAct::Kind kind);

/// The files of one folder: names to files, files to bytes.
class DiskImage {
public:
    /// What was durable before the first act.
    DiskImage(std::map<std::string, std::uint64_t> names, std::map<std::uint64_t, Bytes> contents);

    /// The act happens; what it changes waits for its sync. `act` must outlive the image.
    void take(const DiskAct& act);
    /// Power goes. The same seed keeps the same.
    void settle(Unsynced unsynced, std::uint64_t seed);
    /// Writes the files into the empty folder `target`.
    void put_into(const Path& target) const;

private:
    std::map<std::string, std::uint64_t> names_;
    std::map<std::uint64_t, Bytes> contents_;
    std::map<std::uint64_t, std::vector<const DiskAct*>> pending_;
    std::vector<const DiskAct*> pending_names_;
};

}  // namespace lontar::support
