#pragma once
/// Key manifest: which keys, servers and certificates belong to a province, signed by its root
/// (domain `lontar/keys-v1`).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/signing.hpp"

namespace lontar::wire {

struct PublishedKey {
    KeyId id;
    sealed::PublicKey key{};
};

struct KeyManifest {
    std::int64_t number = 0;  ///< greater replaces, lower is ignored
    Timestamp issued;
    sealed::PublicKey root{};
    std::optional<sealed::PublicKey> next_root;
    std::vector<std::string> servers;  ///< https:// base addresses, without a trailing slash
    std::vector<std::string> ca;       ///< PEM certificates, trusted for nothing but these servers
    std::vector<sealed::Recipient> receiving;  ///< batches are sealed to all of them …
    sealed::Recipient recovery;                ///< … and to the offline recovery key
    std::vector<PublishedKey> reply;
    std::vector<PublishedKey> invite;
    std::vector<KeyId> revoked;

    std::string line;       ///< exact JSON bytes as signed
    std::string signature;  ///< base64

    /// Both lines with LF between and at the end: how it is stored and sent.
    [[nodiscard]] std::string text() const { return line + "\n" + signature + "\n"; }
    [[nodiscard]] const sealed::PublicKey* reply_key(
        const KeyId& id) const;  ///< null: unknown or revoked
    [[nodiscard]] const sealed::PublicKey* invite_key(const KeyId& id) const;
};

inline constexpr std::size_t max_manifest_bytes = 12 * 1024;
inline constexpr std::size_t max_servers = 8;
inline constexpr std::size_t max_address_bytes = 200;
inline constexpr std::size_t max_certificates = 4;
inline constexpr std::size_t max_certificate_bytes = 4 * 1024;
inline constexpr std::size_t max_receiving = 7;  ///< a batch is sealed to the recovery key too
inline constexpr std::size_t max_keys = 16;      ///< of `reply`, and of `invite`
inline constexpr std::size_t max_revoked = 64;

/// Signs: fills `line` and `signature`. invalid_input "A-06": `parse_manifest` would not take it.
Result<KeyManifest> sign_manifest(KeyManifest manifest, const sealed::SigningKey& root);
/// Two lines. `root`: the pinned key; absent at set-up only, where the person compares the words.
/// corrupt "A-01": not a manifest or the signature is wrong; refused "A-02": another root.
Result<KeyManifest> parse_manifest(std::string_view text,
                                   const std::optional<sealed::PublicKey>& root);

}  // namespace lontar::wire
