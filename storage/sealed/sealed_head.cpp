#include "storage/sealed/sealed_head.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace lontar::sealed {

namespace {

constexpr std::string_view own_prefix = "lontar/";
constexpr std::string_view recipient_type = "X25519";
constexpr std::string_view tail_member = "sha256";
constexpr std::string_view dashes = "---";

bool is_visible_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7e; });
}

bool is_stanza_type(std::string_view type) {
    return type.starts_with(own_prefix) && type.size() > own_prefix.size() &&
           std::all_of(type.begin() + own_prefix.size(), type.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

Error bad_request(std::string_view reason) {
    return fail(ErrorKind::invalid_input, "S-01", "seal: " + std::string(reason));
}

Status check_meta(const Json::Object& meta) {
    for (const auto& [name, value] : meta) {
        const bool is_sound = is_visible_ascii(name) && name != tail_member &&
                              (value.integer() != nullptr ||
                               (value.text() != nullptr && is_visible_ascii(*value.text())));
        if (!is_sound) {
            return bad_request("metadata that the readable line cannot hold");
        }
    }
    return done();
}

std::string x25519_stanza(const age::WrappedKey& wrapped) {
    return age::stanza_text(std::string(recipient_type) + " " + to_base64(wrapped.share),
                            wrapped.body);
}

template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> exactly(const std::optional<Bytes>& bytes) {
    if (!bytes || bytes->size() != N) {
        return std::nullopt;
    }
    std::array<std::uint8_t, N> out{};
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

Result<Json> parse_meta(std::string_view text) {
    auto meta = parse_json(text);
    if (!meta || meta->object() == nullptr) {
        return age::not_ours("metadata is not a JSON object");
    }
    for (const auto& [name, value] : *meta->object()) {
        if (value.integer() == nullptr && value.text() == nullptr) {
            return age::not_ours("metadata is not flat text and integers");
        }
    }
    return meta;
}

Status parse_own_stanza(const age::Stanza& stanza, OwnHead& head) {
    if (!is_stanza_type(stanza.type)) {
        return age::not_ours("first stanza is not ours");
    }
    if (stanza.arguments.size() != 1) {
        return age::not_ours("metadata is not one argument");
    }
    const auto signature = exactly<std::tuple_size_v<Signature>>(stanza.body);
    if (!signature) {
        return age::not_ours("signature is not 64 bytes");
    }
    auto meta = parse_meta(stanza.arguments.front());
    if (!meta) {
        return std::move(meta).error();
    }
    const auto tail = Hash::from_hex(meta->text_at(tail_member).value_or(""));
    if (!tail) {
        return age::not_ours("metadata without the hash of the rest");
    }
    head.shown.stanza_type = stanza.type;
    head.shown.meta_json = stanza.arguments.front();
    head.shown.meta = std::move(*meta);
    head.shown.signature = *signature;
    head.tail = *tail;
    head.own_end = stanza.end;
    return done();
}

Status parse_recipient(const age::Stanza& stanza, OwnHead& head) {
    if (stanza.type.starts_with(own_prefix)) {
        return age::not_ours("second stanza of ours");
    }
    if (stanza.type != recipient_type) {
        return age::not_ours("stanza of another type");
    }
    if (stanza.arguments.size() != 1) {
        return age::not_ours("recipient without exactly one share");
    }
    const auto share = exactly<32>(from_base64(stanza.arguments.front()));
    if (!share) {
        return age::not_ours("share is not 32 bytes in canonical base64");
    }
    // Before any decryption: a longer body could be made to open under two keys.
    const auto body = exactly<32>(stanza.body);
    if (!body) {
        return age::not_ours("wrapped key is not 32 bytes");
    }
    head.wrapped.push_back({*share, *body});
    return done();
}

}  // namespace

Result<HeadDraft> HeadDraft::begin(const SealRequest& request, Random& random) {
    if (!is_stanza_type(request.stanza_type)) {
        return bad_request("stanza type");
    }
    if (request.recipients.empty() || request.recipients.size() > max_recipients) {
        return bad_request("number of recipients");
    }
    if (auto checked = check_meta(request.meta); !checked) {
        return std::move(checked).error();
    }
    HeadDraft draft;
    draft.stanza_type_ = request.stanza_type;
    draft.meta_ = request.meta;
    draft.signer_ = &request.signer;
    draft.file_key_ = Secret(age::file_key_bytes);
    random.fill(draft.file_key_.bytes());
    random.fill(draft.nonce_);
    for (const Recipient& recipient : request.recipients) {
        const auto wrapped = age::wrap(draft.file_key_, recipient, random);
        if (!wrapped) {
            return bad_request("recipient of low order");
        }
        draft.others_ += x25519_stanza(*wrapped);
    }
    draft.others_ += dashes;
    if (draft.size() > max_header_bytes) {
        return bad_request("head longer than its limit");
    }
    return draft;
}

std::string HeadDraft::meta_json(const Hash& tail) const {
    Json meta(meta_);
    meta.set(tail_member, tail.hex());
    return meta.dump();
}

std::string HeadDraft::covered(const std::string& json, const Signature& signature) const {
    std::string head(age::version_line());
    head += age::stanza_text(stanza_type_ + " " + json, signature);
    head += others_;
    return head;
}

std::string HeadDraft::text(const Hash& tail) const {
    const std::string json = meta_json(tail);
    const std::string head = covered(json, signer_->sign(stanza_type_, json));
    return head + age::mac_text(age::header_mac(file_key_, as_bytes(head)));
}

std::size_t HeadDraft::size() const {
    return covered(meta_json(Hash{}), Signature{}).size() + age::mac_text({}).size();
}

Result<OwnHead> parse_own_head(ByteView start) {
    const auto parsed = age::parse_header(start, max_header_bytes);
    if (!parsed) {
        return parsed.error();
    }
    OwnHead head;
    head.covered = parsed->covered;
    head.mac = parsed->mac;
    if (auto own = parse_own_stanza(parsed->stanzas.front(), head); !own) {
        return std::move(own).error();
    }
    for (const age::Stanza& stanza : std::span(parsed->stanzas).subspan(1)) {
        if (auto other = parse_recipient(stanza, head); !other) {
            return std::move(other).error();
        }
    }
    if (head.wrapped.empty() || head.wrapped.size() > max_recipients) {
        return age::not_ours("number of recipients");
    }
    head.shown.recipients = head.wrapped.size();
    head.shown.header_bytes = parsed->size;
    return head;
}

Result<Secret> open_head(const OwnHead& head, ByteView start,
                         std::span<const Identity* const> identities) {
    Secret file_key;
    // All are tried, also behind one that opens: whether a head is sound must not depend on who
    // reads it.
    for (const age::WrappedKey& wrapped : head.wrapped) {
        for (const Identity* identity : identities) {
            auto unwrapped = age::unwrap(wrapped, *identity);
            if (unwrapped.outcome == age::UnwrapOutcome::low_order) {
                return age::damaged("share of low order");
            }
            if (unwrapped.outcome == age::UnwrapOutcome::opened && file_key.empty()) {
                file_key = std::move(unwrapped.file_key);
            }
        }
    }
    if (file_key.empty()) {
        return fail(ErrorKind::refused, "S-05", "open sealed file: sealed to another key");
    }
    if (!age::is_equal(age::header_mac(file_key, start.first(head.covered)), head.mac)) {
        return age::damaged("MAC of the head");
    }
    return file_key;
}

Error tail_differs() {
    return fail(ErrorKind::corrupt, "S-03",
                "check sealed file: the rest is not what the head was made for");
}

}  // namespace lontar::sealed
