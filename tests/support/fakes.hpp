#pragma once
/// Randomness and time that a test decides.
#include <chrono>
#include <cstdint>
#include <span>

#include "storage/base/random.hpp"
#include "storage/base/timestamp.hpp"

namespace lontar::support {

/// The same seed gives the same bytes on every machine (SplitMix64). Never for secrets.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> out) override;
    std::uint64_t next();
    /// 0..end-1; `end` is at least 1.
    std::uint64_t below(std::uint64_t end) { return next() % end; }

private:
    std::uint64_t state_;
};

/// Stands still until told.
class FakeClock final : public Clock {
public:
    explicit FakeClock(Timestamp start = Timestamp{1'795'334'400}) : now_(start) {}  // 2026-11-22
    Timestamp now() override { return now_; }
    std::chrono::milliseconds monotonic() override { return monotonic_; }

    /// Time passes: both clocks move.
    void pass(std::chrono::milliseconds span);
    /// Somebody sets the wall clock; monotonic time goes on.
    void set(Timestamp now) { now_ = now; }

private:
    Timestamp now_;
    std::chrono::milliseconds monotonic_{1'000};
    std::chrono::milliseconds below_a_second_{0};
};

}  // namespace lontar::support
