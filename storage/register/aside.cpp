#include "storage/register/aside.hpp"

#include <algorithm>
#include <string>

#include "storage/register/register.hpp"
#include "storage/sealed/keyring.hpp"

namespace lontar::storage {

namespace {

constexpr std::string_view folder_name = "aside";
/// Nobody sets up a laptop so often.
constexpr int most_folders = 100;

/// The recovery file last: until then whoever has the sheet needs no other file.
std::vector<std::string> names() {
    return {std::string(register_file) + "-wal", std::string(sealed::keyring_copy_file),
            std::string(sealed::keyring_file), std::string(sealed::recovery_file)};
}

Path numbered(const Path& folder, int number) {
    return folder / folder_name / std::to_string(number);
}

Status move_all(Disk& disk, const Path& from, const Path& to) {
    for (const std::string& name : names()) {
        if (!disk.exists(from / name)) {
            continue;
        }
        if (auto moved = disk.move(from / name, to / name); !moved) {
            return moved;
        }
    }
    return done();
}

}  // namespace

Status put_aside(Disk& disk, const Path& folder) {
    const auto all = names();
    if (std::ranges::none_of(all, [&](const auto& name) { return disk.exists(folder / name); })) {
        return done();
    }
    int number = most_folders;
    while (number > 0 && !disk.exists(numbered(folder, number))) {
        --number;
    }
    if (number == most_folders) {
        return fail(ErrorKind::refused, "R-38", "put keys aside: a hundred lie there");
    }
    const Path to = numbered(folder, number + 1);
    if (auto made = disk.make_folder(to); !made) {
        return made;
    }
    return move_all(disk, folder, to);
}

std::vector<Path> folders_aside(Disk& disk, const Path& folder) {
    std::vector<Path> folders;
    if (!disk.exists(folder / folder_name)) {
        return folders;
    }
    // Somebody may have deleted one in between.
    for (int number = most_folders; number > 0; --number) {
        if (disk.exists(numbered(folder, number))) {
            folders.push_back(numbered(folder, number));
        }
    }
    return folders;
}

Status bring_back(Disk& disk, const Path& folder, const Path& from) {
    if (auto put = put_aside(disk, folder); !put) {
        return put;
    }
    return move_all(disk, from, folder);
}

}  // namespace lontar::storage
