#include "sync/upload/verify_time.hpp"

#include <algorithm>

namespace lontar::upload {

Timestamp verify_moment(Timestamp clock, Timestamp floor, const std::vector<std::string>& ca) {
    std::optional<Timestamp> end;
    for (const auto& pem : ca) {
        const auto one = end_of(pem);
        if (one && (!end || *one > *end)) {
            end = one;
        }
    }
    // At its last second a certificate counts as ended already.
    const auto last = end ? *end + std::chrono::seconds(-1) : floor;
    return std::max(clock, std::min(floor, last));
}

}  // namespace lontar::upload
