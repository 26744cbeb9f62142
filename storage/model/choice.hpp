#pragma once
/// One value of a list of the form.
#include <string_view>

namespace lontar::model {

struct Choice {
    std::string_view code;  ///< what is stored
};

}  // namespace lontar::model
