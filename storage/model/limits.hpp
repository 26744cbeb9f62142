#pragma once
/// Limits of what travels that a form keeps at entry. `wire` names these; the other ones stand in
/// `wire` itself.
#include <cstddef>

namespace lontar::model {

/// Of an officer's or a village's name, in bytes of UTF-8.
inline constexpr std::size_t max_name_bytes = 200;
/// Active officers of one register.
inline constexpr std::size_t max_officers = 50;

}  // namespace lontar::model
