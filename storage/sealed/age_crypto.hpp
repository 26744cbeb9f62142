#pragma once
/// Keys of an age v1 file: the file key, its wrapping for X25519 recipients, the MAC over the head.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/base/random.hpp"
#include "storage/sealed/age_header.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::sealed::age {

inline constexpr std::size_t file_key_bytes = 16;

/// HKDF-SHA-256 (RFC 5869) to 32 bytes; an empty salt is 32 zero bytes.
Scratch<32> derive(ByteView key_material, ByteView salt, std::string_view info);

/// What an X25519 stanza carries: the ephemeral share and the wrapped file key.
struct WrappedKey {
    Bytes32 share{};
    Bytes32 body{};
};

/// With a fresh ephemeral key. Nothing when the recipient is a point of low order, to which no
/// secret can be sealed.
std::optional<WrappedKey> wrap(const Secret& file_key, const Recipient& recipient, Random& random);

enum class UnwrapOutcome : std::uint8_t { opened, not_mine, low_order };

struct Unwrapped {
    UnwrapOutcome outcome = UnwrapOutcome::not_mine;
    Secret file_key;  ///< when opened
};

/// low_order: the share gives an all-zero secret, which is a failure of the whole head and not
/// "try the next one".
Unwrapped unwrap(const WrappedKey& wrapped, const Identity& identity);

/// HMAC-SHA-256 over the received bytes up to and including the three dashes.
Bytes32 header_mac(const Secret& file_key, ByteView covered);

/// In constant time.
bool is_equal(const Bytes32& a, const Bytes32& b);

}  // namespace lontar::sealed::age
