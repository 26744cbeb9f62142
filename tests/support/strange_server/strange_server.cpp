#include "support/strange_server/strange_server.hpp"

#include <array>
#include <cstdlib>
#include <memory>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lontar::support {

namespace {

constexpr std::string_view page =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 24\r\nConnection: close\r\n\r\n"
    "<h1>Please log in.</h1>\n";
constexpr std::string_view elsewhere =
    "HTTP/1.1 302 Found\r\nLocation: http://login.invalid/\r\nContent-Length: 0\r\nConnection: "
    "close\r\n\r\n";

template <typename T>
T must(Result<T> result) {
    if (!result) {
        std::abort();
    }
    return *std::move(result);
}

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

Context context_of(const server::TlsIdentity& identity) {
    Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> certificate(
        BIO_new_mem_buf(identity.certificate.data(), static_cast<int>(identity.certificate.size())),
        BIO_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> key(
        BIO_new_mem_buf(identity.key.data(), static_cast<int>(identity.key.size())), BIO_free);
    X509* parsed = PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr);
    EVP_PKEY* secret = PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr);
    if (SSL_CTX_use_certificate(context.get(), parsed) != 1 ||
        SSL_CTX_use_PrivateKey(context.get(), secret) != 1) {
        std::abort();
    }
    X509_free(parsed);
    EVP_PKEY_free(secret);
    return context;
}

/// The request is read to its end, so that the client is not cut off while it writes.
void answer_tls(int connection, const server::TlsIdentity& identity, std::string_view text) {
    const Context context = context_of(identity);
    const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), SSL_free);
    SSL_set_fd(tls.get(), connection);
    if (SSL_accept(tls.get()) != 1) {
        return;
    }
    std::string request;
    std::array<char, 4096> piece{};
    std::size_t length = std::string::npos;
    while (length == std::string::npos || request.size() < length) {
        const int got = SSL_read(tls.get(), piece.data(), static_cast<int>(piece.size()));
        if (got <= 0) {
            return;
        }
        request.append(piece.data(), static_cast<std::size_t>(got));
        const std::size_t head = request.find("\r\n\r\n");
        if (length == std::string::npos && head != std::string::npos) {
            const std::size_t named = request.find("Content-Length: ");
            length =
                head + 4 + (named < head ? std::strtoul(&request[named + 16], nullptr, 10) : 0);
        }
    }
    SSL_write(tls.get(), text.data(), static_cast<int>(text.size()));
    SSL_shutdown(tls.get());
}

}  // namespace

StrangeServer::StrangeServer(Timestamp now)
    : authority_(must(server::make_authority("test", now))),
      own_(must(server::make_leaf(authority_, {"https://localhost"}, now))),
      foreign_(must(server::make_leaf(must(server::make_authority("another", now)),
                                      {"https://localhost"}, now))) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof place;
    auto* address = reinterpret_cast<sockaddr*>(&place);
    if (::bind(listener_, address, size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, address, &size) != 0) {
        std::abort();
    }
    port_ = ntohs(place.sin_port);
    thread_ = std::thread([this] { serve(); });
}

StrangeServer::~StrangeServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

void StrangeServer::serve() {
    for (;;) {
        const int connection = ::accept(listener_, nullptr, nullptr);
        if (connection < 0) {
            return;
        }
        answer_one(connection);
        ::close(connection);
    }
}

void StrangeServer::answer_one(int connection) {
    switch (answers_) {
        case Answers::nothing:
            return;
        case Answers::plain_page: {
            std::array<char, 4096> hello{};
            if (::recv(connection, hello.data(), hello.size(), 0) > 0) {
                ::send(connection, page.data(), page.size(), MSG_NOSIGNAL);
            }
            return;
        }
        case Answers::login_page:
            return answer_tls(connection, own_, page);
        case Answers::redirect:
            return answer_tls(connection, own_, elsewhere);
        case Answers::foreign_page:
            return answer_tls(connection, foreign_, page);
    }
}

}  // namespace lontar::support
