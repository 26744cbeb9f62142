#include <algorithm>
#include <optional>
#include <utility>

#include "storage/base/crash_point.hpp"
#include "storage/base/durable_file.hpp"
#include "storage/base/windows.hpp"

namespace lontar {

namespace {

using windows::error_of;
using windows::Handle;
using windows::patiently;

constexpr std::size_t largest_act = std::size_t{1} << 24U;  // one call takes 32 bits

/// Whether somebody has the file open and does not share its removal.
bool is_held(const Path& name) {
    constexpr DWORD sharing = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    const Handle file(
        ::CreateFileW(name.c_str(), DELETE, sharing, nullptr, OPEN_EXISTING, 0, nullptr));
    return !file.is_open() && ::GetLastError() == ERROR_SHARING_VIOLATION;
}

/// Renames, replacing; the flag makes the call return when the change is on the disk, which is what
/// syncing the folder does elsewhere (Windows cannot sync a folder).
bool rename_durably(const Path& from, const Path& to) {
    const Path source = for_system(from);
    const Path target = for_system(to);
    return patiently([&] {
        if (::MoveFileExW(source.c_str(), target.c_str(),
                          MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) != 0) {
            return true;
        }
        // Says "denied" also of a file that somebody has open.
        if (::GetLastError() == ERROR_ACCESS_DENIED) {
            ::SetLastError(is_held(target) ? ERROR_SHARING_VIOLATION : ERROR_ACCESS_DENIED);
        }
        return false;
    });
}

Status write_at(const Handle& file, std::uint64_t offset, ByteView bytes, const Path& path) {
    while (!bytes.empty()) {
        OVERLAPPED place{};
        place.Offset = static_cast<DWORD>(offset);
        place.OffsetHigh = static_cast<DWORD>(offset >> 32U);
        const auto wanted = static_cast<DWORD>(std::min(bytes.size(), largest_act));
        DWORD count = 0;
        if (::WriteFile(file.raw(), bytes.data(), wanted, &count, &place) == 0) {
            return error_of(::GetLastError(), "write", path);
        }
        if (count == 0) {
            return error_of(ERROR_DISK_FULL, "write", path);
        }
        offset += count;
        bytes = bytes.subspan(count);
    }
    return done();
}

class WindowsPartFile final : public PartFile {
public:
    WindowsPartFile(Handle file, Path part, Path path)
        : file_(std::move(file)), part_(std::move(part)), path_(std::move(path)) {}
    WindowsPartFile(const WindowsPartFile&) = delete;
    WindowsPartFile& operator=(const WindowsPartFile&) = delete;
    WindowsPartFile(WindowsPartFile&&) = delete;
    WindowsPartFile& operator=(WindowsPartFile&&) = delete;

    ~WindowsPartFile() override {
        if (!renamed_) {
            file_.close();
            ::DeleteFileW(for_system(part_).c_str());
        }
    }

    Status write(ByteView bytes) override {
        auto status = guarded(write_at(file_, written_, bytes, part_));
        if (status) {
            written_ += bytes.size();
        }
        return status;
    }

    Status rewrite(std::uint64_t offset, ByteView bytes) override {
        if (offset > written_ || bytes.size() > written_ - offset) {
            return guarded(error_of(ERROR_INVALID_PARAMETER, "rewrite", part_));
        }
        return guarded(write_at(file_, offset, bytes, part_));
    }

    Status finish() override { return guarded(publish()); }

private:
    Status guarded(const Status& status) {
        if (!failure_ && !status) {
            failure_ = status.error();
        }
        return failure_ ? Status(*failure_) : status;
    }

    Status publish() {
        if (failure_) {
            return *failure_;
        }
        if (renamed_) {
            return error_of(ERROR_INVALID_PARAMETER, "finish twice", path_);
        }
        if (::FlushFileBuffers(file_.raw()) == 0) {
            return error_of(::GetLastError(), "sync", part_);
        }
        // An open file cannot be renamed by name.
        if (!file_.close()) {
            return error_of(::GetLastError(), "close", part_);
        }
        crash_point("part-written");
        if (!rename_durably(part_, path_)) {
            return error_of(::GetLastError(), "rename", part_);
        }
        renamed_ = true;
        crash_point("renamed");
        return done();
    }

