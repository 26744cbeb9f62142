#include "figures.hpp"

#include <algorithm>
#include <cstdio>

namespace lontar::bench {

void Durations::time(const std::function<void()>& act) {
    const auto begin = std::chrono::steady_clock::now();
    act();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    seconds_.insert(std::upper_bound(seconds_.begin(), seconds_.end(), taken.count()),
                    taken.count());
}

double Durations::at(double share) const {
    return seconds_.empty() ? 0
                            : seconds_[static_cast<std::size_t>(
                                  share * static_cast<double>(seconds_.size() - 1))];
}

void print_ratio(const std::string& what, const Durations& measured, const Durations& limit,
                 Goal goal, double ratio) {
    constexpr double milli = 1e3;
    const double seen = measured.median() / limit.median();
    const bool missed = goal == Goal::at_most ? seen > ratio : seen < ratio;
    std::printf("%s | %.3f / %.3f ms (p95 %.3f / %.3f, p99 %.3f) | %.4g x | %s %.4g x%s\n",
                what.c_str(), measured.median() * milli, limit.median() * milli,
                measured.at(0.95) * milli, limit.at(0.95) * milli, measured.at(0.99) * milli, seen,
                goal == Goal::at_most ? "<=" : ">=", ratio, missed ? " ABOVE" : "");
    std::fflush(stdout);
}

void print_fact(const std::string& what, const std::string& fact) {
    std::printf("%s | %s\n", what.c_str(), fact.c_str());
    std::fflush(stdout);
}

}  // namespace lontar::bench
