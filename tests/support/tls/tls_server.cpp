#include "support/tls/tls_server.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lontar::support {

namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(SSL* ssl) const { SSL_free(ssl); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;

void require(bool holds, const char* what) {
    if (!holds) {
        std::fprintf(stderr, "test support: %s\n", what);
        std::abort();
    }
}

Key new_key() {
    return Key(EVP_EC_gen("P-256"));
}

void extend(X509* certificate, int kind, const std::string& value) {
    const std::unique_ptr<X509_EXTENSION, Free> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "extension");
}

Certificate new_certificate(EVP_PKEY* key, const char* name, Timestamp from, Timestamp until) {
    static long serial = 1000;
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
    ASN1_TIME_set(X509_getm_notBefore(certificate.get()), from.seconds);
    ASN1_TIME_set(X509_getm_notAfter(certificate.get()), until.seconds);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    return certificate;
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
    const std::unique_ptr<BIO, Free> bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate);
    return text_of(bio.get());
}

std::string pem_of(EVP_PKEY* key) {
    const std::unique_ptr<BIO, Free> bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return text_of(bio.get());
}

std::size_t content_length(const std::string& head) {
    const auto at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

/// One request from the connection; nothing when it ended.
std::optional<TlsRequest> read_request(SSL* ssl) {
    std::string bytes;
    std::size_t end = std::string::npos;
    while ((end = bytes.find("\r\n\r\n")) == std::string::npos ||
           bytes.size() < end + 4 + content_length(bytes.substr(0, end))) {
        char piece[4096];
        const int count = SSL_read(ssl, piece, sizeof piece);
        if (count <= 0) {
            return std::nullopt;
        }
        bytes.append(piece, static_cast<std::size_t>(count));
    }
    return TlsRequest{bytes.substr(0, end), to_bytes(bytes.substr(end + 4))};
}

}  // namespace

TlsIdentity make_tls_identity(const TlsValidity& validity) {
    const auto ca_key = new_key();
    const auto ca = new_certificate(ca_key.get(), "Test CA", validity.from, validity.ca_until);
    X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get()));
    extend(ca.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(ca.get(), NID_key_usage, "critical,keyCertSign");
    require(X509_sign(ca.get(), ca_key.get(), EVP_sha256()) > 0, "sign CA");

    const auto key = new_key();
    const auto leaf = new_certificate(key.get(), "test server", validity.from, validity.until);
    X509_set_issuer_name(leaf.get(), X509_get_subject_name(ca.get()));
    const bool is_address = validity.host.find_first_not_of("0123456789.") == std::string::npos;
    extend(leaf.get(), NID_subject_alt_name, (is_address ? "IP:" : "DNS:") + validity.host);
    require(X509_sign(leaf.get(), ca_key.get(), EVP_sha256()) > 0, "sign leaf");
    return {pem_of(ca.get()), pem_of(leaf.get()), pem_of(key.get())};
}

std::string http_response(int status, const std::string& content_type, const std::string& body,
                          const std::string& more_headers) {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: " + content_type +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more_headers + "\r\n" +
           body;
}

TlsServer::TlsServer(const TlsIdentity& identity, Handler handler) : handler_(std::move(handler)) {
    std::signal(SIGPIPE, SIG_IGN);
    auto* context = SSL_CTX_new(TLS_server_method());
    const std::unique_ptr<BIO, Free> certificate(
        BIO_new_mem_buf(identity.certificate_pem.data(), -1));
    const std::unique_ptr<BIO, Free> key(BIO_new_mem_buf(identity.key_pem.data(), -1));
    const Certificate leaf(PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr));
    const Key secret(PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr));
    require(SSL_CTX_use_certificate(context, leaf.get()) == 1 &&
                SSL_CTX_use_PrivateKey(context, secret.get()) == 1,
            "certificate");
    context_ = context;

    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    require(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                ::listen(listener_, 16) == 0 &&
                ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0,
            "listen");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

TlsServer::~TlsServer() {
    stopping_ = true;
    // A client that says nothing more must not keep the test from ending.
    if (const int socket = socket_; socket >= 0) {
        ::shutdown(socket, SHUT_RDWR);
    }
    thread_.join();
    ::close(listener_);
    SSL_CTX_free(static_cast<SSL_CTX*>(context_));
}

void TlsServer::serve() {
    constexpr int look_every_ms = 20;
    while (!stopping_) {
        pollfd ready{listener_, POLLIN, 0};
        if (::poll(&ready, 1, look_every_ms) <= 0) {
            continue;
        }
        const int socket = ::accept(listener_, nullptr, nullptr);
        if (socket >= 0) {
            ++connections_;
            socket_ = socket;
            serve_one(socket);
            socket_ = -1;
            ::close(socket);
        }
    }
}

void TlsServer::serve_one(int socket) {
    const timeval patience{20, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const std::unique_ptr<SSL, Free> ssl(SSL_new(static_cast<SSL_CTX*>(context_)));
    SSL_set_fd(ssl.get(), socket);
    if (SSL_accept(ssl.get()) != 1) {
        return;
    }
    while (!stopping_) {
        const auto request = read_request(ssl.get());
        if (!request) {
            return;
        }
        ++requests_;
        const auto answer = handler_(*request);
        const auto count = answer.cut_after.value_or(answer.bytes.size());
        if (count > 0) {
            SSL_write(ssl.get(), answer.bytes.data(), static_cast<int>(count));
        }
        if (answer.stalls) {
            char byte = 0;
            ::recv(socket, &byte, 1, MSG_PEEK);  // until the client or the test ends it
            return;
        }
        if (answer.cut_after) {
            return;
        }
    }
}

}  // namespace lontar::support
