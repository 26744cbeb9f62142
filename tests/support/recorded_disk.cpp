#include "support/recorded_disk.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/base/durable_file.hpp"
#include "support/temp_folder.hpp"

// The linker sends the calls of the programs under test to __wrap_<call>; __real_<call> is the C
// library's. NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's
extern "C" {
int __real_open64(const char* path, int flags, ...);
int __real_close(int file);
ssize_t __real_write(int file, const void* bytes, size_t count);
ssize_t __real_pwrite64(int file, const void* bytes, size_t count, off64_t at);
int __real_ftruncate64(int file, off64_t size);
int __real_fsync(int file);
int __real_fdatasync(int file);
int __real_rename(const char* from, const char* to);
int __real_unlink(const char* path);
}

namespace lontar::support {

namespace {

using Kind = DiskAct::Kind;

RecordedDisk* current = nullptr;

/// Regular files, by their path from `folder`.
std::vector<std::string> files_below(const Path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            names.push_back(to_utf8(entry.path().lexically_relative(folder)));
        }
    }
    return names;
}

}  // namespace

/// What the wrapped calls do with the recording.
class RecordedDisk::Hooks {
public:
    /// Name below the watched folder; nothing for every other path.
    static std::optional<std::string> name_of(const char* path) {
        if (current == nullptr) {
            return std::nullopt;
        }
        const std::string_view whole(path);
        const std::string& top = current->folder_.native();
        return is_below(whole, top) ? std::optional(std::string(whole.substr(top.size() + 1)))
                                    : std::nullopt;
    }
    static bool is_recording() { return current != nullptr; }
    /// Name of a watched folder, "" for the top.
    static std::optional<std::string> folder_name_of(const char* path) {
        if (current == nullptr) {
            return std::nullopt;
        }
        return Path(path) == current->folder_ ? std::optional(std::string()) : name_of(path);
    }
    static const Open* file_of(int descriptor) {
        if (current == nullptr) {
            return nullptr;
        }
        const auto found = current->descriptors_.find(descriptor);
        return found == current->descriptors_.end() ? nullptr : &found->second;
    }

    /// True, with errno set, when the coming act on `name` shall fail.
    static bool fails(std::string_view name) {
        RecordedDisk& disk = *current;
        if (!is_below(name, disk.failing_part_)) {
            return false;
        }
        ++disk.tried_;
        const bool now =
            disk.fail_at_ != 0 &&
            (disk.tried_ == disk.fail_at_ || (disk.failure_stays_ && disk.tried_ > disk.fail_at_));
        if (now) {
            disk.failed_ = true;
            errno = disk.failure_;
        }
        return now;
    }
    /// True, with errno EINTR, at every other call on a descriptor.
    static bool is_interrupted(int descriptor) {
        if (!current->interrupting_ || current->interrupted_.erase(descriptor) != 0) {
            return false;
        }
        current->interrupted_.insert(descriptor);
        errno = EINTR;
        return true;
    }
    static std::size_t shortened(std::size_t count) {
        return current->interrupting_ ? (count + 1) / 2 : count;
    }

    static void record(DiskAct act) {
        current->acts_.push_back(std::move(act));
        current->image_.take(current->acts_.back());
    }

    static void opened(int descriptor, const std::string& name, bool truncates) {
        const auto known = current->names_.find(name);
        if (known == current->names_.end()) {
            const std::uint64_t file = current->next_file_++;
            current->names_[name] = file;
            current->descriptors_[descriptor] = {file, name};
            record({.kind = Kind::create, .file = file, .name = name});
            return;
        }
        current->descriptors_[descriptor] = {known->second, name};
        if (truncates) {
            record({.kind = Kind::truncate, .file = known->second});
        }
    }
    static void opened_folder(int descriptor, const std::string& name) {
        current->descriptors_[descriptor] = {0, name};
    }
    static void closed(int descriptor) {
        if (current != nullptr) {
            current->descriptors_.erase(descriptor);
            current->interrupted_.erase(descriptor);
        }
    }
    static void renamed(const std::string& from, const std::string& to) {
        const std::uint64_t file = current->names_[from];
        current->names_.erase(from);
        current->names_[to] = file;
        record({.kind = Kind::rename, .file = file, .name = from, .new_name = to});
    }
    static void removed(const std::string& name) {
        record({.kind = Kind::remove, .file = current->names_[name], .name = name});
        current->names_.erase(name);
    }
};

