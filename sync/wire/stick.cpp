#include "sync/wire/stick.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "storage/base/text.hpp"
#include "sync/wire/members.hpp"

namespace lontar::wire {

namespace {

constexpr std::string_view note_ending = ".device.json";
constexpr std::string_view part_ending = ".part";
/// Short enough for every file system, long enough to differ.
constexpr std::size_t note_digits = 16;

}  // namespace

bool is_village_name(std::string_view name) {
    return is_digits(name, village_digits);
}

bool is_passed_over(std::string_view name) {
    return name.starts_with('.') || name.ends_with(part_ending);
}

std::vector<std::string> folders_in(const Path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator at(for_system(folder), error), end;
         !error && at != end; at.increment(error)) {
        auto name = to_utf8(at->path().filename());
        std::error_code ignored;
        if (is_utf8(name) && !is_passed_over(name) && at->is_directory(ignored) &&
            !at->is_symlink(ignored)) {
            names.push_back(std::move(name));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> villages_in(const Path& folder) {
    auto names = folders_in(folder);
    std::erase_if(names, [](const std::string& name) { return !is_village_name(name); });
    return names;
}

Path out_folder(const Path& village) {
    return village / to_path(out_name);
}

Path in_folder(const Path& village) {
    return village / to_path(in_name);
}

std::string device_note_name(const DeviceId& device) {
    return device.hex().substr(0, note_digits) + std::string(note_ending);
}

bool is_device_note_name(std::string_view name) {
    return name.ends_with(note_ending) && !is_passed_over(name);
}

Status put_on_stick(Disk& disk, const Path& path, ByteView bytes) {
    if (auto made = disk.make_folder(path.parent_path()); !made) {
        return made;
    }
    if (auto written = disk.write(path, bytes); !written) {
        return written;
    }
    const auto back = disk.read(path, bytes.size() + 1);
    if (back && std::equal(back->begin(), back->end(), bytes.begin(), bytes.end())) {
        return done();
    }
    (void)disk.remove(path);
    return fail(ErrorKind::corrupt, "C-03",
                "copy to stick: reading back " + to_utf8(path.filename()) + " differs");
}

}  // namespace lontar::wire
