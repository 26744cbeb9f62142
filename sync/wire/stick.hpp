#pragma once
/// Places on a stick, and the copy to it: `LONTAR/link.json` and, for each village,
/// `LONTAR/<village>/out` on the way to the province and `in` on the way back. Laptop, relay and
/// province may all include this, and nothing else of the road is known to all three; so the copy
/// stands here too, although the rest of `wire` has no I/O.
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"

namespace lontar::wire {

/// Our folder on a stick.
inline constexpr std::string_view stick_folder = "LONTAR";

/// In a village's folder: on the way to the province, and on the way back.
inline constexpr std::string_view out_name = "out";
inline constexpr std::string_view in_name = "in";

/// Files and folders that are none of ours whatever they hold: a dot in front (systems and other
/// programs leave such ones on a stick), or `.part` at the end (a copy that is not whole).
bool is_passed_over(std::string_view name);

/// Names of the folders directly in a folder, in order, without links and what is passed over; none
/// when it cannot be read.
std::vector<std::string> folders_in(const Path& folder);
/// Whether a folder is named like a village: by its code.
bool is_village_name(std::string_view name);
/// Names of the village folders in `folder`, in order; a link to elsewhere is none.
std::vector<std::string> villages_in(const Path& folder);

/// In the folder of a village: batches and notes of devices, and replies.
Path out_folder(const Path& village);
Path in_folder(const Path& village);

/// `<first 16 digits of the device>.device.json`: the note beside a device's batches of which
/// replies it has.
std::string device_note_name(const DeviceId& device);
bool is_device_note_name(std::string_view name);

/// Writes, reads back and compares: a stick that lies about its size, or is worn out, must not pass
/// for one that has a copy. What differs is removed. corrupt "C-03"; errors of the disk.
Status put_on_stick(Disk& disk, const Path& path, ByteView bytes);

}  // namespace lontar::wire
