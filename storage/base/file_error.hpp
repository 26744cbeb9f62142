#pragma once
/// How an error says which file it is about.
#include <string>
#include <string_view>

#include "storage/base/path.hpp"

namespace lontar {

/// Context of an Error: what was tried, why it failed, and last, behind a colon, the file's name
/// without its folder (which can be a person's name).
inline std::string file_context(std::string_view act, const Path& path, std::string_view why) {
    return std::string(act) + ": " + std::string(why) + ": " + to_utf8(path.filename());
}

}  // namespace lontar
