#pragma once
/// One file of a folder.
#include <cstdint>
#include <string>

namespace lontar {

struct FileEntry {
    std::string name;         ///< UTF-8, without folder
    std::uint64_t bytes = 0;  ///< size
};

}  // namespace lontar
