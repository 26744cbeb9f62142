#include <memory>
#include <optional>

#include <curl/curl.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "sync/upload/verify_time.hpp"

namespace lontar::upload {

namespace {

struct Free {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(ASN1_TIME* time) const { ASN1_TIME_free(time); }
};

/// As the library does by itself, and tells: curl names only some of the reasons, and a broken
/// connection like the others.
int verify(X509_STORE_CTX* chain, void* user) {
    const int holds = X509_verify_cert(chain);
    auto& verdict = static_cast<Judgement*>(user)->verdict;
    const int error = X509_STORE_CTX_get_error(chain);
    if (holds > 0) {
        verdict = CertificateVerdict::good;
    } else if (error == X509_V_ERR_CERT_NOT_YET_VALID || error == X509_V_ERR_CERT_HAS_EXPIRED) {
        verdict = CertificateVerdict::wrong_dates;
    } else {
        verdict = CertificateVerdict::wrong;
    }
    return holds;
}

CURLcode prepare(CURL* /*handle*/, void* context, void* user) {
    auto* tls = static_cast<SSL_CTX*>(context);
    X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(tls),
                               static_cast<Judgement*>(user)->moment.seconds);
    SSL_CTX_set_cert_verify_callback(tls, verify, user);
    return CURLE_OK;
}

}  // namespace

std::optional<Timestamp> end_of(const std::string& pem) {
    const std::unique_ptr<BIO, Free> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const std::unique_ptr<ASN1_TIME, Free> epoch(ASN1_TIME_set(nullptr, 0));
    if (!bio || !epoch) {
        return std::nullopt;
    }
    const std::unique_ptr<X509, Free> certificate(
        PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    int days = 0;
    int seconds = 0;
    if (!certificate ||
        ASN1_TIME_diff(&days, &seconds, epoch.get(), X509_get0_notAfter(certificate.get())) != 1) {
        return std::nullopt;
    }
    return Timestamp{std::int64_t{days} * 86400 + seconds};
}

bool judge(void* handle, Judgement& judgement) {
    return curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, prepare) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_SSL_CTX_DATA, &judgement) == CURLE_OK;
}

}  // namespace lontar::upload
