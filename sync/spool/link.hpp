#pragma once
/// `link.json` in the data folder (and `LONTAR/link.json` on a stick): all the locked uploader
/// needs. Public data only; written anew from the register at every unlock.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "sync/spool/spool.hpp"
#include "sync/wire/manifest.hpp"

namespace lontar::spool {

inline constexpr std::size_t max_link_bytes = 3 * wire::max_manifest_bytes;
inline constexpr int max_link_depth = 2;

struct Link {
    DeviceId device;
    std::string village;
    Epoch epoch;  ///< the current one
    std::int64_t gen = 0;
    std::int64_t ack = 0;   ///< replies above it are asked for
    Timestamp clock_floor;  ///< time of the newest reply: TLS is judged at max(clock, this)
    wire::KeyManifest manifest;
    /// Of this register before it was restored or copied, the newest first: what they sealed may
    /// lie in `out/` still.
    std::vector<DeviceId> earlier{};
    /// Whose seq 1 was received and lies in `out/` all the same.
    std::vector<Epoch> greeted{};
};

inline constexpr std::size_t max_earlier_devices = 64;
inline constexpr std::size_t max_greeted_epochs = 64;

/// The device is this register's, now or earlier.
bool is_ours(const Link& link, const DeviceId& device);
/// Files of `out/` that it sealed, those of the current epoch first, and damaged ones, which may be
/// its own; it is marked which ones are in reserve. Those of anybody else are neither sent nor
/// carried nor waited for. Errors of the disk.
Result<std::vector<OutFile>> own_files(Spool& spool, const Link& link);

/// Devices that sealed whole files of `out/` and are not this register's, each once: of another
/// laptop, or of a lost register of which nothing here knows any more. Errors of the disk.
Result<std::vector<DeviceId>> list_strangers(Spool& spool, const Link& link);
/// A person says that they belong here: they are earlier devices from now on, and their files are
/// sent under the identity they carry. Returns how many (at most `max_earlier_devices` in all);
/// durable on return. As `read_link`, `write_link`.
Result<std::size_t> adopt_strangers(Disk& disk, const Path& data_folder);

/// Its place in the data folder, or in our folder on a stick.
Path link_file(const Path& folder);

/// Text of `link.json`; of `earlier` and `greeted` the first, as many as a reader takes.
/// And back: corrupt "L-20": not a link, or its manifest is not signed by the root it names;
/// too_new "A-05": of a later version.
std::string link_text(const Link& link);
Result<Link> parse_link(std::string_view text);

/// not_found "D-05": no link yet. As `parse_link`.
Result<Link> read_link(Disk& disk, const Path& data_folder);
/// invalid_input "L-28", nothing written: `parse_link` would not take it.
Status write_link(Disk& disk, const Path& data_folder, const Link& link);

}  // namespace lontar::spool
