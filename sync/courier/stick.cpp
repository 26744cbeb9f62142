#include "sync/courier/stick.hpp"

#include <algorithm>
#include <filesystem>

namespace lontar::courier {

namespace {

constexpr std::size_t village_digits = 10;
constexpr std::string_view device_ending = ".device.json";
constexpr std::size_t device_name_digits =
    16;  // short enough for every file system, long enough to differ
constexpr std::size_t max_note_bytes = 32 * 1024;

bool is_village(std::string_view name) {
    return name.size() == village_digits &&
           std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Error stick_error(const Error& error) {
    switch (error.kind) {
        case ErrorKind::storage_full:
            return fail(ErrorKind::storage_full, "C-01", error.context);
        case ErrorKind::storage_failed:
            return fail(ErrorKind::storage_failed, "C-02", error.context);
        default:
            return error;
    }
}

std::vector<std::string> Stick::villages() const {
    std::vector<std::string> names;
    std::error_code error;
    for (auto at = std::filesystem::directory_iterator(for_system(folder_), error);
         !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
        auto name = to_utf8(at->path().filename());
        std::error_code unknown;
        if (is_village(name) && at->is_directory(unknown)) {
            names.push_back(std::move(name));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<spool::Link> Stick::link() {
    auto link = spool::read_link(disk_, folder_);
    if (!link && link.error().kind == ErrorKind::not_found) {
        return fail(ErrorKind::not_found, "C-04", "read stick: no LONTAR/link.json");
    }
    return link;
}

Status Stick::update_link(const spool::Link& link) {
    if (const auto there = this->link(); there && there->manifest.root == link.manifest.root &&
                                         there->manifest.number >= link.manifest.number) {
        return done();
    }
    auto written = spool::write_link(disk_, folder_, link);
    return written ? done() : stick_error(written.error());
}

Status Stick::put_device(const spool::Link& link) {
    const auto path = out(link.village) / to_path(link.device.hex().substr(0, device_name_digits) +
                                                  std::string(device_ending));
    const auto text = spool::link_text(link);
    if (const auto there = disk_.read(path, max_note_bytes); there && as_text(*there) == text) {
        return done();
    }
    return put(path, as_bytes(text));
}

Result<std::vector<spool::Link>> Stick::devices(const std::string& village) {
    const auto entries = disk_.list(out(village));
    if (!entries) {
        return entries.error();
    }
    std::vector<spool::Link> links;
    for (const auto& entry : *entries) {
        if (!entry.name.ends_with(device_ending)) {
            continue;
        }
        const auto bytes = disk_.read(out(village) / to_path(entry.name), max_note_bytes);
        if (!bytes) {
            continue;
        }
        if (auto link = spool::parse_link(as_text(*bytes))) {
            links.push_back(*std::move(link));
        }
    }
    return links;
}

Status Stick::put(const Path& path, ByteView bytes) {
    if (auto made = disk_.make_folder(path.parent_path()); !made) {
        return stick_error(made.error());
    }
    if (auto written = disk_.write(path, bytes); !written) {
        return stick_error(written.error());
    }
    const auto back = disk_.read(path, bytes.size() + 1);
    if (back && std::equal(back->begin(), back->end(), bytes.begin(), bytes.end())) {
        return done();
    }
    // A stick that lies about its size, or is worn out: what differs must not pass for a copy.
    (void)disk_.remove(path);
    return fail(ErrorKind::corrupt, "C-03",
                "copy to stick: reading back " + to_utf8(path.filename()) + " differs");
}

}  // namespace lontar::courier
