#pragma once
/// Which program this is.
#include <string>

namespace lontar::client {

/// `0.1.0`
std::string version();
/// `lontar 0.1.0 (2026-11-22)`
std::string version_line();

}  // namespace lontar::client
