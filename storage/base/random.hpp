#pragma once
/// Where randomness comes from; tests give their own so that one seed replays one run.
#include <cstdint>
#include <span>

namespace lontar {

class Random {
public:
    Random() = default;
    Random(const Random&) = delete;
    Random& operator=(const Random&) = delete;
    Random(Random&&) = delete;
    Random& operator=(Random&&) = delete;
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;
};

/// The operating system's generator (getrandom, BCryptGenRandom). Ends the program when the system
/// has none: no secret may be made without it.
Random& system_random();

}  // namespace lontar
