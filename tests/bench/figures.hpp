#pragma once
/// Durations of repeated acts, and the rows that are printed of them.
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace lontar::bench {

class Durations {
public:
    /// Runs `act` and keeps how long it took.
    void time(const std::function<void()>& act);
    /// Seconds; `share` 0.5 is the median.
    [[nodiscard]] double at(double share) const;
    [[nodiscard]] double median() const { return at(0.5); }
    /// Median of the seconds that processors worked for it: on a busy machine the surer figure.
    [[nodiscard]] double processor() const;

private:
    std::vector<double> seconds_;
    std::vector<double> processor_;
};

enum class Goal { at_most, at_least };

/// One line: what, measured, limit beside it, ratio of medians and of p95, goal, ABOVE when missed.
void print_ratio(const std::string& what, const Durations& measured, const Durations& limit,
                 Goal goal, double ratio);
void print_fact(const std::string& what, const std::string& fact);

}  // namespace lontar::bench
