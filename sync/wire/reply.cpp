#include "sync/wire/reply.hpp"

#include <algorithm>

#include "sync/wire/members.hpp"

namespace lontar::wire {

namespace {

constexpr std::string_view reply_ending = ".reply.age";
constexpr std::string_view refusal_ending = ".refusal.age";

Error not_a_reply(std::string_view what) {
    return fail(ErrorKind::corrupt, "S-28", "open reply: " + std::string(what));
}

Unpassed<ReplyFault> unproved(ReplyFault fault, Error error) {
    return {fault, std::move(error)};
}

std::string head_line(const Reply& reply) {
    Json json;
    json.set("t", "reply")
        .set("device", reply.device.hex())
        .set("epoch", reply.epoch.hex())
        .set("gen", reply.gen)
        .set("n", reply.n)
        .set("time", reply.time.seconds)
        .set("have", Json::Object{{"upto", reply.have.upto},
                                  {"missing", Json::List(reply.have.missing.begin(),
                                                         reply.have.missing.end())}})
        .set_if("problem", reply.problem);
    if (reply.sum) {
        json.set("sum", json_of(*reply.sum));
    }
    return json.dump();
}

std::string receipt_line(const Receipt& receipt) {
    Json json;
    json.set("t", "receipt")
        .set("epoch", receipt.epoch.hex())
        .set("seq", receipt.seq)
        .set("file", receipt.file.hex())
        .set("status", receipt.status)
        .set("time", receipt.time.seconds);
    return json.dump();
}

std::string verdict_line(const BatchVerdict& verdict) {
    Json::List except;
    for (const auto& exception : verdict.except) {
        Json::List row;
        append_to(row, exception);
        except.emplace_back(std::move(row));
    }
    Json json;
    json.set("t", "verdict")
        .set("epoch", verdict.epoch.hex())
        .set("seq", verdict.seq)
        .set("except", std::move(except));
    if (verdict.rest_accepted) {
        json.set("rest", "accepted");
    }
    return json.dump();
}

std::string notice_line(const model::Notice& notice) {
    Json json;
    json.set("t", "notice").set("text", notice.text);
    if (!notice.code.empty()) {
        json.set("code", notice.code);
    }
    if (!notice.about.empty()) {
        json.set("about", notice.about);
    }
    return json.dump();
}

std::string ndjson_of(const Reply& reply) {
    std::string text = head_line(reply) + "\n";
    for (const auto& receipt : reply.receipts) {
        text += receipt_line(receipt) + "\n";
    }
    for (const auto& verdict : reply.verdicts) {
        text += verdict_line(verdict) + "\n";
    }
    for (const model::Notice& notice : reply.notices) {
        text += notice_line(notice) + "\n";
    }
    for (const States& states : reply.states) {
        text += states_line(states) + "\n";
    }
    for (const Record& record : reply.records) {
        text += record_line(record) + "\n";
    }
    if (reply.told_all) {
        text += Json().set("t", "told").dump() + "\n";
    }
    return text;
}

bool add_record(const Json& json, Reply& reply) {
    auto record = read_record(json);
    if (!record) {
        return false;
    }
    if (is_of_later_version(*record)) {
        reply.has_unknown = true;
    } else {
        reply.records.push_back(*std::move(record));
    }
    return true;
}

/// Adds what one line of `size` bytes says; false when a line of a known type is not as it must be.
bool read_line(const Json& json, std::size_t size, Reply& reply) {
    const auto type = json.text_at("t");
    Members members(json);
    if (type == "receipt") {
        reply.receipts.push_back({members.id<Epoch>("epoch"), members.integer("seq", 1),
                                  members.id<Hash>("file"), members.text("status", max_word_bytes),
                                  members.moment("time")});
    } else if (type == "verdict") {
        BatchVerdict verdict{members.id<Epoch>("epoch"), members.integer("seq", 1), false, {}};
        verdict.rest_accepted = json.text_at("rest") == "accepted";
        for (const auto& row : members.list("except", 0, max_exceptions)) {
            auto exception = row.list() == nullptr ? std::nullopt : read_verdict(*row.list(), 0);
            if (!exception) {
                return false;
            }
            verdict.except.push_back(*std::move(exception));
        }
        reply.verdicts.push_back(std::move(verdict));
    } else if (type == "notice") {
        reply.notices.push_back({members.text("text", max_notice_bytes),
                                 members.text_if("code", max_word_bytes).value_or(""),
                                 members.text_if("about", max_word_bytes).value_or("")});
    } else if (type == "states") {
        auto states = size <= max_states_bytes ? read_states(json) : std::nullopt;
        if (!states) {
            return false;
        }
        reply.states.push_back(*std::move(states));
    } else if (type == "record") {
        return size <= max_record_bytes && add_record(json, reply);
    } else if (type == "told") {
        reply.told_all = true;
    } else {
        reply.has_unknown = true;  // of a newer province
        return type.has_value();
    }
    return members.whole();
}

Have read_have(Members& reply, const Json& json) {
    static const Json nothing;
    const Json* value = json.find("have");
    Members members(value == nullptr ? nothing : *value);
    Have have;
    have.upto = members.integer("upto", 0);
    for (const auto& seq : members.list("missing", 0, max_missing)) {
        if (seq.integer() == nullptr || *seq.integer() <= have.upto) {
            members.spoil("missing");
            break;
        }
        have.missing.push_back(*seq.integer());
    }
    if (!members.whole()) {
        reply.spoil("have");
    }
    return have;
}

Result<Reply> read_head(const Json& json, const ReplyStanza& stanza) {
    Members members(json);
    Reply reply;
    reply.device = members.id<DeviceId>("device");
    reply.epoch = members.id<Epoch>("epoch");
    reply.gen = members.integer("gen", 0);
    reply.n = members.integer("n", 0);
    reply.time = members.moment("time");
    reply.have = read_have(members, json);
    reply.problem = members.text_if("problem", max_word_bytes);
    if (const Json* sum = json.find("sum")) {
        reply.sum = read_sum(*sum);
        if (!reply.sum) {
            members.spoil("sum");
        }
    }
    if (!members.whole()) {
        return not_a_reply(members.why());
    }
    if (reply.device != stanza.device || reply.epoch != stanza.epoch || reply.gen != stanza.gen ||
        reply.n != stanza.n) {
        return not_a_reply("inner ids differ from the stanza");
    }
    return reply;
}

Result<ReplyStanza> stanza_of(const Json& meta) {
    Members members(meta);
    ReplyStanza stanza;
    stanza.device = members.id<DeviceId>("device");
    stanza.epoch = members.id<Epoch>("epoch");
    stanza.gen = members.integer("gen", 0);
    stanza.n = members.integer("n", 0);
    stanza.keys = members.integer("keys", 0);
    stanza.key = members.id<KeyId>("key");
    if (members.has("seq")) {
        stanza.seq = members.integer("seq", 1);
    }
    stanza.file = members.id_if<Hash>("file");
    if (!members.whole() || stanza.seq.has_value() != stanza.file.has_value()) {
        return fail(ErrorKind::invalid_input, "S-26", "prove reply: " + members.why());
    }
    return stanza;
}

/// The lines of a reply, for the reader and for the writer before it hands them out.
Result<Reply> read_reply(std::string_view ndjson, const ReplyStanza& stanza) {
    const auto lines = split_lines(ndjson, max_reply_lines);
    if (!lines || lines->empty()) {
        return not_a_reply("lines");
    }
    const auto head = parse_json((*lines)[0]);
    if (!head || head->text_at("t") != "reply") {
        return not_a_reply("line 0");
    }
    auto reply = read_head(*head, stanza);
    if (!reply) {
        return reply;
    }
    for (auto line = lines->begin() + 1; line != lines->end(); ++line) {
        const auto json = parse_json(*line);
        if (!json || !read_line(*json, line->size(), *reply)) {
            return not_a_reply("a line");
        }
    }
    return reply;
}

Error unsealed(std::string_view what) {
    return fail(ErrorKind::invalid_input, "S-29", "seal reply: " + std::string(what));
}

}  // namespace

Result<Bytes> seal_reply(const Reply& reply, const std::optional<Answered>& answered,
                         std::int64_t manifest_number, const sealed::Recipient& device,
                         const sealed::SigningKey& reply_key, Random& random) {
    Json::Object meta{{"device", reply.device.hex()},
                      {"epoch", reply.epoch.hex()},
                      {"gen", reply.gen},
                      {"n", reply.n},
                      {"keys", manifest_number},
                      {"key", sealed::key_id(reply_key.public_key()).hex()}};
    if (answered) {
        meta["seq"] = answered->seq;
        meta["file"] = answered->file.hex();
    }
    const auto ndjson = ndjson_of(reply);
    if (ndjson.size() > max_reply_ndjson_bytes) {
        return unsealed("larger than 1 MiB");
    }
    // What no laptop would take is never handed out: it would be fetched for ever.
    const auto stanza = stanza_of(meta);
    if (!stanza) {
        return unsealed(stanza.error().context);
    }
    if (const auto back = read_reply(ndjson, *stanza); !back) {
        return unsealed(back.error().context);
    }
    auto file = sealed::seal({.stanza_type = reply_stanza,
                              .meta = std::move(meta),
                              .recipients = {&device, 1},
                              .signer = reply_key},
                             ndjson, random);
    if (file && file->size() > max_reply_file_bytes) {
        return unsealed("file larger than 256 KiB");
    }
    return file;
}

Checked<ProvenReply, ReplyFault> prove_reply(Bytes file, const KeyManifest& manifest) {
    if (file.size() > max_reply_file_bytes) {
        return unproved(ReplyFault::not_ours,
                        fail(ErrorKind::invalid_input, "S-26", "prove reply: larger than 256 KiB"));
    }
    auto read = sealed::SealedFile::parse(std::move(file));
    if (!read) {
        return unproved(ReplyFault::not_ours, std::move(read).error());
    }
    if (auto whole = read->check_tail(); !whole) {
        return unproved(ReplyFault::damaged, std::move(whole).error());
    }
    const sealed::SealedHeader& header = read->header();
    if (header.stanza_type != reply_stanza) {
        return unproved(ReplyFault::not_ours, fail(ErrorKind::invalid_input, "S-26",
                                                   "prove reply: another kind of file"));
    }
    auto stanza = stanza_of(header.meta);
    if (!stanza) {
        return unproved(ReplyFault::not_ours, std::move(stanza).error());
    }
    const auto* key = manifest.reply_key(stanza->key);
    if (key == nullptr) {
        return unproved(ReplyFault::unknown_key, fail(ErrorKind::refused, "S-25",
                                                      "prove reply: unknown or revoked reply key"));
    }
    if (auto genuine = sealed::verify_signature(header, *key); !genuine) {
        return unproved(ReplyFault::damaged, std::move(genuine).error());
    }
    return ProvenReply(*std::move(read), *stanza);
}

Checked<ProvenReply, ReplyFault> prove_reply(Bytes file, const KeyManifest& manifest,
                                             const DeviceId& device) {
    auto proven = prove_reply(std::move(file), manifest);
    if (proven && proven->stanza().device != device) {
        return unproved(ReplyFault::for_another_device,
                        fail(ErrorKind::refused, "S-27", "prove reply: for another device"));
    }
    return proven;
}

Result<Reply> open_reply(const ProvenReply& proven, const sealed::Identity& identity) {
    const auto ndjson = proven.file_.open(identity, max_reply_ndjson_bytes);
    if (!ndjson) {
        return ndjson.error();
    }
    return read_reply(*ndjson, proven.stanza());
}

std::string reply_file_name(const ReplyStanza& stanza) {
    if (stanza.n == 0) {
        return stanza.epoch.hex() + "-0-" + std::to_string(stanza.seq.value_or(0)) +
               std::string(refusal_ending);
    }
    return stanza.epoch.hex() + "-" + std::to_string(stanza.gen) + "-" + std::to_string(stanza.n) +
           std::string(reply_ending);
}

bool is_reply_file_name(std::string_view name) {
    constexpr std::string_view second = ".2";
    if (name.ends_with(second)) {
        name.remove_suffix(second.size());
    }
    return !name.starts_with('.') &&
           (name.ends_with(reply_ending) || name.ends_with(refusal_ending));
}

}  // namespace lontar::wire
