#include "storage/base/posix.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/base/file_error.hpp"

namespace lontar::posix {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        close();
        number_ = other.release();
    }
    return *this;
}

Descriptor::~Descriptor() {
    close();
}

int Descriptor::release() {
    return std::exchange(number_, -1);
}

bool Descriptor::close() {
    if (!is_open()) {
        return true;
    }
    // After EINTR Linux has closed it all the same; closing again could hit another thread's file.
    return ::close(release()) == 0 || errno == EINTR;
}

Descriptor open_file(const Path& path, int flags) {
    constexpr unsigned owner_only = 0600;
    while (true) {
        const int number = ::open(path.c_str(), flags | O_CLOEXEC, owner_only);
        if (number >= 0 || errno != EINTR) {
            return Descriptor(number);
        }
    }
}

Error error_of(int number, std::string_view act, const Path& path) {
    std::string context = file_context(act, path, std::generic_category().message(number));
    switch (number) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return fail(ErrorKind::storage_full, "D-01", std::move(context));
        case ENOENT:
            return fail(ErrorKind::not_found, "D-05", std::move(context));
        case EISDIR:
            return fail(ErrorKind::not_found, "D-07", std::move(context));
        case ENOTDIR:
            return fail(ErrorKind::not_found, "D-08", std::move(context));
        case ENAMETOOLONG:
        case EILSEQ:
        case EINVAL:  // FAT refuses some letters with it
        case ELOOP:
            return fail(ErrorKind::not_found, "D-09", std::move(context));
        case ENODEV:
        case ENXIO:
        case ENOMEDIUM:
        case ESTALE:
        case ENOTCONN:
            return fail(ErrorKind::storage_failed, "D-10", std::move(context));
        case EWOULDBLOCK:
        case EBUSY:
        case ETXTBSY:
            return fail(ErrorKind::locked, "D-03", std::move(context));
        case EACCES:
        case EPERM:
        case EROFS:
            return fail(ErrorKind::storage_failed, "D-06", std::move(context));
        default:
            return fail(ErrorKind::storage_failed, "D-02", std::move(context));
    }
}

bool try_lock(const Descriptor& file) {
    int result = -1;
    do {
        result = ::flock(file.number(), LOCK_EX | LOCK_NB);
    } while (result != 0 && errno == EINTR);
    return result == 0;
}

bool is_same_file(const Descriptor& file, const Path& path) {
    struct stat open_one {};
    struct stat named_one {};
    return ::fstat(file.number(), &open_one) == 0 && ::lstat(path.c_str(), &named_one) == 0 &&
           open_one.st_dev == named_one.st_dev && open_one.st_ino == named_one.st_ino;
}

}  // namespace lontar::posix
