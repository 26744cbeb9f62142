#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "storage/base/file_calls.hpp"

namespace lontar::file_calls {

namespace {

using posix::error_of;
using posix::open_file;

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

/// Repeats a call that answers below zero while a signal interrupts it.
template <typename Call>
auto uninterrupted(Call call) {
    while (true) {
        const auto outcome = call();
        if (outcome >= 0 || errno != EINTR) {
            return outcome;
        }
    }
}

}  // namespace

Result<std::optional<File>> create_held(const Path& path) {
    File fresh = open_file(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    if (!fresh.is_open()) {
        return errno == EEXIST ? Result(std::optional<File>()) : error_of(errno, "create", path);
    }
    if (!posix::try_lock(fresh)) {
        return error_of(errno, "lock", path);
    }
    // Until it was locked, another process could take it for a left-over.
    return posix::is_same_file(fresh, path) ? std::optional(std::move(fresh)) : std::nullopt;
}

Status remove_left_over(const Path& path) {
    const File old = open_file(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK);
    if (old.is_open() && !posix::try_lock(old)) {
        return error_of(errno, "lock", path);
    }
    if (old.is_open() && !posix::is_same_file(old, path)) {
        return done();  // whose name is already another file's
    }
    // Not opened: a link, a pipe or a file of another owner; its name alone is taken away.
    return ::unlink(path.c_str()) == 0 || errno == ENOENT ? done()
                                                          : error_of(errno, "remove old", path);
}

Result<std::size_t> write_some(const File& file, std::uint64_t offset, ByteView bytes,
                               const Path& path) {
    const ssize_t count = uninterrupted([&] {
        return ::pwrite(file.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    });
    if (count < 0) {
        return error_of(errno, "write", path);
    }
    return static_cast<std::size_t>(count);
}

Status sync(const File& file, const Path& path) {
    return uninterrupted([&] { return ::fsync(file.number()); }) == 0
               ? done()
               : error_of(errno, "sync", path);
}

Status close(File& file, const Path& path) {
    return file.close() ? done() : error_of(errno, "close", path);
}

void try_remove(const Path& path) {
    ::unlink(path.c_str());
}

Result<std::optional<OpenedFile>> open_for_reading(const Path& path) {
    // Not blocking: a pipe put in place of a file must not stop the program.
    File file = open_file(path, O_RDONLY | O_NONBLOCK);
    if (!file.is_open()) {
        return error_of(errno, "open", path);
    }
    struct stat about {};
    if (::fstat(file.number(), &about) != 0) {
        return error_of(errno, "look at", path);
    }
    if (!S_ISREG(about.st_mode)) {
        return std::optional<OpenedFile>();
    }
    return std::optional(OpenedFile{std::move(file), static_cast<std::uint64_t>(about.st_size)});
}

Result<std::size_t> read_some(const File& file, std::span<std::uint8_t> room, const Path& path) {
    const ssize_t count =
        uninterrupted([&] { return ::read(file.number(), room.data(), room.size()); });
    if (count < 0) {
        return error_of(errno, "read", path);
    }
    return static_cast<std::size_t>(count);
}

Result<bool> remove(const Path& path) {
    if (::unlink(path.c_str()) == 0) {
        return true;
    }
    return errno == ENOENT || errno == ENOTDIR ? Result(false) : error_of(errno, "remove", path);
}

Status rename(const Path& from, const Path& to) {
    return ::rename(from.c_str(), to.c_str()) == 0 ? done() : error_of(errno, "rename", from);
}

Status sync_folder(const Path& folder) {
    const File open = open_file(folder, O_RDONLY | O_DIRECTORY);
    if (!open.is_open()) {
        return error_of(errno, "open folder", folder);
    }
    if (uninterrupted([&] { return ::fsync(open.number()); }) == 0) {
        return done();
    }
    // FAT and some FUSE file systems know no sync of a folder; nothing more can be done there.
    const bool unknown = errno == EINVAL || errno == ENOSYS || errno == ENOTSUP;
    return unknown ? done() : error_of(errno, "sync folder", folder);
}

Result<PathKind> look_at(const Path& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) == 0) {
        return S_ISDIR(about.st_mode) ? PathKind::folder : PathKind::something_else;
    }
    return errno == ENOENT ? Result(PathKind::nothing) : error_of(errno, "look at", path);
}

Status make_folder(const Path& path) {
    return ::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST
               ? done()
               : error_of(errno, "make folder", path);
}

Result<std::vector<FileEntry>> files_in(const Path& folder) {
    std::vector<FileEntry> entries;
    const std::unique_ptr<DIR, CloseFolder> open(::opendir(folder.c_str()));
    if (!open) {
        return errno == ENOENT ? Result(entries) : error_of(errno, "list", folder);
    }
    while (true) {
        errno = 0;
        const dirent* next =
            ::readdir(open.get());  // NOLINT(concurrency-mt-unsafe): a stream of our own
        if (next == nullptr) {
            return errno == 0 ? Result(std::move(entries)) : error_of(errno, "list", folder);
        }
        struct stat about {};
        if (::fstatat(::dirfd(open.get()), next->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno == ENOENT) {
                continue;  // removed since the name was read
            }
            return error_of(errno, "look at a file in", folder);
        }
        if (S_ISREG(about.st_mode)) {
            entries.push_back({next->d_name, static_cast<std::uint64_t>(about.st_size)});
        }
    }
}

Result<std::uint64_t> free_bytes(const Path& path) {
    struct statvfs about {};
    Path place = path;
    while (::statvfs(place.empty() ? "." : place.c_str(), &about) != 0) {
        const bool may_be_made_later =
            errno == ENOENT && !place.empty() && place != place.parent_path();
        if (errno != EINTR && !may_be_made_later) {
            return error_of(errno, "measure", path);
        }
        if (errno == ENOENT) {
            place = place.parent_path();
        }
    }
    return std::uint64_t{about.f_bavail} * about.f_frsize;
}

}  // namespace lontar::file_calls
