#include "storage/register/officer_name.hpp"

#include <algorithm>

#include "storage/base/text.hpp"
#include "storage/model/limits.hpp"

namespace lontar::storage {

Status check_name(std::string_view name) {
    if (name.empty()) {
        return fail(ErrorKind::invalid_input, "R-21", "name an officer");
    }
    return name.size() <= model::max_name_bytes
               ? done()
               : fail(ErrorKind::invalid_input, "K-15",
                      "name an officer in " + std::to_string(name.size()) + " bytes");
}

bool is_same_name(std::string_view one, std::string_view other) {
    return folded(one) == folded(other);
}

Result<OfficerName> find_named(const std::vector<OfficerName>& officers, std::string_view who) {
    const std::string id = ascii_lower(tidy_text(who).value_or(""));
    const auto has_id = [&](const OfficerName& one) { return one.officer.hex() == id; };
    if (const auto one = std::ranges::find_if(officers, has_id); one != officers.end()) {
        return *one;
    }
    std::vector<OfficerName> found;
    std::ranges::copy_if(officers, std::back_inserter(found),
                         [&](const OfficerName& one) { return is_same_name(one.name, who); });
    if (found.empty()) {
        return fail(ErrorKind::not_found, "K-10", "find the officer");
    }
    if (found.size() > 1) {
        std::string ids;
        for (const OfficerName& one : found) {
            ids += (ids.empty() ? "" : ", ") + one.officer.hex();
        }
        return fail(ErrorKind::conflict, "K-11", ids);
    }
    return found.front();
}

}  // namespace lontar::storage
