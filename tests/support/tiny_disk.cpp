#include "support/tiny_disk.hpp"

#include <cerrno>
#include <system_error>

#include <sys/mount.h>

namespace lontar::support {

TinyDisk::TinyDisk(const std::string& size) {
    const std::string options = "mode=700,size=" + size;
    if (::mount("tmpfs", path().c_str(), "tmpfs", 0, options.c_str()) != 0) {
        problem_ = "no tmpfs can be mounted here: " + std::generic_category().message(errno);
    }
}

TinyDisk::~TinyDisk() {
    if (problem_.empty()) {
        ::umount2(path().c_str(), MNT_DETACH);
    }
}

bool TinyDisk::resize(const std::string& size) {
    const std::string options = "size=" + size;
    return ::mount("tmpfs", path().c_str(), "tmpfs", MS_REMOUNT, options.c_str()) == 0;
}

}  // namespace lontar::support
