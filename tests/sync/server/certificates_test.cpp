#include "sync/server/certificates.hpp"

#include <memory>
#include <optional>

#include <catch2/catch_test_macros.hpp>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace lontar::server {
namespace {

constexpr Timestamp now{1'795'334'400};

struct Parsed {
    explicit Parsed(const std::string& pem) {
        BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
        certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
        BIO_free(bio);
    }
    Parsed(const Parsed&) = delete;
    Parsed& operator=(const Parsed&) = delete;
    Parsed(Parsed&&) = delete;
    Parsed& operator=(Parsed&&) = delete;
    ~Parsed() { X509_free(certificate); }
    X509* certificate = nullptr;
};

/// As a laptop does: the chain up to the CA, at a moment, for use as a server.
bool is_trusted(const std::string& leaf, const std::string& authority, Timestamp at) {
    const Parsed one(leaf);
    const Parsed root(authority);
    X509_STORE* store = X509_STORE_new();
    X509_STORE_add_cert(store, root.certificate);
    X509_STORE_CTX* context = X509_STORE_CTX_new();
    X509_STORE_CTX_init(context, store, one.certificate, nullptr);
    X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(context), at.seconds);
    const bool trusted = X509_verify_cert(context) == 1;
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    return trusted;
}

TEST_CASE("a leaf is trusted by its CA for two years, for the hosts of its servers and no others") {
    const auto authority = make_authority("NTT", now);
    REQUIRE(authority);
    const auto leaf = make_leaf(
        *authority, {"https://lontar.ntt.example:8443", "https://127.0.0.1:8443", "https://[::1]"},
        now);
    REQUIRE(leaf);

    CHECK(is_trusted(leaf->certificate, authority->certificate, now));
    CHECK(is_trusted(leaf->certificate, authority->certificate, now + std::chrono::days(729)));
    CHECK_FALSE(
        is_trusted(leaf->certificate, authority->certificate, now + std::chrono::days(731)));
    const auto other = make_authority("NTT", now);
    CHECK_FALSE(is_trusted(leaf->certificate, other->certificate, now));
    const Parsed parsed(leaf->certificate);
    CHECK(X509_check_host(parsed.certificate, "lontar.ntt.example", 0, 0, nullptr) == 1);
    CHECK(X509_check_host(parsed.certificate, "example", 0, 0, nullptr) == 0);
    CHECK(X509_check_ip_asc(parsed.certificate, "127.0.0.1", 0) == 1);
    CHECK(X509_check_ip_asc(parsed.certificate, "::1", 0) == 1);
    CHECK(X509_check_ip_asc(parsed.certificate, "127.0.0.2", 0) == 0);
}

TEST_CASE("a CA lasts about twenty years and a leaf cannot sign") {
    const auto authority = make_authority("NTT", now);
    REQUIRE(authority);
    CHECK(*end_of(authority->certificate) > now + std::chrono::days(20 * 365));
    const auto leaf = make_leaf(*authority, {"https://p"}, now);
    REQUIRE(leaf);
    const auto below = make_leaf({leaf->certificate, leaf->key}, {"https://p"}, now);
    REQUIRE(below);
    CHECK_FALSE(is_trusted(below->certificate, authority->certificate, now));
}

TEST_CASE("the host of a server is read from its address, and nothing that is not one") {
    CHECK(host_of("https://lontar.example") == "lontar.example");
    CHECK(host_of("https://10.0.0.1:8443") == "10.0.0.1");
    CHECK(host_of("https://[::1]:8443") == "::1");
    for (const char* wrong :
         {"http://p", "https://", "https://p/", "https://p:", "https://p:x", "https://u@p",
          "https://[::1", "https://a,DNS:b", "https://p:8443/x", "p", "https://P"}) {
        CAPTURE(wrong);
        CHECK_FALSE(host_of(wrong));
    }
}

}  // namespace
}  // namespace lontar::server
