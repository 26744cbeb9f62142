#include "storage/base/version.hpp"

#include "storage/base/timestamp.hpp"

namespace lontar {

std::string version() {
    return LONTAR_VERSION;
}

std::string version_line(std::string_view program) {
    return std::string(program) + " " + version() + " (" + Date::in_wita(build_time()).iso() + ")";
}

}  // namespace lontar
