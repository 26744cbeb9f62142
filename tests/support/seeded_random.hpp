#pragma once
/// Randomness that repeats: one seed, one run, on every machine (SplitMix64).
#include <cstdint>

#include "storage/base/random.hpp"

namespace lontar::test {

class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    /// 0 .. `bound` - 1.
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }

    void fill(std::span<std::uint8_t> out) override {
        std::uint64_t held = 0;
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (i % 8 == 0) {
                held = next();
            }
            out[i] = static_cast<std::uint8_t>(held >> (8 * (i % 8)));
        }
    }

private:
    std::uint64_t state_;
};

}  // namespace lontar::test
