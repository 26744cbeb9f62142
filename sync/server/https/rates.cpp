#include "sync/server/https/rates.hpp"

#include <algorithm>
#include <cmath>

namespace lontar::server {

bool Rates::allow(const std::string& key, std::chrono::milliseconds now) {
    if (buckets_.size() >= max_keys_ && !buckets_.contains(key)) {
        drop_full(now);
    }
    auto [at, is_new] = buckets_.try_emplace(key, Bucket{rate_.burst, now});
    Bucket& bucket = at->second;
    if (!is_new) {
        bucket.tokens = filled(bucket, now);
        bucket.at = now;
    }
    if (bucket.tokens < 1) {
        return false;
    }
    bucket.tokens -= 1;
    return true;
}

std::chrono::seconds Rates::wait() const {
    return std::chrono::seconds(std::max(1L, std::lround(std::ceil(1 / rate_.per_second))));
}

double Rates::filled(const Bucket& bucket, std::chrono::milliseconds now) const {
    const double seconds = std::chrono::duration<double>(now - bucket.at).count();
    return std::min(rate_.burst, bucket.tokens + std::max(0.0, seconds) * rate_.per_second);
}

void Rates::drop_full(std::chrono::milliseconds now) {
    // A full bucket says the same as none.
    std::erase_if(buckets_,
                  [&](const auto& each) { return filled(each.second, now) >= rate_.burst; });
    if (buckets_.size() >= max_keys_) {
        buckets_.clear();
    }
}

}  // namespace lontar::server