    Handle file_;
    Path part_;
    Path path_;
    std::uint64_t written_ = 0;
    bool renamed_ = false;
    std::optional<Error> failure_;
};

/// Makes `part` anew, shared with nobody. A left-over of a crash is removed; one that is being
/// written cannot be, because its writer does not share it.
Result<Handle> create_part(const Path& part) {
    constexpr int most_tries = 16;
    const Path name = for_system(part);
    for (int tried = 0; tried < most_tries; ++tried) {
        Handle fresh;
        // A removed file keeps its name while a scanner still looks at it.
        if (patiently([&] {
                fresh = Handle(::CreateFileW(name.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW,
                                             FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT,
                                             nullptr));
                return fresh.is_open();
            })) {
            return fresh;
        }
        if (::GetLastError() != ERROR_FILE_EXISTS) {
            return error_of(::GetLastError(), "create", part);
        }
        if (!patiently([&] { return ::DeleteFileW(name.c_str()) != 0; }) &&
            ::GetLastError() != ERROR_FILE_NOT_FOUND) {
            return error_of(::GetLastError(), "remove old", part);
        }
    }
    return error_of(ERROR_BUSY, "create", part);
}

Result<Bytes> read_all(const Handle& file, std::uint64_t max_bytes, const Path& path) {
    if (::GetFileType(file.raw()) != FILE_TYPE_DISK) {
        return fail(ErrorKind::not_found, "D-05",
                    "read " + to_utf8(path.filename()) + ": no regular file");
    }
    LARGE_INTEGER size{};
    if (::GetFileSizeEx(file.raw(), &size) == 0) {
        return error_of(::GetLastError(), "look at", path);
    }
    Bytes bytes;
    bytes.resize(std::min(static_cast<std::uint64_t>(size.QuadPart), max_bytes) + 1);
    std::size_t filled = 0;
    while (true) {
        DWORD count = 0;
        const auto wanted = static_cast<DWORD>(std::min(bytes.size() - filled, largest_act));
        if (::ReadFile(file.raw(), bytes.data() + filled, wanted, &count, nullptr) == 0) {
            return error_of(::GetLastError(), "read", path);
        }
        if (count == 0) {
            bytes.resize(filled);
            return bytes;
        }
        filled += count;
        if (filled > max_bytes) {
            return fail(ErrorKind::invalid_input, "D-04",
                        "read " + to_utf8(path.filename()) + ": larger than " +
                            std::to_string(max_bytes) + " bytes");
        }
        if (filled == bytes.size()) {
            bytes.resize(std::min<std::uint64_t>(max_bytes, std::uint64_t{2} * filled) + 1);
        }
    }
}

bool is_folder(const Path& name) {
    const DWORD about = ::GetFileAttributesW(name.c_str());
    return about != INVALID_FILE_ATTRIBUTES && (about & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

class WindowsDisk final : public Disk {
public:
    Result<Bytes> read(const Path& path, std::uint64_t max_bytes) override {
        const Path name = for_system(path);
        if (is_folder(name)) {
            return fail(ErrorKind::not_found, "D-05",
                        "read " + to_utf8(path.filename()) + ": no regular file");
        }
        Handle file;
        const bool opened = patiently([&] {
            constexpr DWORD sharing = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
            file = Handle(::CreateFileW(name.c_str(), GENERIC_READ, sharing, nullptr, OPEN_EXISTING,
                                        FILE_ATTRIBUTE_NORMAL, nullptr));
            return file.is_open();
        });
        if (!opened) {
            return error_of(::GetLastError(), "open", path);
        }
        return read_all(file, max_bytes, path);
    }

    Result<std::unique_ptr<PartFile>> begin(const Path& path) override {
        Path part = path;
        part += ".part";
        auto file = create_part(part);
        if (!file) {
            return std::move(file).error();
        }
        return std::unique_ptr<PartFile>(
            std::make_unique<WindowsPartFile>(*std::move(file), std::move(part), path));
    }

    Result<std::vector<FileEntry>> list(const Path& folder) override {
        WIN32_FIND_DATAW found{};
        const Path pattern = for_system(folder / L"*");
        const HANDLE search = ::FindFirstFileW(pattern.c_str(), &found);
        std::vector<FileEntry> entries;
        if (search == INVALID_HANDLE_VALUE) {
            const DWORD error = ::GetLastError();
            if ((error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND) &&
                !exists(folder)) {
                return entries;
            }
            return error_of(error, "list", folder);
        }
        constexpr DWORD no_regular_file =
            FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DEVICE;
        do {
            if ((found.dwFileAttributes & no_regular_file) == 0) {
                const std::uint64_t high = found.nFileSizeHigh;
                entries.push_back(
                    {windows::narrow(found.cFileName), (high << 32U) + found.nFileSizeLow});
            }
        } while (::FindNextFileW(search, &found) != 0);
        const DWORD error = ::GetLastError();
        ::FindClose(search);
        if (error != ERROR_NO_MORE_FILES) {
            return error_of(error, "list", folder);
        }
        std::sort(entries.begin(), entries.end(),
                  [](const FileEntry& a, const FileEntry& b) { return a.name < b.name; });
        return entries;
    }

    // The removal is in the journal of NTFS. After a power cut the file may be there again: every
    // caller's act is one that may be repeated.
    Status remove(const Path& path) override {
        const Path name = for_system(path);
        if (is_folder(name)) {
            return error_of(ERROR_ACCESS_DENIED, "remove", path);
        }
        if (patiently([&] { return ::DeleteFileW(name.c_str()) != 0; })) {
            return done();
        }
        const DWORD error = ::GetLastError();
        return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND
                   ? done()
                   : Status(error_of(error, "remove", path));
    }

    Status move(const Path& from, const Path& to) override {
        if (!rename_durably(from, to)) {
            return error_of(::GetLastError(), "rename", from);
        }
        crash_point("moved");
        return done();
    }

    Status make_folder(const Path& path) override {
        const Path name = for_system(path);
        const DWORD about = ::GetFileAttributesW(name.c_str());
        if (about != INVALID_FILE_ATTRIBUTES) {
            return (about & FILE_ATTRIBUTE_DIRECTORY) != 0
                       ? done()
                       : Status(error_of(ERROR_ALREADY_EXISTS, "make folder", path));
        }
        if (!path.has_filename() && path.has_relative_path()) {
            return make_folder(path.parent_path());  // written with a slash at its end
        }
        if (path.has_parent_path() && path.parent_path() != path) {
            if (auto made = make_folder(path.parent_path()); !made) {
                return made;
            }
        }
        // A folder below the user's own gets the permissions of that one, which other users do not
        // have.
        if (::CreateDirectoryW(name.c_str(), nullptr) == 0 &&
            ::GetLastError() != ERROR_ALREADY_EXISTS) {
            return error_of(::GetLastError(), "make folder", path);
        }
        return done();
    }

    bool exists(const Path& path) override {
        return ::GetFileAttributesW(for_system(path).c_str()) != INVALID_FILE_ATTRIBUTES;
    }

    Result<std::uint64_t> free_bytes(const Path& path) override {
        Path place = path;
        while (true) {
            ULARGE_INTEGER free{};
            if (::GetDiskFreeSpaceExW(place.empty() ? nullptr : for_system(place).c_str(), &free,
                                      nullptr, nullptr) != 0) {
                return std::uint64_t{free.QuadPart};
            }
            if (place.empty() || place == place.parent_path()) {
                return error_of(::GetLastError(), "measure", path);
            }
            place = place.parent_path();
        }
    }
};

}  // namespace

Disk& system_disk() {
    static WindowsDisk disk;
    return disk;
}

}  // namespace lontar
