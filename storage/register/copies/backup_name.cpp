#include "storage/register/copies/backup_name.hpp"

#include <algorithm>
#include <charconv>

namespace lontar::storage {

namespace {

constexpr std::size_t device_digits = 8;

/// In the village's own time.
std::string name_begin(const std::string& village, const DeviceId& device, Timestamp at) {
    std::string time;
    for (const char c : wita_text(at)) {
        if (c >= '0' && c <= '9') {
            time += c;
        } else if (c == ' ') {
            time += '-';
        }
    }
    return "lontar-" + village + "-" + device.hex().substr(0, device_digits) + "-" + time;
}

}  // namespace

Result<Path> free_place_for_backup(Disk& disk, const Path& folder, const std::string& village,
                                   const DeviceId& device, Timestamp at) {
    const std::string begin = name_begin(village, device, at);
    for (int number = 1; number <= max_backups_of_minute; ++number) {
        const std::string count = number == 1 ? "" : "-" + std::to_string(number);
        Path path = folder / to_path(begin + count + ".backup.age");
        if (!disk.exists(path)) {
            return path;
        }
    }
    return fail(ErrorKind::conflict, "B-08", "create a backup: every name of this minute is taken");
}

std::pair<std::string, std::int64_t> order_in_time(std::string_view file_name) {
    constexpr std::string_view shape = "-dddddddd-dddd";
    const auto has_shape_at = [&](std::size_t at) {
        return std::ranges::equal(shape, file_name.substr(at, shape.size()), [](char s, char c) {
            return s == 'd' ? c >= '0' && c <= '9' : s == c;
        });
    };
    std::pair<std::string, std::int64_t> order{"", 1};
    // The last place counts: eight digits before it can be a device's.
    for (std::size_t at = 0; at + shape.size() <= file_name.size(); ++at) {
        if (!has_shape_at(at)) {
            continue;
        }
        order.first = file_name.substr(at, shape.size());
        const std::string_view rest = file_name.substr(at + shape.size());
        if (rest.starts_with('-')) {
            std::from_chars(rest.data() + 1, rest.data() + rest.size(), order.second);
        }
    }
    return order;
}

}  // namespace lontar::storage
