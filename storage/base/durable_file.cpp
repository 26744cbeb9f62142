#include "storage/base/durable_file.hpp"

namespace lontar {

Status Disk::write(const Path& path, ByteView bytes) {
    auto part = begin(path);
    if (!part) {
        return std::move(part).error();
    }
    if (auto written = (*part)->write(bytes); !written) {
        return written;
    }
    return (*part)->finish();
}

}  // namespace lontar
