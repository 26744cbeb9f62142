#pragma once
/// HTTPS front of the province: thousands of slow links in one thread, each bounded in bytes and
/// time. The only file of the project that knows Boost is http.cpp.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "storage/base/result.hpp"
#include "sync/server/certificates.hpp"
#include "sync/server/https/log.hpp"
#include "sync/server/https/rates.hpp"
#include "sync/server/https/request.hpp"
#include "sync/server/ingest.hpp"

namespace lontar::server {

struct HttpLimits {
    std::size_t max_head_bytes = 8 * 1024;
    std::chrono::seconds handshake{30};
    std::chrono::seconds idle{75};   ///< between two calls on one connection
    std::chrono::seconds head{30};   ///< from a head's first byte to its last
    std::chrono::seconds stall{60};  ///< no byte of a body for so long
    /// A body may take this long and 1 s more for each `min_rate` bytes: slower than the slowest
    /// village link, faster than somebody who only wants to hold the connection.
    std::chrono::seconds body{120};
    std::size_t min_rate = 100;
    std::chrono::seconds write{120};
    std::size_t max_connections = 8000;
    /// Generous: a whole mobile network may stand behind one address.
    std::size_t max_connections_of_address = 1000;
    Rate of_address{.burst = 1000, .per_second = 100};
    Rate of_device{.burst = 400, .per_second = 10};
    std::chrono::seconds grace{10};  ///< for calls under way when the server is told to stop
};

struct HttpSettings {
    std::string address = "0.0.0.0";
    std::uint16_t port = 8443;  ///< 0: any free one
    TlsIdentity tls;
    std::string keys;  ///< answer to GET /v1/keys
    HttpLimits limits;
};

/// What stands behind the front. Each calls `done` once, from any thread, or returns false: too
/// busy.
struct Backend {
    using Done = std::function<void(Answer)>;
    std::function<bool(Bytes file, wire::BatchStanza stanza, Done done)> put_batch;
    std::function<bool(const GetReply& asked, Done done)> get_reply;
    /// Called every hour.
    std::function<void()> hourly;
};

class HttpServer {
public:
    /// Bound and listening on return. refused "V-10": the address cannot be used; storage_failed
    /// "V-09": the certificate.
    static Result<std::unique_ptr<HttpServer>> listen(const HttpSettings& settings, Backend backend,
                                                      Log& log);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    HttpServer(HttpServer&&) = delete;
    HttpServer& operator=(HttpServer&&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    /// Serves until `stop`, or SIGINT or SIGTERM when `with_signals`; finishes the calls under way.
    void run(bool with_signals);
    /// Any thread.
    void stop();
    /// For connections from now on. Any thread.
    void renew(const TlsIdentity& tls);

private:
    struct Impl;
    explicit HttpServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace lontar::server
