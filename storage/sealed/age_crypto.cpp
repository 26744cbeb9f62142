#include "storage/sealed/age_crypto.hpp"

#include <algorithm>

#include <sodium.h>

#include "storage/sealed/sodium_ready.hpp"

namespace lontar::sealed::age {

namespace {

static_assert(crypto_auth_hmacsha256_BYTES == 32 && crypto_scalarmult_BYTES == 32);

constexpr std::string_view x25519_info = "age-encryption.org/v1/X25519";
/// Every wrapping key is used once, so the nonce may be fixed.
constexpr std::array<std::uint8_t, crypto_aead_chacha20poly1305_ietf_NPUBBYTES> zero_nonce{};

void hmac(std::span<std::uint8_t> out, ByteView key, std::initializer_list<ByteView> parts) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    for (const ByteView part : parts) {
        crypto_auth_hmacsha256_update(&state, part.data(), part.size());
    }
    crypto_auth_hmacsha256_final(&state, out.data());
    sodium_memzero(&state, sizeof state);
}

Scratch<32> wrapping_key(const Scratch<32>& shared, const Bytes32& share,
                         const Recipient& recipient) {
    std::array<std::uint8_t, 64> salt{};
    std::copy(share.begin(), share.end(), salt.begin());
    std::copy(recipient.key.begin(), recipient.key.end(), salt.begin() + 32);
    return derive(shared.view(), salt, x25519_info);
}

}  // namespace

Scratch<32> derive(ByteView key_material, ByteView salt, std::string_view info) {
    constexpr std::array<std::uint8_t, 32> no_salt{};
    constexpr std::array<std::uint8_t, 1> first_block{1};
    Scratch<32> pseudo_random;
    hmac(pseudo_random.bytes(), salt.empty() ? ByteView(no_salt) : salt, {key_material});
    Scratch<32> key;
    hmac(key.bytes(), pseudo_random.view(), {as_bytes(info), first_block});
    return key;
}

std::optional<WrappedKey> wrap(const Secret& file_key, const Recipient& recipient, Random& random) {
    require_sodium();
    Scratch<32> ephemeral;
    random.fill(ephemeral.bytes());
    WrappedKey wrapped;
    crypto_scalarmult_base(wrapped.share.data(), ephemeral.view().data());
    Scratch<32> shared;
    if (crypto_scalarmult(shared.bytes().data(), ephemeral.view().data(), recipient.key.data()) !=
        0) {
        return std::nullopt;
    }
    const Scratch<32> key = wrapping_key(shared, wrapped.share, recipient);
    crypto_aead_chacha20poly1305_ietf_encrypt(wrapped.body.data(), nullptr, file_key.view().data(),
                                              file_key.size(), nullptr, 0, nullptr,
                                              zero_nonce.data(), key.view().data());
    return wrapped;
}

Unwrapped unwrap(const WrappedKey& wrapped, const Identity& identity) {
    Unwrapped result;
    Scratch<32> shared;
    if (crypto_scalarmult(shared.bytes().data(), identity.bytes().data(), wrapped.share.data()) !=
        0) {
        result.outcome = UnwrapOutcome::low_order;
        return result;
    }
    const Scratch<32> key = wrapping_key(shared, wrapped.share, identity.recipient());
    Scratch<file_key_bytes> file_key;
    if (crypto_aead_chacha20poly1305_ietf_decrypt(file_key.bytes().data(), nullptr, nullptr,
                                                  wrapped.body.data(), wrapped.body.size(), nullptr,
                                                  0, zero_nonce.data(), key.view().data()) == 0) {
        result.outcome = UnwrapOutcome::opened;
        result.file_key = Secret::copy_of(file_key.view());
    }
    return result;
}

Bytes32 header_mac(const Secret& file_key, ByteView covered) {
    const Scratch<32> key = derive(file_key.view(), {}, "header");
    Bytes32 mac{};
    hmac(mac, key.view(), {covered});
    return mac;
}

bool is_equal(const Bytes32& a, const Bytes32& b) {
    return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace lontar::sealed::age
