#include <array>

#include <windows.h>

#include "client/platform/folders.hpp"
#include "storage/base/os.hpp"

namespace lontar::client {

Result<Path> data_folder(bool training) {
    if (const auto home = environment("LONTAR_HOME"); home && !home->empty()) {
        return to_path(*home);
    }
    if (const auto local = environment("LOCALAPPDATA"); local && !local->empty()) {
        return to_path(*local) / (training ? "Lontar Latihan" : "Lontar");
    }
    return fail(ErrorKind::not_found, "P-08", "find the data folder");
}

std::vector<Drive> removable_drives() {
    std::vector<Drive> drives;
    const DWORD letters = GetLogicalDrives();
    for (int number = 0; number < 26; ++number) {
        if ((letters & (DWORD{1} << number)) == 0) {
            continue;
        }
        std::array<wchar_t, 4> root{static_cast<wchar_t>(L'A' + number), L':', L'\\', L'\0'};
        if (GetDriveTypeW(root.data()) == DRIVE_REMOVABLE) {
            const Path path(root.data());
            drives.push_back({path, to_utf8(path)});
        }
    }
    return drives;
}

}  // namespace lontar::client
