#pragma once
/// Which files of a folder are ours: by what is in them, since browsers, messengers, Windows and
/// people give files other names on the way.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"

namespace lontar::wire {

/// Of all folders of one run: a stick is read in minutes, and a relay keeps what it sends in
/// memory.
inline constexpr std::size_t max_stick_files = 50000;
inline constexpr std::size_t max_stick_bytes = std::size_t{256} << 20U;  ///< of ours alone

/// note: perhaps the public note of a device, and nothing that is sealed.
enum class StickFileKind { other, batch, reply, note };

/// What the first bytes of a file say that it is; more than `start_bytes` are not looked at.
StickFileKind kind_by_content(ByteView start);
/// What its name says: for a file that is so damaged that its first bytes do not tell any more.
StickFileKind kind_by_name(std::string_view name);
inline constexpr std::size_t start_bytes = 64;

struct StickFile {
    Path path;
    StickFileKind kind = StickFileKind::other;
    std::uint64_t bytes = 0;
};

/// Looks into the folders of one stick, in one run.
class StickFiles {
public:
    explicit StickFiles(Disk& disk) : disk_(disk) {}

    /// Files of a folder by name order, without what is passed over (sync/wire/stick.hpp). An
    /// absent folder is empty; one that was looked into already too. Beyond the limits files are
    /// counted, not looked at. Errors of the disk.
    Result<std::vector<StickFile>> in(const Path& folder);
    /// One file that a person named. Errors of the disk.
    Result<StickFile> at(const Path& file);

    /// The bytes of a batch or reply, once: nothing when the same bytes were read in this run
    /// already, under whatever name. Errors of the disk; invalid_input "D-04": longer than its kind
    /// may be.
    Result<std::optional<Bytes>> read(const StickFile& file);

    /// Files beyond the limits.
    [[nodiscard]] std::int64_t not_looked_at() const { return not_looked_at_; }

private:
    StickFile look_at(Path path, std::uint64_t bytes);

    Disk& disk_;
    std::set<Path> seen_folders_;
    std::set<Hash> seen_files_;
    std::size_t files_ = 0;
    std::uint64_t bytes_ = 0;
    std::int64_t not_looked_at_ = 0;
};

}  // namespace lontar::wire
