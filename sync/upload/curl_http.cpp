#include <algorithm>
#include <cerrno>
#include <charconv>
#include <utility>

#include <curl/curl.h>

#include "storage/base/text.hpp"
#include "sync/upload/http.hpp"
#include "sync/upload/verify_time.hpp"

namespace lontar::upload {

namespace {

/// A radio that has to wake up and a TLS handshake at 2 s a round trip.
constexpr std::chrono::seconds connect_limit{90};

struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeHeaders {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;
using Headers = std::unique_ptr<curl_slist, FreeHeaders>;

/// What the callbacks of one exchange fill.
struct Running {
    HttpAnswer answer;
    bool too_large = false;
    bool has_newest = false;
    const std::function<bool(const HttpProgress&)>* progress = nullptr;
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) {
    auto& running = *static_cast<Running*>(user);
    auto& body = running.answer.body;
    const std::size_t bytes = size * count;
    if (bytes > max_answer_bytes - body.size()) {
        running.too_large = true;
        return 0;
    }
    const auto view = as_bytes({data, bytes});
    body.insert(body.end(), view.begin(), view.end());
    return bytes;
}

/// What stands behind `name:` in a line of a head, without the blanks around it; nothing when the
/// line is another header.
std::optional<std::string_view> value_of(std::string_view header, std::string_view name) {
    if (header.size() <= name.size() || header[name.size()] != ':' ||
        ascii_lower(header.substr(0, name.size())) != ascii_lower(name)) {
        return std::nullopt;
    }
    header.remove_prefix(name.size() + 1);
    while (!header.empty() && (header.front() == ' ' || header.front() == '\t')) {
        header.remove_prefix(1);
    }
    while (!header.empty() && static_cast<unsigned char>(header.back()) <= ' ') {
        header.remove_suffix(1);
    }
    return header;
}

/// Seconds of a Retry-After; a date is ignored, since this laptop's clock may be wrong.
std::optional<std::chrono::seconds> retry_after(std::string_view value) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error != std::errc() || end != value.data() + value.size()) {
        return std::nullopt;
    }
    const std::chrono::seconds wait{seconds};
    return wait >= least_retry && wait <= most_retry ? std::optional(wait) : std::nullopt;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* user) {
    auto& running = *static_cast<Running*>(user);
    const std::string_view header(data, size * count);
    if (const auto value = value_of(header, "Retry-After")) {
        if (const auto wait = retry_after(*value)) {
            running.answer.retry_after = wait;
        }
    } else if (const auto newest = value_of(header, wire::newest_header)) {
        // Said twice it says nothing.
        running.answer.newest = running.has_newest ? std::nullopt : wire::parse_newest(*newest);
        running.has_newest = true;
    }
    return size * count;
}

int tell_progress(void* user, curl_off_t /*to_receive*/, curl_off_t received, curl_off_t to_send,
                  curl_off_t sent) {
    const auto& running = *static_cast<const Running*>(user);
    const bool goes_on = !*running.progress || (*running.progress)({sent, to_send, received});
    return goes_on ? 0 : 1;
}

Error unreachable(std::string_view code, std::string_view what) {
    return fail(ErrorKind::unreachable, code, "exchange with the province: " + std::string(what));
}

/// Whether the laptop itself has no network, by what its system says of a connection.
bool is_without_network(long system_error) {
#ifdef _WIN32
    return system_error == WSAENETUNREACH || system_error == WSAEHOSTUNREACH ||
           system_error == WSAENETDOWN;
#else
    return system_error == ENETUNREACH || system_error == EHOSTUNREACH;
#endif
}

Error error_of(CURL* handle, CURLcode result, bool too_large, CertificateVerdict verdict) {
    const char* what = curl_easy_strerror(result);
    long system_error = 0;
    curl_easy_getinfo(handle, CURLINFO_OS_ERRNO, &system_error);
    if (verdict == CertificateVerdict::wrong || verdict == CertificateVerdict::wrong_dates) {
        return unreachable(verdict == CertificateVerdict::wrong ? "L-04" : "L-05", what);
    }
    switch (result) {
        case CURLE_ABORTED_BY_CALLBACK:
            return fail(ErrorKind::cancelled, "L-08", "exchange with the province: stopped");
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return unreachable("L-01", what);
        case CURLE_COULDNT_CONNECT:
            return unreachable(is_without_network(system_error) ? "L-01" : "L-02", what);
        case CURLE_OPERATION_TIMEDOUT:
            return unreachable("L-03", what);
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            return unreachable("L-04", what);
        case CURLE_WRITE_ERROR:
        case CURLE_FILESIZE_EXCEEDED:
            return unreachable(too_large ? "L-07" : "L-02", what);
        default:
            return unreachable("L-02", what);
    }
}

class CurlHttp final : public Http {
public:
    explicit CurlHttp(const HttpSettings& settings)
        : settings_(settings),
          judgement_{verify_moment(settings.clock, settings.clock_floor, settings.ca)} {
        for (const auto& certificate : settings.ca) {
            ca_ += certificate;
        }
    }

