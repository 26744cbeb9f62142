#pragma once
/// A bad road: passes TCP connections on and harms them as told. Knows nothing of TLS; a *reply* is
/// what the server says after the client has said enough for a request.
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace lontar::support {

struct RoadRules {
    /// What comes from the server is kept back while it is a reply (see `request_bytes`).
    bool hold = false;
    /// The connection ends after so many bytes of a reply.
    std::optional<std::uint64_t> cut_reply = std::nullopt;
    /// The connection ends after so many bytes, both ways together.
    std::optional<std::uint64_t> drop_every = std::nullopt;
    /// Each piece arrives so much later.
    std::chrono::milliseconds delay{0};
    /// Bytes a second and way; 0: no limit.
    std::uint64_t rate = 0;
    /// So many of a hundred segments (1,400 bytes) are lost and come by retransmission: that way
    /// stands still for a second before each. Chosen by `loss_seed`, on each new connection anew.
    unsigned lost_percent = 0;
    std::uint64_t loss_seed = 0;
    /// Once the client has sent so many bytes on a connection, the server's words are a reply. A
    /// TLS handshake and a GET stay below the default, a batch does not.
    std::uint64_t request_bytes = 1500;
};

struct ProxySettings {
    int port = 0;  ///< 0: any free one
    std::string host = "127.0.0.1";
    int to_port = 0;
};

class Proxy {
public:
    /// Listens on the loopback. Nothing when the port is taken.
    static std::unique_ptr<Proxy> begin(const ProxySettings& settings);
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;
    Proxy(Proxy&&) = delete;
    Proxy& operator=(Proxy&&) = delete;
    ~Proxy();

    [[nodiscard]] int port() const;
    /// In force from now on, for open connections too.
    void set(const RoadRules& rules);
    /// Does what is ready, waiting for at most `patience`.
    void turn(std::chrono::milliseconds patience);

    /// Bytes of replies kept back on all connections.
    [[nodiscard]] std::uint64_t held() const;
    [[nodiscard]] std::uint64_t connections() const;
    /// Bytes that came from clients and from servers, on the wire, TLS included.
    [[nodiscard]] std::uint64_t bytes_up() const;
    [[nodiscard]] std::uint64_t bytes_down() const;

private:
    struct Impl;
    explicit Proxy(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace lontar::support
