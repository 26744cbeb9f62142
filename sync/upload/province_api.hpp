#pragma once
/// The province as seen from a laptop or a relay: its servers one after the other, every answer
/// verified.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "sync/upload/http.hpp"
#include "sync/upload/uploader.hpp"
#include "sync/wire/batch.hpp"
#include "sync/wire/manifest.hpp"
#include "sync/wire/reply.hpp"

namespace lontar::upload {

/// One answer, judged.
struct Exchange {
    AnswerFacts facts;
    Decision decision;
    std::optional<wire::ProvenReply> reply;  ///< and it answers what was asked
    std::optional<std::chrono::seconds> retry_after;
    std::optional<wire::ReplyNumber> newest;  ///< beside `reply` or `no_reply_yet`; not proved
};

class ProvinceApi {
public:
    /// `settings.ca` is taken from the manifest. `server`: index of the one to begin with.
    ProvinceApi(const MakeHttp& make_http, HttpSettings settings, wire::KeyManifest manifest,
                std::size_t server);

    /// Crash points: `put-before-send`, `put-after-answer`. A proven answer is one to these very
    /// bytes. Errors as `Http`, when no server of the manifest answered.
    Result<Exchange> put_batch(const wire::ProvenBatch& file);
    Result<Exchange> fetch_reply(const DeviceId& device, const Epoch& epoch, std::int64_t gen,
                                 std::int64_t n);

    /// In force; a newer one is fetched by itself when a verified reply names it or its key is not
    /// known.
    [[nodiscard]] const wire::KeyManifest& manifest() const { return manifest_; }
    [[nodiscard]] bool has_newer_manifest() const { return has_newer_; }
    /// The server that answered last.
    [[nodiscard]] std::size_t server() const { return server_; }

private:
    struct Request {
        std::string path;
        const ByteView* body = nullptr;  ///< absent: GET
        DeviceId device;
        Epoch epoch;
        std::optional<std::int64_t> seq;  ///< PUT: the batch …
        std::optional<Hash> file;         ///< … it has to answer
    };
    Result<HttpAnswer> ask(const Request& request);
    Result<HttpAnswer> ask_one(const std::string& server, const Request& request);
    Result<Exchange> exchange(const Request& request);
    Result<wire::ProvenReply> prove(const HttpAnswer& answer, const Request& request);
    void fetch_manifest();

    const MakeHttp& make_http_;
    HttpSettings settings_;
    wire::KeyManifest manifest_;
    std::size_t server_;
    std::unique_ptr<Http> http_;
    bool has_newer_ = false;
    bool asked_for_manifest_ = false;
};

}  // namespace lontar::upload
