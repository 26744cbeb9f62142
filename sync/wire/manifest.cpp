#include "sync/wire/manifest.hpp"

#include <algorithm>

#include "storage/base/json.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "sync/wire/manifest_line.hpp"
#include "sync/wire/members.hpp"
#include "sync/wire/signed_line.hpp"

namespace lontar::wire {

namespace {

constexpr std::string_view domain = "lontar/keys-v1";
constexpr std::int64_t version = 1;
static_assert(max_receiving + 1 == sealed::max_recipients);

Error not_a_manifest(std::string_view member) {
    return fail(ErrorKind::corrupt, "A-01", "read manifest: " + std::string(member));
}

bool is_https_address(std::string_view text) {
    constexpr std::string_view scheme = "https://";
    return text.size() > scheme.size() && text.size() <= max_address_bytes &&
           text.starts_with(scheme) && text.back() != '/' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return c > ' ' && c < 0x7F && c != '"' && c != '\\' && c != '@' && c != '#' &&
                      c != '?';
           });
}

Json texts(const std::vector<std::string>& values) {
    return Json::List(values.begin(), values.end());
}

Json published(const std::vector<PublishedKey>& keys) {
    Json::List list;
    for (const auto& key : keys) {
        list.emplace_back(Json::Object{{"id", key.id.hex()}, {"key", to_hex(key.key)}});
    }
    return list;
}

std::string manifest_line(const KeyManifest& manifest) {
    Json::List receiving;
    for (const auto& recipient : manifest.receiving) {
        receiving.emplace_back(recipient.text());
    }
    Json::List revoked;
    for (const auto& id : manifest.revoked) {
        revoked.emplace_back(id.hex());
    }
    Json json;
    json.set("v", version)
        .set("number", manifest.number)
        .set("issued", manifest.issued.seconds)
        .set("root", to_hex(manifest.root))
        .set("servers", texts(manifest.servers))
        .set("ca", texts(manifest.ca))
        .set("receiving", std::move(receiving))
        .set("recovery", manifest.recovery.text())
        .set("reply", published(manifest.reply))
        .set("invite", published(manifest.invite))
        .set("revoked", std::move(revoked));
    if (manifest.next_root) {
        json.set("next_root", to_hex(*manifest.next_root));
    }
    return json.dump();
}

sealed::PublicKey public_key(Members& members, std::string_view name) {
    return members.id<Id<struct PublicKeyTag, 32>>(name).bytes;
}

std::vector<std::string> read_texts(Members& members, std::string_view name, std::size_t least,
                                    std::size_t most, bool (*is_good)(std::string_view)) {
    std::vector<std::string> out;
    for (const auto& value : members.list(name, least, most)) {
        if (value.text() == nullptr || !is_good(*value.text())) {
            members.spoil(name);
            return {};
        }
        out.push_back(*value.text());
    }
    return out;
}

std::vector<PublishedKey> read_keys(Members& members, std::string_view name, std::size_t least) {
    std::vector<PublishedKey> out;
    for (const auto& value : members.list(name, least, max_keys)) {
        Members key(value);
        const PublishedKey read{key.id<KeyId>("id"), public_key(key, "key")};
        // An id of its own choice would let a key stand under another one's name.
        if (!key.whole() || read.id != sealed::key_id(read.key)) {
            members.spoil(name);
            return {};
        }
        out.push_back(read);
    }
    return out;
}

std::vector<sealed::Recipient> read_recipients(Members& members, std::string_view name) {
    std::vector<sealed::Recipient> out;
    for (const auto& value : members.list(name, 1, max_receiving)) {
        const auto recipient =
            sealed::Recipient::parse(value.text() == nullptr ? std::string() : *value.text());
        if (!recipient) {
            members.spoil(name);
            return {};
        }
        out.push_back(*recipient);
    }
    return out;
}

std::vector<KeyId> read_ids(Members& members, std::string_view name) {
    std::vector<KeyId> out;
    for (const auto& value : members.list(name, 0, max_revoked)) {
        const auto id = KeyId::from_hex(value.text() == nullptr ? std::string() : *value.text());
        if (!id) {
            members.spoil(name);
            return {};
        }
        out.push_back(*id);
    }
    return out;
}

