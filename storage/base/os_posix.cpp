#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "storage/base/durable_file.hpp"
#include "storage/base/file_error.hpp"
#include "storage/base/os.hpp"
#include "storage/base/posix.hpp"

namespace lontar {

namespace {

// The leak checker of the sanitizers reads its own process and must be allowed to.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool others_may_read = true;
#else
constexpr bool others_may_read = false;
#endif

class PosixLock final : public FileLock {
public:
    explicit PosixLock(posix::Descriptor file) : file_(std::move(file)) {}

private:
    posix::Descriptor file_;
};

}  // namespace

Result<std::unique_ptr<FileLock>> lock_file(const Path& path) {
    posix::Descriptor file = posix::open_file(path, O_RDWR | O_CREAT | O_NOFOLLOW);
    if (!file.is_open()) {
        return posix::error_of(errno, "open", path);
    }
    if (!posix::try_lock(file)) {
        if (errno == EWOULDBLOCK) {
            return fail(ErrorKind::locked, "P-02",
                        file_context("lock", path, "held by another process"));
        }
        return posix::error_of(errno, "lock", path);
    }
    return std::unique_ptr<FileLock>(std::make_unique<PosixLock>(std::move(file)));
}

std::string machine_name_secret() {
    constexpr std::uint64_t longest = 256;
    for (const char* place : {"/etc/machine-id", "/var/lib/dbus/machine-id"}) {
        const auto bytes = system_disk().read(place, longest);
        if (!bytes) {
            continue;
        }
        const std::string_view text = as_text(*bytes);
        const std::string_view line = text.substr(0, text.find('\n'));
        // The word stands there in images that get their identity at the first start.
        if (!line.empty() && line != "uninitialized") {
            return std::string(line);
        }
    }
    return {};
}

void harden_process() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    if (!others_may_read) {
        ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    }
}

std::uint64_t physical_memory_bytes() {
    const long pages = ::sysconf(_SC_PHYS_PAGES);
    const long page_bytes = ::sysconf(_SC_PAGESIZE);
    return pages > 0 && page_bytes > 0
               ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_bytes)
               : 0;
}

std::optional<std::string> environment(const std::string& name) {
    const char* value =
        std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace lontar
