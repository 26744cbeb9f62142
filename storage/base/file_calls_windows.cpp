#include <algorithm>
#include <utility>

#include "storage/base/file_calls.hpp"

namespace lontar::file_calls {

namespace {

using windows::error_of;
using windows::patiently;

constexpr std::size_t largest_act = std::size_t{1} << 24U;  // one call takes 32 bits

/// Whether somebody has the file open and does not share its removal.
bool is_held(const Path& name) {
    constexpr DWORD sharing = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    const File file(
        ::CreateFileW(name.c_str(), DELETE, sharing, nullptr, OPEN_EXISTING, 0, nullptr));
    return !file.is_open() && ::GetLastError() == ERROR_SHARING_VIOLATION;
}

bool is_folder(const Path& name) {
    const DWORD about = ::GetFileAttributesW(name.c_str());
    return about != INVALID_FILE_ATTRIBUTES && (about & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

}  // namespace

// Held: shared with nobody.
Result<std::optional<File>> create_held(const Path& path) {
    const Path name = for_system(path);
    File fresh;
    // A removed file keeps its name while a scanner still looks at it.
    const bool created = patiently([&] {
        fresh = File(::CreateFileW(name.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW,
                                   FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
        return fresh.is_open();
    });
    if (created) {
        return std::optional(std::move(fresh));
    }
    const DWORD error = ::GetLastError();
    return error == ERROR_FILE_EXISTS ? Result(std::optional<File>())
                                      : error_of(error, "create", path);
}

Status remove_left_over(const Path& path) {
    const Path name = for_system(path);
    return patiently([&] { return ::DeleteFileW(name.c_str()) != 0; }) ||
                   ::GetLastError() == ERROR_FILE_NOT_FOUND
               ? done()
               : error_of(::GetLastError(), "remove old", path);
}

Result<std::size_t> write_some(const File& file, std::uint64_t offset, ByteView bytes,
                               const Path& path) {
    OVERLAPPED place{};
    place.Offset = static_cast<DWORD>(offset);
    place.OffsetHigh = static_cast<DWORD>(offset >> 32U);
    const auto wanted = static_cast<DWORD>(std::min(bytes.size(), largest_act));
    DWORD count = 0;
    if (::WriteFile(file.raw(), bytes.data(), wanted, &count, &place) == 0) {
        return error_of(::GetLastError(), "write", path);
    }
    return std::size_t{count};
}

Status sync(const File& file, const Path& path) {
    return ::FlushFileBuffers(file.raw()) != 0 ? done() : error_of(::GetLastError(), "sync", path);
}

Status close(File& file, const Path& path) {
    return file.close() ? done() : error_of(::GetLastError(), "close", path);
}

void try_remove(const Path& path) {
    ::DeleteFileW(for_system(path).c_str());
}

Result<std::optional<OpenedFile>> open_for_reading(const Path& path) {
    const Path name = for_system(path);
    if (is_folder(name)) {
        return std::optional<OpenedFile>();
    }
    File file;
    const bool opened = patiently([&] {
        constexpr DWORD sharing = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
        file = File(::CreateFileW(name.c_str(), GENERIC_READ, sharing, nullptr, OPEN_EXISTING,
                                  FILE_ATTRIBUTE_NORMAL, nullptr));
        return file.is_open();
    });
    if (!opened) {
        return error_of(::GetLastError(), "open", path);
    }
    if (::GetFileType(file.raw()) != FILE_TYPE_DISK) {
        return std::optional<OpenedFile>();
    }
    LARGE_INTEGER size{};
    if (::GetFileSizeEx(file.raw(), &size) == 0) {
        return error_of(::GetLastError(), "look at", path);
    }
    return std::optional(OpenedFile{std::move(file), static_cast<std::uint64_t>(size.QuadPart)});
}

Result<std::size_t> read_some(const File& file, std::span<std::uint8_t> room, const Path& path) {
    const auto wanted = static_cast<DWORD>(std::min(room.size(), largest_act));
    DWORD count = 0;
    if (::ReadFile(file.raw(), room.data(), wanted, &count, nullptr) == 0) {
        return error_of(::GetLastError(), "read", path);
    }
    return std::size_t{count};
}

// The removal is in the journal of NTFS. After a power cut the file may be there again: every
// caller's act is one that may be repeated.
Result<bool> remove(const Path& path) {
    const Path name = for_system(path);
    if (is_folder(name)) {
        return error_of(windows::directory_not_supported, "remove", path);
    }
    if (patiently([&] { return ::DeleteFileW(name.c_str()) != 0; })) {
        return true;
    }
    const DWORD error = ::GetLastError();
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND
               ? Result(false)
               : error_of(error, "remove", path);
}

// The flag makes the call return when the change is on the disk, which is what syncing the folder
// does elsewhere.
Status rename(const Path& from, const Path& to) {
    const Path source = for_system(from);
    const Path target = for_system(to);
    const bool renamed = patiently([&] {
        if (::MoveFileExW(source.c_str(), target.c_str(),
                          MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) != 0) {
            return true;
        }
        // Says "denied" also of a folder, and of a file that somebody has open.
        if (::GetLastError() == ERROR_ACCESS_DENIED) {
            ::SetLastError(is_folder(target) ? windows::directory_not_supported
                           : is_held(target) ? DWORD{ERROR_SHARING_VIOLATION}
                                             : DWORD{ERROR_ACCESS_DENIED});
        }
        return false;
    });
    return renamed ? done() : error_of(::GetLastError(), "rename", from);
}

// Windows cannot sync a folder.
Status sync_folder(const Path& /*folder*/) {
    return done();
}

Result<PathKind> look_at(const Path& path) {
    const DWORD about = ::GetFileAttributesW(for_system(path).c_str());
    if (about == INVALID_FILE_ATTRIBUTES) {
        return PathKind::nothing;
    }
    return (about & FILE_ATTRIBUTE_DIRECTORY) != 0 ? PathKind::folder : PathKind::something_else;
}

// A folder below the user's own gets the permissions of that one, which other users do not have.
Status make_folder(const Path& path) {
    return ::CreateDirectoryW(for_system(path).c_str(), nullptr) != 0 ||
                   ::GetLastError() == ERROR_ALREADY_EXISTS
               ? done()
               : error_of(::GetLastError(), "make folder", path);
}

Result<std::vector<FileEntry>> files_in(const Path& folder) {
    std::vector<FileEntry> entries;
    WIN32_FIND_DATAW found{};
    const Path pattern = for_system(folder / L"*");
    const HANDLE search = ::FindFirstFileW(pattern.c_str(), &found);
    if (search == INVALID_HANDLE_VALUE) {
        const DWORD error = ::GetLastError();
        const bool is_absent =
            (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND) &&
            ::GetFileAttributesW(for_system(folder).c_str()) == INVALID_FILE_ATTRIBUTES;
        return is_absent ? Result(entries) : error_of(error, "list", folder);
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
    return error == ERROR_NO_MORE_FILES ? Result(std::move(entries))
                                        : error_of(error, "list", folder);
}

Result<std::uint64_t> free_bytes(const Path& path) {
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

}  // namespace lontar::file_calls
