#pragma once
/// What an official does in the village office. Texts: `role.<code>`.
#include <span>
#include <string_view>

namespace lontar::model {

/// `operator`, `sekdes`, `kades`.
std::span<const std::string_view> roles();
bool is_role(std::string_view code);

/// Who named none.
inline constexpr std::string_view usual_role = "operator";

}  // namespace lontar::model
