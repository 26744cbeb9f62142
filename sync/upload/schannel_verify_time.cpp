#include <windows.h>
// Those that need the types of windows.h.
#include <vector>

#include <curl/curl.h>
#include <wincrypt.h>

#include "sync/upload/verify_time.hpp"

namespace lontar::upload {

namespace {

constexpr std::int64_t ticks_per_second = 10'000'000;         // of FILETIME
constexpr std::int64_t seconds_before_1970 = 11'644'473'600;  // from 1601, where it begins

std::int64_t seconds_of(const FILETIME& time) {
    ULARGE_INTEGER ticks{};
    ticks.LowPart = time.dwLowDateTime;
    ticks.HighPart = time.dwHighDateTime;
    return static_cast<std::int64_t>(ticks.QuadPart) / ticks_per_second - seconds_before_1970;
}

FILETIME filetime_of(Timestamp time) {
    ULARGE_INTEGER ticks{};
    ticks.QuadPart =
        static_cast<ULONGLONG>((time.seconds + seconds_before_1970) * ticks_per_second);
    return {ticks.LowPart, ticks.HighPart};
}

}  // namespace

std::optional<Timestamp> end_of(const std::string& pem) {
    DWORD bytes = 0;
    const auto length = static_cast<DWORD>(pem.size());
    if (CryptStringToBinaryA(pem.data(), length, CRYPT_STRING_BASE64HEADER, nullptr, &bytes,
                             nullptr, nullptr) == 0) {
        return std::nullopt;
    }
    std::vector<BYTE> der(bytes);
    if (CryptStringToBinaryA(pem.data(), length, CRYPT_STRING_BASE64HEADER, der.data(), &bytes,
                             nullptr, nullptr) == 0) {
        return std::nullopt;
    }
    const CERT_CONTEXT* certificate =
        CertCreateCertificateContext(X509_ASN_ENCODING, der.data(), bytes);
    if (certificate == nullptr) {
        return std::nullopt;
    }
    const Timestamp end{seconds_of(certificate->pCertInfo->NotAfter)};
    CertFreeCertificateContext(certificate);
    return end;
}

bool judge(void* handle, Judgement& judgement) {
    // A CA of our own publishes no revocation list; without the option every connection fails.
    return curl_easy_setopt(handle, CURLOPT_SSL_OPTIONS, long{CURLSSLOPT_REVOKE_BEST_EFFORT}) ==
               CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_PRIVATE, &judgement) == CURLE_OK;
}

// Our libcurl (packaging/deps/recipes/curl.sh) asks the first for the moment at which it has the
// system judge a chain of certificates, and tells the second what was wrong with it.
extern "C" {

FILETIME* lontar_verify_moment(void* judgement) {
    thread_local FILETIME moment;
    moment = filetime_of(static_cast<const Judgement*>(judgement)->moment);
    return &moment;
}

void lontar_judged(void* judgement, DWORD faults) {
    auto& verdict = static_cast<Judgement*>(judgement)->verdict;
    if (faults == 0) {
        verdict = CertificateVerdict::good;
    } else if (faults == CERT_TRUST_IS_NOT_TIME_VALID) {
        verdict = CertificateVerdict::wrong_dates;
    } else {
        verdict = CertificateVerdict::wrong;
    }
}

}  // extern "C"

}  // namespace lontar::upload
