#pragma once
/// What the readable head of a sealed file says, and what one is asked to say.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "storage/base/json.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/signing.hpp"

namespace lontar::sealed {

inline constexpr std::size_t max_header_bytes = 8 * 1024;
inline constexpr std::size_t max_recipients = 8;

/// What is sealed: `stanza_type` ("lontar/batch-v1") is also the signature's domain; `meta` are the
/// readable members (texts and integers; no personal data), to which `sha256` (the tail) is added.
struct SealRequest {
    std::string_view stanza_type;
    Json::Object meta;
    std::span<const Recipient> recipients;  ///< 1..8
    const SigningKey& signer;
};

/// The readable head of a sealed file, after every check that needs no key.
struct SealedHeader {
    std::string stanza_type;
    std::string meta_json;  ///< exact bytes as received; compared and verified, never written anew
    Json meta;
    Signature signature{};
    std::size_t recipients = 0;    ///< X25519 stanzas
    std::size_t header_bytes = 0;  ///< from the first byte to the LF of the MAC line
};

}  // namespace lontar::sealed
