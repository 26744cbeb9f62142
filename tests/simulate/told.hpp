#pragma once
/// Small things that all acts need.
#include <cstdint>
#include <string>

#include "storage/base/result.hpp"

namespace lontar::simulate {

/// For the trace; errors hold no person's data.
inline std::string outcome(const Status& status) {
    return status ? "done" : status.error().code + " " + status.error().context;
}

/// The progress of whoever never stops.
inline bool go_on(std::int64_t /*done*/, std::int64_t /*total*/) {
    return true;
}

}  // namespace lontar::simulate
