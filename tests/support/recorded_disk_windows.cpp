#include <catch2/catch_test_macros.hpp>

#include "support/recorded_disk.hpp"

namespace lontar::support {

struct RecordedDisk::Act {};

RecordedDisk::RecordedDisk(Path /*folder*/) {
    SKIP("the linker cannot put itself between a Windows program and its disk; shown on Linux");
}

RecordedDisk::~RecordedDisk() = default;

std::string RecordedDisk::describe(std::size_t /*act*/) const {
    return {};
}

void RecordedDisk::after_power_cut(std::size_t /*acts*/, Unsynced /*unsynced*/,
                                   std::uint64_t /*seed*/, const Path& /*target*/) const {}

void RecordedDisk::fail_at(std::size_t /*act*/, int /*number*/, bool /*stays*/) {}

void RecordedDisk::heal() {}

}  // namespace lontar::support
