#pragma once
/// An officer as somebody names them: by name, case and blanks apart, or by id.
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"

namespace lontar::storage {

struct OfficerName {
    OfficerId officer;
    std::string name;
};

/// invalid_input "R-21": no name; "K-15": longer than the province takes
/// (`model::max_name_bytes`).
Status check_name(std::string_view name);
/// Whether a person would take both for one name.
bool is_same_name(std::string_view one, std::string_view other);
/// The one whom `who` names. not_found "K-10": nobody; conflict "K-11": several, in registers from
/// before two of one name were refused; its context has their ids.
Result<OfficerName> find_named(const std::vector<OfficerName>& officers, std::string_view who);

}  // namespace lontar::storage
