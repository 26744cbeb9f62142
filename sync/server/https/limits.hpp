#pragma once
/// How much, how long and how often the other end of a link may; the list stands in
/// sync/DESIGN.md too.
#include <chrono>
#include <cstddef>

#include "sync/server/https/rates.hpp"

namespace lontar::server {

struct HttpLimits {
    using Time = std::chrono::milliseconds;

    std::size_t max_head_bytes = 8 * 1024;
    Time handshake = std::chrono::seconds(30);
    Time idle = std::chrono::seconds(75);   ///< between two requests on one connection
    Time head = std::chrono::seconds(30);   ///< from a head's first byte to its last
    Time stall = std::chrono::seconds(60);  ///< no byte of a body for so long
    /// A body may take this long and 1 s more for each `min_rate` bytes: slower than the slowest
    /// village link, faster than somebody who only wants to hold the connection.
    Time body = std::chrono::seconds(120);
    std::size_t min_rate = 100;
    Time write = std::chrono::seconds(120);
    Time drain = std::chrono::seconds(5);  ///< for what still comes once the last answer is given
    std::size_t max_connections = 8000;
    /// Generous: a whole mobile network may stand behind one address.
    std::size_t max_connections_of_address = 1000;
    Rate of_address{.burst = 1000, .per_second = 100};
    Rate of_device{.burst = 400, .per_second = 10};
    Time grace = std::chrono::seconds(10);  ///< for requests under way when told to stop
};

}  // namespace lontar::server
