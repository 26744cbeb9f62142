#pragma once
/// An HTTPS server of a test on a loopback port, with certificates made for it. It says exactly
/// what the test wants, and stops in the middle when told.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "storage/base/bytes.hpp"
#include "storage/base/timestamp.hpp"

namespace lontar::support {

/// A CA, and a leaf signed by it, ECDSA P-256 as the province's.
struct TlsIdentity {
    std::string ca_pem;
    std::string certificate_pem;
    std::string key_pem;
};
struct TlsValidity {
    Timestamp from{1'600'000'000};
    Timestamp until{2'400'000'000};
    Timestamp ca_until{2'400'000'000};
    std::string host = "127.0.0.1";  ///< an address or a name
};
TlsIdentity make_tls_identity(const TlsValidity& validity = {});

struct TlsRequest {
    std::string head;  ///< request line and headers
    Bytes body;
};
struct TlsAnswer {
    std::string bytes;                     ///< the whole response
    std::optional<std::size_t> cut_after;  ///< sends so many bytes and closes
    bool stalls = false;  ///< sends what it sends and then nothing, the connection stays open
};
/// `status` line, headers and body of an ordinary response.
std::string http_response(int status, const std::string& content_type, const std::string& body,
                          const std::string& more_headers = {});

class TlsServer {
public:
    using Handler = std::function<TlsAnswer(const TlsRequest&)>;
    TlsServer(const TlsIdentity& identity, Handler handler);
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;
    TlsServer(TlsServer&&) = delete;
    TlsServer& operator=(TlsServer&&) = delete;
    ~TlsServer();

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] int connections() const { return connections_; }
    [[nodiscard]] int requests() const { return requests_; }

private:
    void serve();
    void serve_one(int socket);

    void* context_ = nullptr;
    Handler handler_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> stopping_{false};
    std::atomic<int> socket_{-1};  ///< of the connection being served
    std::atomic<int> connections_{0};
    std::atomic<int> requests_{0};
    std::thread thread_;
};

}  // namespace lontar::support
