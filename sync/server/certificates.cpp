#include "sync/server/certificates.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <set>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "storage/base/text.hpp"

namespace lontar::server {

namespace {

constexpr std::int64_t day = 86400;
constexpr std::int64_t authority_days = 20 * 365 + 5;
constexpr std::int64_t leaf_days = 2 * 365;

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(ASN1_TIME* time) const { ASN1_TIME_free(time); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

Error failed(std::string_view act) {
    return fail(ErrorKind::storage_failed, "V-09", std::string(act));
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
    const Owned<BIO> bio(BIO_new(BIO_s_mem()));
    return PEM_write_bio_X509(bio.get(), certificate) == 1 ? text_of(bio.get()) : std::string();
}

std::string pem_of(EVP_PKEY* key) {
    const Owned<BIO> bio(BIO_new(BIO_s_mem()));
    return PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1
               ? text_of(bio.get())
               : std::string();
}

Owned<X509> certificate_from(const std::string& pem) {
    const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return Owned<X509>(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

Owned<EVP_PKEY> key_from(const std::string& pem) {
    const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return Owned<EVP_PKEY>(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

bool set_serial(X509* certificate) {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        return false;
    }
    bytes[0] &= 0x7FU;  // positive
    bytes[0] |= 0x40U;  // and of full length
    BIGNUM* number = BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr);
    const bool set = number != nullptr &&
                     BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
    BN_free(number);
    return set;
}

bool set_times(X509* certificate, Timestamp now, std::int64_t days) {
    const Owned<ASN1_TIME> from(ASN1_TIME_set(nullptr, now.seconds - day));
    const Owned<ASN1_TIME> until(ASN1_TIME_set(nullptr, now.seconds + days * day));
    return from && until && X509_set1_notBefore(certificate, from.get()) == 1 &&
           X509_set1_notAfter(certificate, until.get()) == 1;
}

bool set_name(X509* certificate, std::string_view name) {
    X509_NAME* subject = X509_get_subject_name(certificate);
    // A common name has at most 64 characters.
    return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(name.data()),
                                      static_cast<int>(first_bytes(name, 60).size()), -1, 0) == 1;
}

bool add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Owned<X509_EXTENSION> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool is_address(const std::string& host) {
    return host.find(':') != std::string::npos || std::all_of(host.begin(), host.end(), [](char c) {
               return (c >= '0' && c <= '9') || c == '.';
           });
}

/// Hosts come from `host_of`, which lets no comma through.
std::string alternative_names(const std::vector<std::string>& servers) {
    std::set<std::string> names;
    for (const std::string& server : servers) {
        if (const auto host = host_of(server)) {
            names.insert((is_address(*host) ? "IP:" : "DNS:") + *host);
        }
    }
    std::string all;
    for (const std::string& name : names) {
        all += (all.empty() ? "" : ",") + name;
    }
    return all;
}

}  // namespace

Result<CertificateAuthority> make_authority(std::string_view name, Timestamp now) {
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const Owned<X509> certificate(X509_new());
    if (!key || !certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
        !set_serial(certificate.get()) || !set_times(certificate.get(), now, authority_days) ||
        !set_name(certificate.get(), "Lontar " + std::string(name)) ||
        X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get())) != 1 ||
        X509_set_pubkey(certificate.get(), key.get()) != 1 ||
        !add_extension(certificate.get(), certificate.get(), NID_basic_constraints,
                       "critical,CA:TRUE,pathlen:0") ||
        !add_extension(certificate.get(), certificate.get(), NID_key_usage,
                       "critical,keyCertSign,cRLSign") ||
        !add_extension(certificate.get(), certificate.get(), NID_subject_key_identifier, "hash") ||
        X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) {
        return failed("make the certificate authority");
    }
    return CertificateAuthority{pem_of(certificate.get()), pem_of(key.get())};
}

Result<TlsIdentity> make_leaf(const CertificateAuthority& authority,
                              const std::vector<std::string>& servers, Timestamp now) {
    const auto issuer = certificate_from(authority.certificate);
    const auto issuer_key = key_from(authority.key);
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const Owned<X509> certificate(X509_new());
    const std::string names = alternative_names(servers);
    if (!issuer || !issuer_key || !key || !certificate || names.empty() ||
        X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
        !set_serial(certificate.get()) || !set_times(certificate.get(), now, leaf_days) ||
        !set_name(certificate.get(), "Lontar server") ||
        X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get())) != 1 ||
        X509_set_pubkey(certificate.get(), key.get()) != 1 ||
        !add_extension(certificate.get(), issuer.get(), NID_basic_constraints,
                       "critical,CA:FALSE") ||
        !add_extension(certificate.get(), issuer.get(), NID_key_usage,
                       "critical,digitalSignature") ||
        !add_extension(certificate.get(), issuer.get(), NID_ext_key_usage, "serverAuth") ||
        !add_extension(certificate.get(), issuer.get(), NID_subject_key_identifier, "hash") ||
        !add_extension(certificate.get(), issuer.get(), NID_authority_key_identifier,
                       "keyid:always") ||
        !add_extension(certificate.get(), issuer.get(), NID_subject_alt_name, names) ||
        X509_sign(certificate.get(), issuer_key.get(), EVP_sha256()) == 0) {
        return failed("make the server's certificate");
    }
    return TlsIdentity{pem_of(certificate.get()), pem_of(key.get())};
}

Result<Timestamp> end_of(const std::string& pem) {
    const auto certificate = certificate_from(pem);
    std::tm end{};
    if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1) {
        return fail(ErrorKind::corrupt, "V-09", "read the server's certificate");
    }
    return Timestamp{timegm(&end)};
}

std::optional<std::string> host_of(std::string_view server) {
    constexpr std::string_view scheme = "https://";
    if (!server.starts_with(scheme)) {
        return std::nullopt;
    }
    std::string_view rest = server.substr(scheme.size());
    std::string_view host = rest.substr(0, rest.find(':'));
    std::string_view port = rest.substr(host.size());
    if (rest.starts_with('[')) {
        const auto close = rest.find(']');
        if (close == std::string_view::npos) {
            return std::nullopt;
        }
        host = rest.substr(1, close - 1);
        port = rest.substr(close + 1);
    }
    const auto is_host = [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' ||
               (rest.front() == '[' && c == ':');
    };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool port_is_good =
        port.empty() || (port.size() >= 2 && port.size() <= 6 && port.front() == ':' &&
                         std::all_of(port.begin() + 1, port.end(), is_digit));
    if (host.empty() || host.size() > 253 || !std::all_of(host.begin(), host.end(), is_host) ||
        !port_is_good) {
        return std::nullopt;
    }
    return std::string(host);
}

}  // namespace lontar::server