    Status prepare() {
        // Started once and kept: the library's own clean-up is not safe while another handle lives.
        static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
        handle_.reset(started == CURLE_OK ? curl_easy_init() : nullptr);
        if (!handle_ || !trust_only_ours() || !set_limits()) {
            return unreachable("L-06", "the TLS library does not take the settings");
        }
        return done();
    }

    Result<HttpAnswer> put(const std::string& url, ByteView body,
                           std::string_view media_type) override {
        const auto headers = header_list("Content-Type: " + std::string(media_type));
        // Not curl's upload mode: the whole body is in memory, so a dead connection that was kept
        // can be replaced without asking us to rewind.
        const bool set =
            option(CURLOPT_CUSTOMREQUEST, "PUT") &&
            option(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size())) &&
            option(CURLOPT_POSTFIELDS, as_text(body).data());
        return set ? perform(url, headers) : unreachable("L-06", "PUT");
    }

    Result<HttpAnswer> get(const std::string& url) override {
        const auto headers = header_list("");
        const bool set = option(CURLOPT_CUSTOMREQUEST, static_cast<char*>(nullptr)) &&
                         option(CURLOPT_HTTPGET, 1L);
        return set ? perform(url, headers) : unreachable("L-06", "GET");
    }

private:
    template <typename T>
    bool option(CURLoption name, T value) {
        return curl_easy_setopt(handle_.get(), name, value) == CURLE_OK;
    }

    /// Takes away what the library was built to use by itself; Schannel knows no folders of CAs.
    bool without(CURLoption name) {
        const CURLcode taken = curl_easy_setopt(handle_.get(), name, static_cast<char*>(nullptr));
        return taken == CURLE_OK || taken == CURLE_NOT_BUILT_IN;
    }

    bool trust_only_ours() {
        curl_blob ca{ca_.data(), ca_.size(), CURL_BLOB_NOCOPY};
        return option(CURLOPT_CAINFO_BLOB, &ca) && without(CURLOPT_CAINFO) &&
               without(CURLOPT_CAPATH) && option(CURLOPT_SSL_VERIFYPEER, 1L) &&
               option(CURLOPT_SSL_VERIFYHOST, 2L) &&
               option(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2}) &&
               judge(handle_.get(), judgement_);
    }

    bool set_limits() {
        return option(CURLOPT_PROTOCOLS_STR, "https") && option(CURLOPT_FOLLOWLOCATION, 0L) &&
               option(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1}) &&
               option(CURLOPT_NOSIGNAL, 1L) && option(CURLOPT_TCP_KEEPALIVE, 1L) &&
               option(CURLOPT_CONNECTTIMEOUT, static_cast<long>(connect_limit.count())) &&
               option(CURLOPT_LOW_SPEED_LIMIT, 1L) &&
               option(CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings_.stall.count())) &&
               option(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(max_answer_bytes)) &&
               option(CURLOPT_WRITEFUNCTION, take_body) &&
               option(CURLOPT_HEADERFUNCTION, take_header) &&
               option(CURLOPT_XFERINFOFUNCTION, tell_progress) && option(CURLOPT_NOPROGRESS, 0L);
    }

    static Headers header_list(const std::string& content_type) {
        // An old proxy that does not know `Expect` answers 417 or lets us wait a second for each
        // file.
        Headers list(curl_slist_append(nullptr, "Expect:"));
        if (!content_type.empty() && list) {
            curl_slist_append(list.get(), content_type.c_str());
        }
        return list;
    }

    Result<HttpAnswer> perform(const std::string& url, const Headers& headers) {
        if (!url.starts_with("https://")) {
            return unreachable("L-06", "not an https address");
        }
        Running running;
        running.progress = &settings_.progress;
        if (!option(CURLOPT_URL, url.c_str()) || !option(CURLOPT_HTTPHEADER, headers.get()) ||
            !option(CURLOPT_WRITEDATA, &running) || !option(CURLOPT_HEADERDATA, &running) ||
            !option(CURLOPT_XFERINFODATA, &running)) {
            return unreachable("L-06", "request");
        }
        judgement_.verdict = CertificateVerdict::none;
        const CURLcode result = curl_easy_perform(handle_.get());
        const bool too_large = running.too_large || result == CURLE_FILESIZE_EXCEEDED;
        if (result != CURLE_OK) {
            return error_of(handle_.get(), result, too_large, judgement_.verdict);
        }
        long status = 0;
        const char* content_type = nullptr;
        curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(handle_.get(), CURLINFO_CONTENT_TYPE, &content_type);
        running.answer.status = static_cast<int>(status);
        running.answer.content_type = content_type == nullptr ? "" : content_type;
        return std::move(running.answer);
    }

    HttpSettings settings_;
    Judgement judgement_;
    std::string ca_;
    Handle handle_;
};

}  // namespace

Result<std::unique_ptr<Http>> make_http(const HttpSettings& settings) {
    if (settings.ca.empty()) {
        return fail(ErrorKind::invalid_input, "L-06", "exchange with the province: no CA");
    }
    auto http = std::make_unique<CurlHttp>(settings);
    if (auto prepared = http->prepare(); !prepared) {
        return std::move(prepared).error();
    }
    return std::unique_ptr<Http>(std::move(http));
}

}  // namespace lontar::upload
