#pragma once
/// Program and version, as a batch names it.
#include <string_view>

namespace lontar::spool {

inline constexpr std::string_view this_program = "lontar " LONTAR_VERSION;

}  // namespace lontar::spool
