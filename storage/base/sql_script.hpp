#pragma once
/// One SQL script compiled into the program.
#include <string_view>

namespace lontar {

struct SqlScript {
    std::string_view name;  ///< file name without `.sql`, e.g. `0001_first`
    std::string_view sql;   ///< the whole file
};

}  // namespace lontar
