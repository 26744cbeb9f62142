#include "figures.hpp"

#include <algorithm>
#include <cstdio>

#include <sys/resource.h>

namespace lontar::bench {

namespace {

/// Of this process and of the programs it waited for.
double processor_seconds() {
    constexpr double micro = 1e-6;
    double sum = 0;
    for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage used{};
        ::getrusage(who, &used);
        for (const auto& time : {used.ru_utime, used.ru_stime}) {
            sum += static_cast<double>(time.tv_sec) + micro * static_cast<double>(time.tv_usec);
        }
    }
    return sum;
}

void insert_in_order(std::vector<double>& seconds, double one) {
    seconds.insert(std::upper_bound(seconds.begin(), seconds.end(), one), one);
}

double share_of(const std::vector<double>& seconds, double share) {
    return seconds.empty()
               ? 0
               : seconds[static_cast<std::size_t>(share * static_cast<double>(seconds.size() - 1))];
}

}  // namespace

void Durations::time(const std::function<void()>& act) {
    const auto begin = std::chrono::steady_clock::now();
    const double worked = processor_seconds();
    act();
    insert_in_order(processor_, processor_seconds() - worked);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    insert_in_order(seconds_, taken.count());
}

double Durations::at(double share) const {
    return share_of(seconds_, share);
}

double Durations::processor() const {
    return share_of(processor_, 0.5);
}

void print_ratio(const std::string& what, const Durations& measured, const Durations& limit,
                 Goal goal, double ratio) {
    constexpr double milli = 1e3;
    const double seen = measured.median() / limit.median();
    const bool missed = goal == Goal::at_most ? seen > ratio : seen < ratio;
    std::printf(
        "%s | %.3f / %.3f ms (p95 %.3f / %.3f, p99 %.3f; processor %.3f / %.3f) | %.4g x | "
        "%s %.4g x%s\n",
        what.c_str(), measured.median() * milli, limit.median() * milli, measured.at(0.95) * milli,
        limit.at(0.95) * milli, measured.at(0.99) * milli, measured.processor() * milli,
        limit.processor() * milli, seen, goal == Goal::at_most ? "<=" : ">=", ratio,
        missed ? " ABOVE" : "");
    std::fflush(stdout);
}

void print_fact(const std::string& what, const std::string& fact) {
    std::printf("%s | %s\n", what.c_str(), fact.c_str());
    std::fflush(stdout);
}

}  // namespace lontar::bench
