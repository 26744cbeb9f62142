#pragma once
/// Token buckets: how often somebody may call. Bounded in memory, whoever calls. Pure: time is a
/// parameter.
#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>

namespace lontar::server {

struct Rate {
    double burst = 100;      ///< calls at once
    double per_second = 10;  ///< and then
};

class Rates {
public:
    explicit Rates(Rate rate, std::size_t max_keys = 20'000) : rate_(rate), max_keys_(max_keys) {}

    /// Takes one token of `key`. False when it has none: it may call again in `wait()`.
    bool allow(const std::string& key, std::chrono::milliseconds now);
    [[nodiscard]] std::chrono::seconds wait() const;
    [[nodiscard]] std::size_t size() const { return buckets_.size(); }

private:
    struct Bucket {
        double tokens = 0;
        std::chrono::milliseconds at{0};
    };
    void drop_full(std::chrono::milliseconds now);
    [[nodiscard]] double filled(const Bucket& bucket, std::chrono::milliseconds now) const;

    Rate rate_;
    std::size_t max_keys_;
    std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace lontar::server
