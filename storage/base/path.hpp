#pragma once
/// Names of files: UTF-8 inside the program, whatever the system takes outside.
#include <filesystem>
#include <string>
#include <string_view>

namespace lontar {

using Path = std::filesystem::path;

/// Paths as UTF-8 on every system (std::filesystem takes the code page on Windows).
std::string to_utf8(const Path& path);
Path to_path(std::string_view utf8);
/// `path` as the system's calls take it at any length: Windows ends at 260 units unless the path is
/// whole and begins with `\\?\`. Elsewhere as it is. Whoever calls std::filesystem or opens by name
/// goes through here; Disk does by itself.
Path for_system(const Path& path);

}  // namespace lontar
