#include <windows.h>
// Those that need the types of windows.h.
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <winioctl.h>

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

namespace {

/// Disks on a USB cable call themselves fixed; only the bus tells.
bool is_on_usb(wchar_t letter) {
    const std::wstring volume{L'\\', L'\\', L'.', L'\\', letter, L':'};
    HANDLE device = CreateFileW(volume.c_str(), 0, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                OPEN_EXISTING, 0, nullptr);
    if (device == INVALID_HANDLE_VALUE) {
        return false;
    }
    STORAGE_PROPERTY_QUERY query{};
    query.PropertyId = StorageDeviceProperty;
    query.QueryType = PropertyStandardQuery;
    STORAGE_DEVICE_DESCRIPTOR about{};
    DWORD bytes = 0;
    const bool told = DeviceIoControl(device, IOCTL_STORAGE_QUERY_PROPERTY, &query, sizeof(query),
                                      &about, sizeof(about), &bytes, nullptr) != 0;
    CloseHandle(device);
    return told && about.BusType == BusTypeUsb;
}

/// "LONTAR (E:)" or "E:"; nothing for a reader without a card or a disk that is locked.
std::optional<std::string> title_of(const Path& root) {
    std::array<wchar_t, MAX_PATH + 1> label{};
    if (GetVolumeInformationW(root.c_str(), label.data(), static_cast<DWORD>(label.size()), nullptr,
                              nullptr, nullptr, nullptr, 0) == 0) {
        return std::nullopt;
    }
    const std::string letter = to_utf8(root).substr(0, 2);
    return label.front() == L'\0' ? letter : to_utf8(Path(label.data())) + " (" + letter + ")";
}

}  // namespace

std::vector<Drive> removable_drives() {
    std::vector<Drive> drives;
    const DWORD letters = GetLogicalDrives();
    for (int number = 0; number < 26; ++number) {
        if ((letters & (DWORD{1} << number)) == 0) {
            continue;
        }
        std::array<wchar_t, 4> root{static_cast<wchar_t>(L'A' + number), L':', L'\\', L'\0'};
        const UINT kind = GetDriveTypeW(root.data());
        if (kind != DRIVE_REMOVABLE && !(kind == DRIVE_FIXED && is_on_usb(root.front()))) {
            continue;
        }
        const Path path(root.data());
        if (auto title = title_of(path)) {
            drives.push_back({path, *std::move(title)});
        }
    }
    return drives;
}

}  // namespace lontar::client