RecordedDisk::RecordedDisk(Path folder) : folder_(std::move(folder)) {
    for (const std::string& name : files_below(folder_)) {
        const std::uint64_t file = next_file_++;
        names_[name] = file;
        first_content_[file] = bytes_of(folder_ / to_path(name));
    }
    first_names_ = names_;
    image_ = DiskImage(first_names_, first_content_);
    current = this;
}

RecordedDisk::~RecordedDisk() {
    current = nullptr;
}

std::size_t RecordedDisk::acts() const {
    return acts_.size();
}

void RecordedDisk::interrupt(bool on) {
    interrupting_ = on;
}

std::string RecordedDisk::describe(std::size_t act) const {
    if (act >= acts_.size()) {
        return "the end";
    }
    const DiskAct& one = acts_[act];
    return std::string(word_of(one.kind)) + " " + one.name + " file " + std::to_string(one.file) +
           " at " + std::to_string(one.at) + ", " + std::to_string(one.bytes.size()) + " bytes";
}

void RecordedDisk::after_power_cut(std::size_t acts, Unsynced unsynced, std::uint64_t seed,
                                   const Path& target) const {
    DiskImage image(first_names_, first_content_);
    for (std::size_t i = 0; i < std::min(acts, acts_.size()); ++i) {
        image.take(acts_[i]);
    }
    image.settle(unsynced, seed);
    image.put_into(target);
}

void RecordedDisk::fail_at(std::size_t act, int number, bool stays, std::string part) {
    failing_part_ = std::move(part);
    fail_at_ = tried_ + act;
    failure_ = number;
    failure_stays_ = stays;
    failed_ = false;
}

void RecordedDisk::heal() {
    fail_at_ = 0;
    failed_ = false;
    failing_part_.clear();
}

void RecordedDisk::cut_power(const std::string& part, Unsynced unsynced, std::uint64_t seed) {
    image_.settle(unsynced, seed, part);
    for (const std::string& name : files_below(folder_ / to_path(part))) {
        std::filesystem::remove(folder_ / to_path(part) / to_path(name));
    }
    std::erase_if(names_, [&](const auto& named) { return is_below(named.first, part); });
    for (const auto& [name, file] : image_.names()) {
        if (is_below(name, part)) {
            put_bytes(folder_ / to_path(name), image_.content(file));
            names_[name] = file;
        }
    }
}

void RecordedDisk::look_again(const std::string& part) {
    // As if somebody had removed everything and written it anew, synced.
    for (const auto& [name, file] : std::map(names_)) {
        if (is_below(name, part)) {
            Hooks::removed(name);
        }
    }
    const Path top = folder_ / to_path(part);
    for (const std::string& below : files_below(top)) {
        std::string name = part;
        name.append(part.empty() ? "" : "/").append(below);
        const std::uint64_t file = next_file_++;
        names_[name] = file;
        Hooks::record({.kind = Kind::create, .file = file, .name = name});
        Hooks::record({.kind = Kind::write, .file = file, .bytes = bytes_of(top / to_path(below))});
    }
    image_.settle(Unsynced::kept, 0, part);
}

}  // namespace lontar::support

using Hooks = lontar::support::RecordedDisk::Hooks;
using lontar::ByteView;
using lontar::support::Kind;

namespace {

ByteView view_of(const void* bytes, ssize_t count) {
    return {static_cast<const std::uint8_t*>(bytes), static_cast<std::size_t>(count)};
}

int synced(int descriptor, int (*sync)(int)) {
    const auto* open = Hooks::file_of(descriptor);
    if (open == nullptr) {
        return Hooks::is_recording() ? 0 : sync(descriptor);
    }
    if (Hooks::is_interrupted(descriptor) || Hooks::fails(open->name)) {
        return -1;
    }
    if (open->file == 0) {
        Hooks::record({.kind = Kind::sync_folder, .name = open->name});
    } else {
        Hooks::record({.kind = Kind::sync, .file = open->file});
    }
    return 0;
}

}  // namespace

