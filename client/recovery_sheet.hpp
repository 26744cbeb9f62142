#pragma once
/// The recovery sheet as a person copies it by hand and types it back: numbered groups of letters
/// after `AGE-SECRET-KEY-1`.
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/random.hpp"
#include "storage/sealed/age_keys.hpp"

namespace lontar::client {

inline constexpr std::string_view sheet_prefix = "AGE-SECRET-KEY-1";

/// The part after the prefix in groups of six; they point into `sheet`.
std::vector<std::string_view> sheet_groups(std::string_view sheet);

/// Letter case, blanks and hyphens are forgiven.
bool same_group(std::string_view typed, std::string_view group);

/// Positions of the two groups that are typed back to show that the sheet was copied: the third,
/// which stands in the middle, and one that changes, so that nobody copies two groups only.
std::array<std::size_t, 2> groups_to_type_back(Random& random, std::size_t groups);

/// What was typed off the paper as it stands there: the letters after the prefix in capitals,
/// without blanks, hyphens and the numbers of the groups. The prefix may be left out.
std::string sheet_letters(std::string_view typed);
/// A sheet has capitals and digits but neither B, I and O nor 1, which look like others.
bool is_sheet_letter(char letter);
/// Nothing when a letter is wrong.
std::optional<sealed::Identity> typed_sheet(std::string_view typed);
/// The sheet out of a file, written by this program or typed off the paper: in one line or in
/// groups, with their numbers (`1:`) or without; lines that begin with `#` are skipped. Of several
/// key lines the first.
std::optional<sealed::Identity> sheet_of_file(std::string_view text);

}  // namespace lontar::client
