#include "storage/base/replacing.hpp"

namespace lontar {

bool would_replace(Disk& disk, const Path& file) {
    // Not `exists`, to which a folder is there as well.
    const auto there = disk.read(file, 0);
    return there || there.error().kind != ErrorKind::not_found;
}

}  // namespace lontar
