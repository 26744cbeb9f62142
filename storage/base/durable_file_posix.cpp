#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "storage/base/crash_point.hpp"
#include "storage/base/durable_file.hpp"
#include "storage/base/posix.hpp"
#include "storage/base/text.hpp"

namespace lontar {

namespace {

using posix::Descriptor;
using posix::error_of;
using posix::open_file;

Path folder_of(const Path& path) {
    return path.has_parent_path() ? path.parent_path() : Path(".");
}

/// Makes what was renamed, made or removed inside `folder` last.
Status sync_folder(const Path& folder) {
    const Descriptor open = open_file(folder, O_RDONLY | O_DIRECTORY);
    if (!open.is_open()) {
        return error_of(errno, "open folder", folder);
    }
    while (::fsync(open.number()) != 0) {
        // FAT and some FUSE file systems know no sync of a folder; nothing more can be done there.
        if (errno == EINVAL || errno == ENOSYS || errno == ENOTSUP) {
            break;
        }
        if (errno != EINTR) {
            return error_of(errno, "sync folder", folder);
        }
    }
    return done();
}

/// Writes all of `bytes` at `offset`.
Status write_at(const Descriptor& file, std::uint64_t offset, ByteView bytes, const Path& path) {
    while (!bytes.empty()) {
        const ssize_t count =
            ::pwrite(file.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count > 0) {
            offset += static_cast<std::uint64_t>(count);
            bytes = bytes.subspan(static_cast<std::size_t>(count));
        } else if (count == 0) {
            return error_of(ENOSPC, "write", path);
        } else if (errno != EINTR) {
            return error_of(errno, "write", path);
        }
    }
    return done();
}

class PosixPartFile final : public PartFile {
public:
    PosixPartFile(Descriptor file, Path part, Path path)
        : file_(std::move(file)), part_(std::move(part)), path_(std::move(path)) {}
    PosixPartFile(const PosixPartFile&) = delete;
    PosixPartFile& operator=(const PosixPartFile&) = delete;
    PosixPartFile(PosixPartFile&&) = delete;
    PosixPartFile& operator=(PosixPartFile&&) = delete;

    ~PosixPartFile() override {
        if (!renamed_) {
            // Removed while its lock is held, so that no other process' part of this name is hit.
            ::unlink(part_.c_str());
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
            return guarded(error_of(EINVAL, "rewrite", part_));
        }
        return guarded(write_at(file_, offset, bytes, part_));
    }

    Status finish() override { return guarded(publish()); }

private:
    /// The first failure is final: after a failed sync the system may report the next one as done
    /// although the bytes are gone.
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
            return error_of(EINVAL, "finish twice", path_);
        }
        while (::fsync(file_.number()) != 0) {
            if (errno != EINTR) {
                return error_of(errno, "sync", part_);
            }
        }
        crash_point("part-written");
        if (::rename(part_.c_str(), path_.c_str()) != 0) {
            return error_of(errno, "rename", part_);
        }
        renamed_ = true;
        crash_point("renamed");
        if (!file_.close()) {
            return error_of(errno, "close", path_);
        }
        return sync_folder(folder_of(path_));
    }

    Descriptor file_;
    Path part_;
    Path path_;
    std::uint64_t written_ = 0;
    bool renamed_ = false;
    std::optional<Error> failure_;
};

