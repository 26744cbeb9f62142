#include "slow_sync.hpp"

#include <thread>

namespace lontar::bench {

namespace {

std::chrono::milliseconds longer_by{0};
std::uint64_t count = 0;

void wait() {
    ++count;
    if (longer_by.count() > 0) {
        std::this_thread::sleep_for(longer_by);
    }
}

}  // namespace

void slow_syncs(std::chrono::milliseconds longer) {
    longer_by = longer;
}

std::uint64_t syncs() {
    return count;
}

}  // namespace lontar::bench

// The linker sends every call here (--wrap).
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
int __real_fsync(int file);
int __real_fdatasync(int file);
int __wrap_fsync(int file);
int __wrap_fdatasync(int file);

int __wrap_fsync(int file) {
    lontar::bench::wait();
    return __real_fsync(file);
}

int __wrap_fdatasync(int file) {
    lontar::bench::wait();
    return __real_fdatasync(file);
}
}
// NOLINTEND(bugprone-reserved-identifier)