extern "C" {

int __wrap_open64(const char* path, int flags, ...) {
    mode_t mode = 0;
    if ((flags & O_CREAT) != 0) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    const auto name = Hooks::folder_name_of(path);
    struct stat64 about {};
    const bool is_there = name && ::lstat64(path, &about) == 0;
    if (name && !is_there && (flags & O_CREAT) != 0 && Hooks::fails(*name)) {
        return -1;
    }
    const int descriptor = __real_open64(path, flags, mode);
    if (descriptor >= 0 && name) {
        if (is_there && S_ISDIR(about.st_mode)) {
            Hooks::opened_folder(descriptor, *name);
        } else {
            Hooks::opened(descriptor, *name, (flags & O_TRUNC) != 0);
        }
    }
    return descriptor;
}

int __wrap_close(int descriptor) {
    Hooks::closed(descriptor);
    return __real_close(descriptor);
}

ssize_t __wrap_pwrite64(int descriptor, const void* bytes, size_t count, off64_t at) {
    const auto* open = Hooks::file_of(descriptor);
    if (open == nullptr) {
        return __real_pwrite64(descriptor, bytes, count, at);
    }
    if (Hooks::is_interrupted(descriptor) || Hooks::fails(open->name)) {
        return -1;
    }
    const ssize_t written = __real_pwrite64(descriptor, bytes, Hooks::shortened(count), at);
    if (written > 0) {
        Hooks::record({.kind = Kind::write,
                       .file = open->file,
                       .at = static_cast<std::uint64_t>(at),
                       .bytes = lontar::to_bytes(view_of(bytes, written))});
    }
    return written;
}

ssize_t __wrap_write(int descriptor, const void* bytes, size_t count) {
    if (Hooks::file_of(descriptor) == nullptr) {
        return __real_write(descriptor, bytes, count);
    }
    const off64_t at = ::lseek64(descriptor, 0, SEEK_CUR);
    const ssize_t written = __wrap_pwrite64(descriptor, bytes, count, at);
    if (written > 0) {
        ::lseek64(descriptor, at + written, SEEK_SET);
    }
    return written;
}

int __wrap_ftruncate64(int descriptor, off64_t size) {
    const auto* open = Hooks::file_of(descriptor);
    if (open == nullptr) {
        return __real_ftruncate64(descriptor, size);
    }
    if (Hooks::is_interrupted(descriptor) || Hooks::fails(open->name)) {
        return -1;
    }
    const int outcome = __real_ftruncate64(descriptor, size);
    if (outcome == 0) {
        Hooks::record(
            {.kind = Kind::truncate, .file = open->file, .at = static_cast<std::uint64_t>(size)});
    }
    return outcome;
}

int __wrap_fsync(int descriptor) {
    return synced(descriptor, __real_fsync);
}

int __wrap_fdatasync(int descriptor) {
    return synced(descriptor, __real_fdatasync);
}

int __wrap_rename(const char* from, const char* to) {
    const auto name = Hooks::name_of(from);
    const auto new_name = Hooks::name_of(to);
    if (name && new_name && Hooks::fails(*name)) {
        return -1;
    }
    const int outcome = __real_rename(from, to);
    if (outcome == 0 && name && new_name) {
        Hooks::renamed(*name, *new_name);
    }
    return outcome;
}

int __wrap_unlink(const char* path) {
    const auto name = Hooks::name_of(path);
    if (name && Hooks::fails(*name)) {
        return -1;
    }
    const int outcome = __real_unlink(path);
    if (outcome == 0 && name) {
        Hooks::removed(*name);
    }
    return outcome;
}
}
// NOLINTEND(bugprone-reserved-identifier)
