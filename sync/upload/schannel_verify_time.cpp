#include <curl/curl.h>

#include "sync/upload/verify_time.hpp"

namespace lontar::upload {

// Schannel judges by the system's clock and cannot be told another one.
Timestamp verify_moment(Timestamp clock, Timestamp /*floor*/,
                        const std::vector<std::string>& /*ca*/) {
    return clock;
}

bool judge(void* handle, Judgement& /*judgement*/) {
    // A CA of our own publishes no revocation list; without this every connection fails.
    return curl_easy_setopt(handle, CURLOPT_SSL_OPTIONS, CURLSSLOPT_REVOKE_BEST_EFFORT) == CURLE_OK;
}

}  // namespace lontar::upload
