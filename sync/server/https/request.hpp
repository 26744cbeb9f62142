#pragma once
/// What is asked of the province, read from a request's head: strict about framing, closed about
/// paths. Pure.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "storage/base/ids.hpp"
#include "sync/server/ingest.hpp"

namespace lontar::server {

struct PutBatch {
    Claimed claimed;
};
struct GetReply {
    DeviceId device;
    Epoch epoch;
    std::int64_t gen = 0;
    std::int64_t n = 0;
};
struct GetKeys {};
struct GetHealth {};
/// 404 (no such path) or 405 (another method).
struct WrongUse {
    int status = 404;
};
using Route = std::variant<WrongUse, PutBatch, GetReply, GetKeys, GetHealth>;

/// Of a number in a path.
inline constexpr std::size_t max_path_digits = 15;

/// A head as it is answered and logged.
struct Request {
    std::string method = "-";
    Route route = WrongUse{404};
    std::string media_type;
    std::size_t length = 0;  ///< of the body
    bool keep_alive = false;
    bool wants_continue = false;
};

/// `/v1/batches/{device}/{epoch}/{seq}`, `/v1/replies/{device}/{epoch}/{gen}/{n}`, `/v1/keys`,
/// `/v1/health`; ids as lower-case hex, numbers without leading zeros, no query.
Route find_route(std::string_view method, std::string_view target);

/// Kind of a route, for the log: batch, reply, keys, health, other.
std::string_view name_of(const Route& route);
/// Ids of a route, for the log; empty when it has none.
std::string ids_of(const Route& route);

/// True when a head (from the request line to the empty line) has exactly one reading: CRLF only,
/// no folded lines, no control characters, no blank before a colon, one Host, at most one
/// Content-Length of digits, no Transfer-Encoding.
bool is_well_framed(std::string_view head);

}  // namespace lontar::server
