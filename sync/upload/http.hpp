#pragma once
/// One HTTPS exchange with the province; curl stays behind this line.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "sync/wire/newest.hpp"

namespace lontar::upload {

inline constexpr std::size_t max_answer_bytes = std::size_t{1} << 20U;
inline constexpr std::chrono::seconds least_retry{1};  ///< of Retry-After
inline constexpr std::chrono::seconds most_retry = std::chrono::hours(6);

struct HttpAnswer {
    int status = 0;
    std::string content_type;
    Bytes body;  ///< at most `max_answer_bytes`
    std::optional<std::chrono::seconds>
        retry_after;  ///< delta-seconds only, 1 s .. 6 h; else nothing
    /// Lontar-Newest, when it stands there once and well formed.
    std::optional<wire::ReplyNumber> newest = std::nullopt;
};

struct HttpProgress {
    std::int64_t sent = 0, to_send = 0, received = 0;
};

/// Fails with unreachable and: "L-01" no network or name not found, "L-02" refused or reset, "L-03"
/// stalled, "L-04" certificate not of this province, "L-05" certificate dates against this laptop's
/// clock, "L-06" plain http or redirect refused, "L-07" answer too large; cancelled "L-08".
class Http {
public:
    Http() = default;
    Http(const Http&) = delete;
    Http& operator=(const Http&) = delete;
    Http(Http&&) = delete;
    Http& operator=(Http&&) = delete;
    virtual ~Http() = default;
    virtual Result<HttpAnswer> put(const std::string& url, ByteView body,
                                   std::string_view media_type) = 0;
    virtual Result<HttpAnswer> get(const std::string& url) = 0;
};

struct HttpSettings {
    std::vector<std::string> ca;  ///< PEM; nothing else is trusted
    Timestamp clock;              ///< what this laptop believes …
    Timestamp clock_floor;  ///< … certificates are judged at the later of both, the floor not
                            ///< counting beyond the CA's end
    std::chrono::seconds stall{
        60};  ///< no byte either way for so long ends the exchange; no limit on the whole
    std::function<bool(const HttpProgress&)> progress;  ///< false cancels
};
/// TLS 1.2 or newer, CA as given, host name checked, no redirects, HTTPS only, connection kept for
/// the next exchange. invalid_input "L-06": a CA list that is empty.
Result<std::unique_ptr<Http>> make_http(const HttpSettings& settings);

/// How the uploader and the courier come to their exchange: `make_http`, or a test's own.
using MakeHttp = std::function<Result<std::unique_ptr<Http>>(const HttpSettings&)>;

}  // namespace lontar::upload
