// Limits of the format page that are this province's own.
#include "sync/server/https/limits.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/format_page.hpp"
#include "sync/server/history.hpp"
#include "sync/server/https/request.hpp"
#include "sync/server/quarantine.hpp"

using namespace lontar;

TEST_CASE("every limit of the format page that the province sets is the one in the code") {
    const server::HttpLimits limits;
    const auto whole = [](auto number) { return static_cast<std::int64_t>(number); };
    const auto seconds = [](server::HttpLimits::Time time) {
        return std::chrono::duration_cast<std::chrono::seconds>(time).count();
    };
    support::check_limits(
        {"server"},
        {
            LONTAR_LIMIT(server::max_merged_bytes),
            LONTAR_LIMIT(server::max_merged_fields),
            LONTAR_LIMIT(server::max_merged_heads),
            LONTAR_LIMIT(server::max_path_digits),
            LONTAR_LIMIT(server::max_quarantined_batches),
            LONTAR_LIMIT(server::max_quarantined_bytes),
            {"server::HttpLimits::max_head_bytes", whole(limits.max_head_bytes)},
            {"server::HttpLimits::head", seconds(limits.head)},
            {"server::HttpLimits::stall", seconds(limits.stall)},
            {"server::HttpLimits::body", seconds(limits.body)},
            {"server::HttpLimits::min_rate", whole(limits.min_rate)},
            {"server::HttpLimits::idle", seconds(limits.idle)},
            {"server::HttpLimits::of_device.burst", whole(limits.of_device.burst)},
            {"server::HttpLimits::of_device.per_second", whole(limits.of_device.per_second)},
            {"server::HttpLimits::of_address.burst", whole(limits.of_address.burst)},
            {"server::HttpLimits::of_address.per_second", whole(limits.of_address.per_second)},
        });
}
