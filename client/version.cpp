#include "client/version.hpp"

#include "storage/base/timestamp.hpp"

namespace lontar::client {

std::string version() {
    return LONTAR_VERSION;
}

std::string version_line() {
    return "lontar " + version() + " (" + Date::in_wita(build_time()).iso() + ")";
}

}  // namespace lontar::client
