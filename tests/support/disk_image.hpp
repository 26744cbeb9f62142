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

/// One change of a folder or of a file in it. Names are paths from the top, with `/`.
struct DiskAct {
    enum class Kind { create, write, truncate, sync, sync_folder, rename, remove };
    Kind kind = Kind::write;
    std::uint64_t file = 0;  ///< which file, whatever its name; 0: a folder
    std::uint64_t at = 0;    ///< offset; of truncate: the size
    Bytes bytes{};
    std::string name{};      ///< of create, rename, remove; of sync_folder: the folder's
    std::string new_name{};  ///< of rename
};

/// "write", "sync folder", ...
std::string_view word_of(DiskAct::Kind kind);

/// Whether a name lies below the folder `part`; everything lies below "".
bool is_below(std::string_view name, std::string_view part);

/// The files below one folder: names to files, files to bytes. Folders themselves are always there.
class DiskImage {
public:
    DiskImage() = default;
    /// What was durable before the first act.
    DiskImage(std::map<std::string, std::uint64_t> names, std::map<std::uint64_t, Bytes> contents);

    /// The act happens; what it changes waits for its sync. `act` must outlive the image.
    void take(const DiskAct& act);
    /// Power goes below the folder `part`. The same seed keeps the same.
    void settle(Unsynced unsynced, std::uint64_t seed, std::string_view part = {});
    /// Writes the files into the empty folder `target`.
    void put_into(const Path& target) const;

    [[nodiscard]] const std::map<std::string, std::uint64_t>& names() const { return names_; }
    /// Empty for a file into which nothing was ever written.
    [[nodiscard]] Bytes content(std::uint64_t file) const;

private:
    std::map<std::string, std::uint64_t> names_;
    std::map<std::uint64_t, std::string> first_names_;  ///< of each file
    std::map<std::uint64_t, Bytes> contents_;
    std::map<std::uint64_t, std::vector<const DiskAct*>> pending_;
    std::vector<const DiskAct*> pending_names_;
};

}  // namespace lontar::support
