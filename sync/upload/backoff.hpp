#pragma once
/// How long to wait after failures: long enough not to hurt, short enough to use a gap in the
/// clouds.
#include <chrono>

#include "storage/base/random.hpp"

namespace lontar::upload {

inline constexpr std::chrono::seconds least_wait{5};
inline constexpr std::chrono::seconds most_wait{30 * 60};
inline constexpr std::chrono::seconds long_wait{6 * 3600};  ///< after a 413
inline constexpr std::chrono::seconds daily_wait{24 * 3600};
inline constexpr std::chrono::seconds hello_wait{3600};  ///< after unknown_device
inline constexpr std::chrono::seconds poll_wait{
    15 * 60};  ///< between two looks for replies when nothing is sent
inline constexpr int tries_before_parking = 3;

/// After the `tries`-th failure in a row (1 is the first): 5 s doubled each time, at most 30 min,
/// of which the upper half is left to chance, so that the villages of one mast do not come back
/// together.
std::chrono::seconds backoff(int tries, Random& random);

}  // namespace lontar::upload
