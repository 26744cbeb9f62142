#include "storage/base/path.hpp"

namespace lontar {

std::string to_utf8(const Path& path) {
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

Path to_path(std::string_view utf8) {
    return {std::u8string(utf8.begin(), utf8.end())};
}

Path for_system(const Path& path) {
    return path;
}

}  // namespace lontar
