#include "storage/model/roles.hpp"

#include <algorithm>
#include <array>

namespace lontar::model {

namespace {

constexpr std::array<std::string_view, 3> all_roles{usual_role, "sekdes", "kades"};

}  // namespace

std::span<const std::string_view> roles() {
    return all_roles;
}

bool is_role(std::string_view code) {
    return std::ranges::find(all_roles, code) != all_roles.end();
}

}  // namespace lontar::model
