#pragma once
/// Places of this system: where the register lives, and which sticks are plugged in.
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"

namespace lontar::client {

/// LONTAR_HOME, else the platform's place for a program's data (XDG_DATA_HOME or ~/.local/share;
/// LocalAppData on Windows); practice data lies beside it. not_found "P-08": the system names none.
Result<Path> data_folder(bool training);

struct Drive {
    Path path;          ///< root of the volume
    std::string title;  ///< as the system calls it
};
/// Removable volumes that are mounted now, in the system's order.
std::vector<Drive> removable_drives();

}  // namespace lontar::client
