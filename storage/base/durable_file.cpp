#include "storage/base/durable_file.hpp"

namespace lontar {

std::string to_utf8(const Path& path) {
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

Path to_path(std::string_view utf8) {
    return {std::u8string(utf8.begin(), utf8.end())};
}

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
