#pragma once
/// Pure Ed25519 (RFC 8032): who wrote a file. The message is always `<domain> LF <exact bytes>`.
/// Beside it a key as words (fingerprint.cpp) and bytes as text (base64.cpp).
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/bytes.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/random.hpp"
#include "storage/base/result.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::sealed {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

class SigningKey {
public:
    /// From a 32-byte seed drawn from `random`.
    static SigningKey generate(Random& random);
    /// Nothing unless the seed is 32 bytes.
    static std::optional<SigningKey> from_seed(ByteView seed);
    [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
    [[nodiscard]] ByteView seed() const { return seed_.view(); }
    /// Signature over `<domain> LF <message>`.
    [[nodiscard]] Signature sign(std::string_view domain, std::string_view message) const;

private:
    Secret seed_;
    Secret expanded_;
    PublicKey public_key_{};
};

bool verify(const PublicKey& key, std::string_view domain, std::string_view message,
            const Signature& signature);

/// Identity of a published key: first 128 bits of SHA-256 of its 32 bytes.
KeyId key_id(const PublicKey& key);

/// Six Indonesian words, one blank between, for the first 66 bits of SHA-256 of the key: what two
/// people compare by voice. 2,048-word list in `storage/sealed/words.txt` (own list of plain
/// Indonesian words, 3-8 letters a-z).
std::string fingerprint_words(const PublicKey& key);

/// Standard base64 without padding, canonical: what re-encodes to the same text.
std::string to_base64(ByteView bytes);
std::optional<Bytes> from_base64(std::string_view text);

}  // namespace lontar::sealed
