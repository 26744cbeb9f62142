#pragma once
/// A TLS connection on which a test writes what it likes, byte by byte.
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace lontar::support {

class TlsClient {
public:
    /// To 127.0.0.1. Without `handshake` only the TCP connection is made.
    explicit TlsClient(std::uint16_t port, bool handshake = true);
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;
    TlsClient(TlsClient&&) = delete;
    TlsClient& operator=(TlsClient&&) = delete;
    ~TlsClient();

    [[nodiscard]] bool is_open() const { return open_; }
    /// False when the other side is gone.
    bool write(std::string_view bytes);
    /// One whole answer with its body; "" when the connection ends before. Waits up to 20 s.
    std::string read_answer();
    /// True when the other side ends the connection within `time`, without a byte more.
    bool is_ended_within(std::chrono::milliseconds time);

private:
    /// -1: ended, 0: nothing came in time.
    int read_some(std::chrono::milliseconds time, std::string& into);
    int socket_ = -1;
    ssl_ctx_st* context_ = nullptr;
    ssl_st* tls_ = nullptr;
    bool open_ = false;
    std::string rest_;
};

/// Status of an answer; 0 when there is none.
int status_of(std::string_view answer);

}  // namespace lontar::support