/// Makes `part` anew, locked. A left-over of a crash is removed, one that is being written is not.
Result<Descriptor> create_part(const Path& part) {
    constexpr int most_tries = 16;  // each more than the second needs another process to interfere
    for (int tried = 0; tried < most_tries; ++tried) {
        Descriptor fresh = open_file(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
        if (fresh.is_open()) {
            if (!posix::try_lock(fresh)) {
                return error_of(errno, "lock", part);
            }
            if (posix::is_same_file(fresh, part)) {
                return fresh;
            }
            continue;
        }
        if (errno != EEXIST) {
            return error_of(errno, "create", part);
        }
        const Descriptor old = open_file(part, O_WRONLY | O_NOFOLLOW | O_NONBLOCK);
        if (old.is_open() && !posix::try_lock(old)) {
            return error_of(errno, "lock", part);
        }
        if (old.is_open() && !posix::is_same_file(old, part)) {
            continue;
        }
        // Not opened: a link, a pipe or a file of another owner; its name alone is taken away.
        if (::unlink(part.c_str()) != 0 && errno != ENOENT) {
            return error_of(errno, "remove old", part);
        }
    }
    return error_of(EBUSY, "create", part);
}

Result<Bytes> read_all(const Descriptor& file, std::uint64_t max_bytes, const Path& path) {
    struct stat about {};
    if (::fstat(file.number(), &about) != 0) {
        return error_of(errno, "look at", path);
    }
    if (!S_ISREG(about.st_mode)) {
        return fail(ErrorKind::not_found, "D-05",
                    "read " + to_utf8(path.filename()) + ": no regular file");
    }
    Bytes bytes;
    const auto expected = static_cast<std::uint64_t>(about.st_size);
    // One byte more than expected shows the end, or a file that grows.
    bytes.resize(std::min(expected, max_bytes) + 1);
    std::size_t filled = 0;
    while (true) {
        const ssize_t count = ::read(file.number(), bytes.data() + filled, bytes.size() - filled);
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            return error_of(errno, "read", path);
        }
        if (count == 0) {
            bytes.resize(filled);
            return bytes;
        }
        filled += static_cast<std::size_t>(count);
        if (filled > max_bytes) {
            return fail(ErrorKind::invalid_input, "D-04",
                        "read " + to_utf8(path.filename()) + ": larger than " +
                            std::to_string(max_bytes) + " bytes");
        }
        if (filled == bytes.size()) {
            bytes.resize(static_cast<std::size_t>(
                std::min<std::uint64_t>(max_bytes, std::uint64_t{2} * filled) + 1));
        }
    }
}

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

class PosixDisk final : public Disk {
public:
    Result<Bytes> read(const Path& path, std::uint64_t max_bytes) override {
        // Not blocking: a pipe put in place of a file must not stop the program.
        const Descriptor file = open_file(path, O_RDONLY | O_NONBLOCK);
        if (!file.is_open()) {
            return error_of(errno, "open", path);
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
            std::make_unique<PosixPartFile>(*std::move(file), std::move(part), path));
    }

    Result<std::vector<FileEntry>> list(const Path& folder) override {
        const std::unique_ptr<DIR, CloseFolder> open(::opendir(folder.c_str()));
        if (!open) {
            if (errno == ENOENT) {
                return std::vector<FileEntry>{};
            }
            return error_of(errno, "list", folder);
        }
        std::vector<FileEntry> entries;
        while (true) {
            errno = 0;
            const dirent* next =
                ::readdir(open.get());  // NOLINT(concurrency-mt-unsafe): a stream of our own
            if (next == nullptr) {
                if (errno != 0) {
                    return error_of(errno, "list", folder);
                }
                break;
            }
            struct stat about {};
            if (::fstatat(::dirfd(open.get()), next->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
                if (errno == ENOENT) {
                    continue;  // removed since the name was read
                }
                return error_of(errno, "look at a file in", folder);
            }
            if (S_ISREG(about.st_mode) && is_utf8(next->d_name)) {
                entries.push_back({next->d_name, static_cast<std::uint64_t>(about.st_size)});
            }
        }
        std::sort(entries.begin(), entries.end(),
                  [](const FileEntry& a, const FileEntry& b) { return a.name < b.name; });
        return entries;
    }

    Status remove(const Path& path) override {
        if (::unlink(path.c_str()) != 0) {
            return errno == ENOENT || errno == ENOTDIR ? done() : error_of(errno, "remove", path);
        }
        return sync_folder(folder_of(path));
    }

    Status move(const Path& from, const Path& to) override {
        if (::rename(from.c_str(), to.c_str()) != 0) {
            return error_of(errno, "rename", from);
        }
        crash_point("moved");
        if (auto synced = sync_folder(folder_of(to)); !synced) {
            return synced;
        }
        return folder_of(from) == folder_of(to) ? done() : sync_folder(folder_of(from));
    }

    Status make_folder(const Path& path) override {
        struct stat about {};
        if (::stat(path.c_str(), &about) == 0) {
            return S_ISDIR(about.st_mode) ? done() : error_of(EEXIST, "make folder", path);
        }
        if (errno != ENOENT) {
            return error_of(errno, "look at", path);
        }
        if (!path.has_filename() && path.has_parent_path()) {
            return make_folder(path.parent_path());  // written with a slash at its end
        }
        const Path parent = folder_of(path);
        if (auto made = make_folder(parent); !made) {
            return made;
        }
        if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
            return error_of(errno, "make folder", path);
        }
        return sync_folder(parent);
    }

    bool exists(const Path& path) override {
        struct stat about {};
        return ::stat(path.c_str(), &about) == 0;
    }

    Result<std::uint64_t> free_bytes(const Path& path) override {
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
};

}  // namespace

Disk& system_disk() {
    static PosixDisk disk;
    return disk;
}

}  // namespace lontar
