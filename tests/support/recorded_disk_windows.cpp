#include <cstdlib>

#include <catch2/catch_test_macros.hpp>

#include "support/recorded_disk.hpp"

namespace lontar::support {

namespace {

[[noreturn]] void no_recording() {
    SKIP("the linker cannot put itself between a Windows program and its disk; shown on Linux");
    std::abort();  // SKIP does not say that it never returns
}

}  // namespace

// A test that only wants its syncs to cost nothing goes on.
RecordedDisk::RecordedDisk(Path folder) : folder_(std::move(folder)) {}

RecordedDisk::~RecordedDisk() = default;

std::size_t RecordedDisk::acts() const {
    no_recording();
}

std::string RecordedDisk::describe(std::size_t /*act*/) const {
    no_recording();
}

void RecordedDisk::after_power_cut(std::size_t /*acts*/, Unsynced /*unsynced*/,
                                   std::uint64_t /*seed*/, const Path& /*target*/) const {
    no_recording();
}

void RecordedDisk::fail_at(std::size_t /*act*/, int /*number*/, bool /*stays*/,
                           std::string /*part*/) {
    no_recording();
}

void RecordedDisk::interrupt(bool /*on*/) {
    no_recording();
}

void RecordedDisk::heal() {}

}  // namespace lontar::support
