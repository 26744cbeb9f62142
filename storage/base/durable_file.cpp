#include "storage/base/durable_file.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "storage/base/crash_point.hpp"
#include "storage/base/file_calls.hpp"
#include "storage/base/file_error.hpp"
#include "storage/base/part_file.hpp"
#include "storage/base/text.hpp"

namespace lontar {

namespace {

using file_calls::folder_of;
using file_calls::OpenedFile;
using file_calls::PathKind;

Result<Bytes> read_all(const OpenedFile& opened, std::uint64_t max_bytes, const Path& path) {
    Bytes bytes;
    // One byte more than expected shows the end, or a file that grows.
    bytes.resize(static_cast<std::size_t>(std::min(opened.bytes, max_bytes) + 1));
    std::size_t filled = 0;
    while (true) {
        const auto count =
            file_calls::read_some(opened.file, std::span(bytes).subspan(filled), path);
        if (!count) {
            return count.error();
        }
        if (*count == 0) {
            bytes.resize(filled);
            return bytes;
        }
        filled += *count;
        if (filled > max_bytes) {
            return fail(
                ErrorKind::invalid_input, "D-04",
                file_context("read", path, "larger than " + std::to_string(max_bytes) + " bytes"));
        }
        if (filled == bytes.size()) {
            bytes.resize(static_cast<std::size_t>(
                std::min<std::uint64_t>(max_bytes, std::uint64_t{2} * filled) + 1));
        }
    }
}

Error no_regular_file(const Path& path) {
    return fail(ErrorKind::not_found, "D-07", file_context("read", path, "no regular file"));
}

class SystemDisk final : public Disk {
public:
    Result<Bytes> read(const Path& path, std::uint64_t max_bytes) override {
        const auto opened = file_calls::open_for_reading(path);
        if (!opened) {
            return opened.error();
        }
        if (!*opened) {
            return no_regular_file(path);
        }
        return read_all(**opened, max_bytes, path);
    }

    Result<Bytes> read_start(const Path& path, std::size_t bytes) override {
        const auto opened = file_calls::open_for_reading(path);
        if (!opened) {
            return opened.error();
        }
        if (!*opened) {
            return no_regular_file(path);
        }
        Bytes start(bytes);
        std::size_t filled = 0;
        while (filled < start.size()) {
            const auto count =
                file_calls::read_some((**opened).file, std::span(start).subspan(filled), path);
            if (!count) {
                return count.error();
            }
            if (*count == 0) {
                break;
            }
            filled += *count;
        }
        start.resize(filled);
        return start;
    }

    Result<std::unique_ptr<PartFile>> begin(const Path& path) override { return begin_part(path); }

    Result<std::vector<FileEntry>> list(const Path& folder) override {
        auto entries = file_calls::files_in(folder);
        if (!entries) {
            return entries;
        }
        std::erase_if(*entries, [](const FileEntry& entry) { return !is_utf8(entry.name); });
        std::sort(entries->begin(), entries->end(),
                  [](const FileEntry& a, const FileEntry& b) { return a.name < b.name; });
        return entries;
    }

    Status remove(const Path& path) override {
        auto removed = file_calls::remove(path);
        if (!removed) {
            return std::move(removed).error();
        }
        return *removed ? file_calls::sync_folder(folder_of(path)) : done();
    }

    Status move(const Path& from, const Path& to) override {
        if (auto renamed = file_calls::rename(from, to); !renamed) {
            return renamed;
        }
        crash_point("moved");
        if (auto synced = file_calls::sync_folder(folder_of(to)); !synced) {
            return synced;
        }
        return folder_of(from) == folder_of(to) ? done() : file_calls::sync_folder(folder_of(from));
    }

    Status make_folder(const Path& path) override {
        const auto kind = file_calls::look_at(path);
        if (!kind) {
            return kind.error();
        }
        if (*kind == PathKind::folder) {
            return done();
        }
        if (*kind == PathKind::something_else) {
            return fail(ErrorKind::not_found, "D-08",
                        file_context("make folder", path, "a file has the name"));
        }
        if (!path.has_filename() && path.has_relative_path()) {
            return make_folder(path.parent_path());  // written with a slash at its end
        }
        const Path parent = folder_of(path);
        if (parent != path) {  // a drive that is absent is its own parent
            if (auto made = make_folder(parent); !made) {
                return made;
            }
        }
        if (auto made = file_calls::make_folder(path); !made) {
            return made;
        }
        return file_calls::sync_folder(parent);
    }

    bool exists(const Path& path) override {
        const auto kind = file_calls::look_at(path);
        return kind && *kind != PathKind::nothing;
    }

    Result<std::uint64_t> free_bytes(const Path& path) override {
        return file_calls::free_bytes(path);
    }
};

}  // namespace

/// For disks that only stand before another one.
Result<Bytes> Disk::read_start(const Path& path, std::size_t bytes) {
    auto whole = read(path, std::numeric_limits<std::uint32_t>::max());
    if (whole && whole->size() > bytes) {
        whole->resize(bytes);
    }
    return whole;
}

Status Disk::write(const Path& path, ByteView bytes) {
    auto part = begin(path);
    if (!part) {
        return std::move(part).error();
    }
    if (auto written = (*part)->write(bytes); !written) {
        return written;
    }
    return (*part)->finish();
}

Disk& system_disk() {
    static SystemDisk disk;
    return disk;
}

}  // namespace lontar
