#include "support/fakes.hpp"

namespace lontar::support {

std::uint64_t SeededRandom::next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        bits = i % 8 == 0 ? next() : bits >> 8U;
        out[i] = static_cast<std::uint8_t>(bits);
    }
}

void FakeClock::pass(std::chrono::milliseconds span) {
    monotonic_ += span;
    below_a_second_ += span;
    const auto whole = std::chrono::floor<std::chrono::seconds>(below_a_second_);
    now_ = now_ + whole;
    below_a_second_ -= whole;
}

}  // namespace lontar::support
