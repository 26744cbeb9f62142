#include "storage/sealed/signing.hpp"

#include <algorithm>

#include <sodium.h>

#include "storage/sealed/hash.hpp"

namespace lontar::sealed {

namespace {

Bytes signed_message(std::string_view domain, std::string_view message) {
    Bytes bytes;
    bytes.reserve(domain.size() + 1 + message.size());
    bytes.insert(bytes.end(), domain.begin(), domain.end());
    bytes.push_back('\n');
    bytes.insert(bytes.end(), message.begin(), message.end());
    return bytes;
}

}  // namespace

SigningKey SigningKey::generate(Random& random) {
    Secret seed(crypto_sign_SEEDBYTES);
    random.fill(seed.bytes());
    return *from_seed(seed.view());
}

std::optional<SigningKey> SigningKey::from_seed(ByteView seed) {
    if (seed.size() != crypto_sign_SEEDBYTES) {
        return std::nullopt;
    }
    SigningKey key;
    key.seed_ = Secret::copy_of(seed);
    key.expanded_ = Secret(crypto_sign_SECRETKEYBYTES);
    crypto_sign_seed_keypair(key.public_key_.data(), key.expanded_.bytes().data(), seed.data());
    return key;
}

Signature SigningKey::sign(std::string_view domain, std::string_view message) const {
    // The one-shot call is pure Ed25519; the library's multi-part one is Ed25519ph, another scheme.
    const Bytes bytes = signed_message(domain, message);
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, bytes.data(), bytes.size(),
                         expanded_.view().data());
    return signature;
}

bool verify(const PublicKey& key, std::string_view domain, std::string_view message,
            const Signature& signature) {
    const Bytes bytes = signed_message(domain, message);
    return crypto_sign_verify_detached(signature.data(), bytes.data(), bytes.size(), key.data()) ==
           0;
}

KeyId key_id(const PublicKey& key) {
    const Hash hash = sha256(key);
    KeyId id;
    std::copy_n(hash.bytes.begin(), KeyId::size, id.bytes.begin());
    return id;
}

}  // namespace lontar::sealed
