#include "sync/upload/backoff.hpp"

#include <algorithm>
#include <array>

namespace lontar::upload {

std::chrono::seconds backoff(int tries, Random& random) {
    constexpr int enough_doublings = 12;
    const int doublings = std::clamp(tries - 1, 0, enough_doublings);
    const auto whole = std::min(2 * least_wait * (1 << doublings), most_wait);
    std::array<std::uint8_t, 2> bits{};
    random.fill(bits);
    const auto share = std::int64_t{bits[0]} | (std::int64_t{bits[1]} << 8U);
    const auto half = whole / 2;
    return half + std::chrono::seconds(half.count() * share / 0xFFFF);
}

}  // namespace lontar::upload
