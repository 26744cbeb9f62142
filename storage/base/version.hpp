#pragma once
/// Which release the programs are of.
#include <string>
#include <string_view>

namespace lontar {

/// `0.1.0`
std::string version();
/// `lontar 0.1.0 (2026-11-22)`: the date of the commit it was built from, in WITA.
std::string version_line(std::string_view program);

}  // namespace lontar
