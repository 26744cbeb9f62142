#pragma once
/// The recovery sheet in groups that a person can copy by hand and type back.
#include <string>
#include <string_view>
#include <vector>

namespace lontar::client {

/// The part after `AGE-SECRET-KEY-1` in groups of six.
std::vector<std::string> sheet_groups(std::string_view sheet);
/// Letter case, blanks and hyphens are forgiven.
bool same_group(std::string_view typed, std::string_view group);

}  // namespace lontar::client
