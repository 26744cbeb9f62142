#include "tests/sync/server/https/tls_client.hpp"

#include <array>
#include <csignal>
#include <cstdlib>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lontar::support {

TlsClient::TlsClient(std::uint16_t port, bool handshake) {
    std::signal(SIGPIPE, SIG_IGN);
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    open_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    if (!open_ || !handshake) {
        return;
    }
    context_ = SSL_CTX_new(TLS_client_method());
    tls_ = SSL_new(context_);
    SSL_set_fd(tls_, socket_);
    open_ = SSL_connect(tls_) == 1;
}

TlsClient::~TlsClient() {
    SSL_free(tls_);
    SSL_CTX_free(context_);
    ::close(socket_);
}

bool TlsClient::write(std::string_view bytes) {
    while (open_ && !bytes.empty()) {
        const int size = static_cast<int>(bytes.size());
        const auto written =
            tls_ != nullptr
                ? SSL_write(tls_, bytes.data(), size)
                : static_cast<int>(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
        open_ = written > 0;
        bytes.remove_prefix(open_ ? static_cast<std::size_t>(written) : 0);
    }
    return open_;
}

int TlsClient::read_some(std::chrono::milliseconds time, std::string& into) {
    if (tls_ == nullptr || SSL_pending(tls_) == 0) {
        pollfd asked{socket_, POLLIN, 0};
        if (::poll(&asked, 1, static_cast<int>(time.count())) <= 0) {
            return 0;
        }
    }
    std::array<char, 16384> piece{};
    const int read = tls_ != nullptr
                         ? SSL_read(tls_, piece.data(), piece.size())
                         : static_cast<int>(::recv(socket_, piece.data(), piece.size(), 0));
    if (read <= 0) {
        open_ = false;
        return -1;
    }
    into.append(piece.data(), static_cast<std::size_t>(read));
    return read;
}

std::string TlsClient::read_answer() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < until) {
        const auto end = rest_.find("\r\n\r\n");
        if (end != std::string::npos) {
            constexpr std::string_view name = "Content-Length: ";
            const auto at = rest_.find(name);
            const std::size_t length =
                at < end ? static_cast<std::size_t>(std::atoll(rest_.c_str() + at + name.size()))
                         : 0;
            if (rest_.size() >= end + 4 + length) {
                std::string answer = rest_.substr(0, end + 4 + length);
                rest_.erase(0, answer.size());
                return answer;
            }
        }
        if (read_some(std::chrono::seconds(1), rest_) < 0) {
            return {};
        }
    }
    return {};
}

bool TlsClient::is_ended_within(std::chrono::milliseconds time) {
    std::string more;
    const auto until = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < until) {
        const int read = read_some(std::chrono::milliseconds(50), more);
        if (read != 0) {
            return read < 0;
        }
    }
    return false;
}

int status_of(std::string_view answer) {
    return answer.starts_with("HTTP/1.1 ") ? std::atoi(std::string(answer.substr(9, 3)).c_str())
                                           : 0;
}

}  // namespace lontar::support