const sealed::PublicKey* find_key(const std::vector<PublishedKey>& keys,
                                  const std::vector<KeyId>& revoked, const KeyId& id) {
    if (std::find(revoked.begin(), revoked.end(), id) != revoked.end()) {
        return nullptr;
    }
    const auto found = std::find_if(keys.begin(), keys.end(),
                                    [&](const PublishedKey& key) { return key.id == id; });
    return found == keys.end() ? nullptr : &found->key;
}

}  // namespace

const sealed::PublicKey* KeyManifest::reply_key(const KeyId& id) const {
    return find_key(reply, revoked, id);
}

const sealed::PublicKey* KeyManifest::invite_key(const KeyId& id) const {
    return find_key(invite, revoked, id);
}

Result<KeyManifest> sign_manifest(KeyManifest manifest, const sealed::SigningKey& root) {
    manifest.root = root.public_key();
    manifest.line = manifest_line(manifest);
    manifest.signature = sign_line(root, domain, manifest.line);
    // What this end would not accept is never published.
    auto back = parse_manifest(manifest.text(), manifest.root);
    return back ? std::move(back)
                : fail(ErrorKind::invalid_input, "A-06", "sign manifest: " + back.error().context);
}

Result<KeyManifest> read_manifest_lines(std::string_view line, std::string_view signature,
                                        const std::optional<sealed::PublicKey>& root,
                                        const ManifestCodes& codes) {
    const auto json =
        parse_json(line, {.max_bytes = max_manifest_bytes, .max_depth = max_line_depth});
    if (!json) {
        return fail(ErrorKind::corrupt, codes.not_one, "read manifest: not JSON");
    }
    Members members(*json);
    KeyManifest manifest;
    manifest.root = public_key(members, "root");
    if (!members.whole()) {
        return fail(ErrorKind::corrupt, codes.not_one, "read manifest: root");
    }
    if (root && manifest.root != *root) {
        return fail(ErrorKind::refused, "A-02", "read manifest: another root than the pinned one");
    }
    if (!is_signed_by(manifest.root, domain, line, signature)) {
        return fail(ErrorKind::corrupt, codes.bad_signature, "read manifest: signature");
    }
    if (members.integer("v", 1) > version) {
        return fail(ErrorKind::too_new, "A-05", "read manifest: of a newer version");
    }
    manifest.number = members.integer("number", 1);
    manifest.issued = members.moment("issued");
    if (members.has("next_root")) {
        manifest.next_root = public_key(members, "next_root");
    }
    manifest.servers = read_texts(members, "servers", 1, max_servers, is_https_address);
    manifest.ca = read_texts(members, "ca", 1, max_certificates, [](std::string_view certificate) {
        return certificate.size() <= max_certificate_bytes &&
               certificate.starts_with("-----BEGIN CERTIFICATE-----\n");
    });
    manifest.receiving = read_recipients(members, "receiving");
    manifest.recovery = members.parsed<sealed::Recipient>("recovery");
    manifest.reply = read_keys(members, "reply", 1);
    manifest.invite = read_keys(members, "invite", 0);
    manifest.revoked = read_ids(members, "revoked");
    if (!members.whole()) {
        return fail(ErrorKind::corrupt, codes.not_one, "read manifest: " + members.why());
    }
    manifest.line = line;
    manifest.signature = signature;
    return manifest;
}

Result<KeyManifest> parse_manifest(std::string_view text,
                                   const std::optional<sealed::PublicKey>& root) {
    if (text.size() > max_manifest_bytes) {
        return not_a_manifest("too long");
    }
    const auto lines = split_lines(text, 2);
    if (!lines || lines->size() != 2) {
        return not_a_manifest("not two lines");
    }
    return read_manifest_lines((*lines)[0], (*lines)[1], root, {"A-01", "A-01"});
}

}  // namespace lontar::wire
