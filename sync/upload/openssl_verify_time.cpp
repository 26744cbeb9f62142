#include <algorithm>
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

CURLcode set_time(CURL* /*handle*/, void* context, void* moment) {
    X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(static_cast<SSL_CTX*>(context)),
                               static_cast<const Timestamp*>(moment)->seconds);
    return CURLE_OK;
}

}  // namespace

Timestamp verify_moment(Timestamp clock, Timestamp floor, const std::vector<std::string>& ca) {
    std::optional<Timestamp> end;
    for (const auto& pem : ca) {
        const auto one = end_of(pem);
        if (one && (!end || *one > *end)) {
            end = one;
        }
    }
    // At its last second a certificate counts as ended already.
    const auto last = end ? *end + std::chrono::seconds(-1) : floor;
    return std::max(clock, std::min(floor, last));
}

bool judge_at(void* handle, const Timestamp& moment) {
    return curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, set_time) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_SSL_CTX_DATA, const_cast<Timestamp*>(&moment)) ==
               CURLE_OK;
}

}  // namespace lontar::upload
