#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "client/platform/folders.hpp"
#include "storage/base/os.hpp"

namespace lontar::client {

namespace {

/// /proc/mounts writes blanks and the like as three octal digits.
std::string without_escapes(std::string_view text) {
    const auto is_octal = [](char c) { return c >= '0' && c <= '7'; };
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && at + 3 < text.size() &&
            std::all_of(&text[at + 1], &text[at + 4], is_octal)) {
            out += static_cast<char>((text[at + 1] - '0') * 64 + (text[at + 2] - '0') * 8 +
                                     (text[at + 3] - '0'));
            at += 3;
        } else {
            out += text[at];
        }
    }
    return out;
}

bool is_under_media(std::string_view folder) {
    static constexpr std::array<std::string_view, 3> roots{"/media/", "/run/media/", "/mnt/usb"};
    return std::any_of(roots.begin(), roots.end(),
                       [&](std::string_view root) { return folder.starts_with(root); });
}

}  // namespace

Result<Path> data_folder(bool training) {
    if (const auto home = environment("LONTAR_HOME"); home && !home->empty()) {
        return to_path(*home);
    }
    const char* name = training ? "lontar-latihan" : "lontar";
    if (const auto data = environment("XDG_DATA_HOME"); data && data->starts_with('/')) {
        return to_path(*data) / name;
    }
    if (const auto home = environment("HOME"); home && home->starts_with('/')) {
        return to_path(*home) / ".local" / "share" / name;
    }
    return fail(ErrorKind::not_found, "P-08", "find the data folder");
}

std::vector<Drive> removable_drives() {
    std::vector<Drive> drives;
    std::ifstream mounts("/proc/mounts");
    std::string line;
    while (std::getline(mounts, line)) {
        std::istringstream words(line);
        std::string device;
        std::string folder;
        words >> device >> folder;
        folder = without_escapes(folder);
        if (device.starts_with("/dev/") && is_under_media(folder)) {
            const Path path = to_path(folder);
            drives.push_back({path, to_utf8(path.filename())});
        }
    }
    return drives;
}

}  // namespace lontar::client
