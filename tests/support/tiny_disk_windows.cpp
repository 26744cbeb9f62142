#include "support/tiny_disk.hpp"

namespace lontar::support {

TinyDisk::TinyDisk(const std::string& /*size*/)
    : problem_("Windows has no disk in memory that a test could fill") {}

TinyDisk::~TinyDisk() = default;

bool TinyDisk::resize(const std::string& /*size*/) {
    return false;
}

}  // namespace lontar::support
