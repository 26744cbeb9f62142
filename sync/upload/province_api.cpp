#include "sync/upload/province_api.hpp"

#include <algorithm>

#include "storage/base/crash_point.hpp"
#include "sync/wire/problem.hpp"

namespace lontar::upload {

namespace {

/// `text` names this media type, whatever parameters follow.
bool is_media_type(std::string_view text, std::string_view type) {
    return text.starts_with(type) &&
           (text.size() == type.size() || text[type.size()] == ';' || text[type.size()] == ' ');
}

std::string batch_path(const wire::BatchStanza& stanza) {
    return "/v1/batches/" + stanza.device.hex() + "/" + stanza.epoch.hex() + "/" +
           std::to_string(stanza.seq);
}

}  // namespace

ProvinceApi::ProvinceApi(const MakeHttp& make_http, HttpSettings settings,
                         wire::KeyManifest manifest, std::size_t server)
    : make_http_(make_http),
      settings_(std::move(settings)),
      manifest_(std::move(manifest)),
      server_(server < manifest_.servers.size() ? server : 0) {
    settings_.ca = manifest_.ca;
}

Result<Exchange> ProvinceApi::put_batch(const wire::ProvenBatch& file) {
    const auto& stanza = file.stanza();
    const auto bytes = file.bytes();
    crash_point("put-before-send");
    auto answer = exchange({.path = batch_path(stanza),
                            .body = &bytes,
                            .device = stanza.device,
                            .epoch = stanza.epoch,
                            .seq = stanza.seq,
                            .file = stanza.file});
    crash_point("put-after-answer");
    return answer;
}

Result<Exchange> ProvinceApi::fetch_reply(const DeviceId& device, const Epoch& epoch,
                                          std::int64_t gen, std::int64_t n) {
    return exchange({.path = "/v1/replies/" + device.hex() + "/" + epoch.hex() + "/" +
                             std::to_string(gen) + "/" + std::to_string(n),
                     .body = nullptr,
                     .device = device,
                     .epoch = epoch,
                     .seq = {},
                     .file = {}});
}

Result<HttpAnswer> ProvinceApi::ask_one(const std::string& server, const Request& request) {
    if (!http_) {
        auto made = make_http_(settings_);
        if (!made) {
            return std::move(made).error();
        }
        http_ = *std::move(made);
    }
    const auto url = server + request.path;
    return request.body == nullptr ? http_->get(url)
                                   : http_->put(url, *request.body, wire::sealed_media_type);
}

Result<HttpAnswer> ProvinceApi::ask(const Request& request) {
    const auto count = manifest_.servers.size();
    Result<HttpAnswer> answer = fail(ErrorKind::unreachable, "L-01", "ask the province: no server");
    for (std::size_t i = 0; i < count; ++i) {
        const auto server = (server_ + i) % count;
        answer = ask_one(manifest_.servers[server], request);
        if (answer) {
            server_ = server;
            return answer;
        }
        if (answer.error().kind != ErrorKind::unreachable) {
            return answer;  // stopped by the person
        }
    }
    return answer;
}

Result<wire::ProvenReply> ProvinceApi::prove(const HttpAnswer& answer, const Request& request) {
    auto reply = wire::prove_reply(answer.body, manifest_, request.device);
    if (!reply && reply.fault() == wire::ReplyFault::unknown_key) {
        fetch_manifest();
        reply = wire::prove_reply(answer.body, manifest_, request.device);
    }
    if (!reply) {
        return reply.error();
    }
    const auto& stanza = reply->stanza();
    if (stanza.epoch != request.epoch ||
        (request.file && (stanza.seq != request.seq || stanza.file != request.file))) {
        return fail(ErrorKind::refused, "S-30", "prove answer: it answers something else");
    }
    if (stanza.keys > manifest_.number) {
        fetch_manifest();
    }
    return *std::move(reply);
}

Result<Exchange> ProvinceApi::exchange(const Request& request) {
    const auto answer = ask(request);
    if (!answer) {
        return answer.error();
    }
    Exchange out;
    out.facts.status = answer->status;
    out.facts.is_get = request.body == nullptr;
    out.retry_after = answer->retry_after;
    if (is_media_type(answer->content_type, wire::sealed_media_type)) {
        if (auto reply = prove(*answer, request)) {
            out.facts.verified = true;
            out.facts.reply_n = reply->stanza().n;
            out.reply = *std::move(reply);
            out.newest = answer->newest;
        }
    } else if (is_media_type(answer->content_type, wire::problem_media_type)) {
        out.facts.problem = wire::problem_code(as_text(answer->body)).value_or("");
        out.newest = answer->newest;
    }
    out.decision = decide(out.facts);
    return out;
}

void ProvinceApi::fetch_manifest() {
    // Once a run: a reply may name a number that this server does not hand out yet.
    if (asked_for_manifest_) {
        return;
    }
    asked_for_manifest_ = true;
    const auto answer = ask(
        {.path = "/v1/keys", .body = nullptr, .device = {}, .epoch = {}, .seq = {}, .file = {}});
    if (!answer || answer->status != 200) {
        return;
    }
    auto newer = wire::parse_manifest(as_text(answer->body), manifest_.root);
    if (newer && newer->number > manifest_.number) {
        manifest_ = *std::move(newer);
        has_newer_ = true;
        server_ = std::min(server_, manifest_.servers.size() - 1);
    }
}

}  // namespace lontar::upload
