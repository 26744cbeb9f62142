#pragma once
/// The head of a sealed file as both ways of writing (memory, disk) and reading need it: the age
/// head narrowed to our own rules (`sync/wire/FORMAT.md` 1).
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/sealed/age_crypto.hpp"
#include "storage/sealed/age_header.hpp"
#include "storage/sealed/age_payload.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sealed/sealed_header.hpp"

namespace lontar::sealed {

/// A file about to be written. Everything is fixed but the tail hash, and so is the head's length.
class HeadDraft {
public:
    /// Draws the file key, one ephemeral key per recipient and the payload nonce. invalid_input
    /// "S-01".
    static Result<HeadDraft> begin(const SealRequest& request, Random& random);

    [[nodiscard]] const Secret& file_key() const { return file_key_; }
    [[nodiscard]] ByteView nonce() const { return nonce_; }
    /// What follows our stanza, up to and including the three dashes: the first part of the tail.
    [[nodiscard]] std::string_view covered_by_tail() const { return others_; }
    /// The whole head for a tail with this hash, `size()` bytes.
    [[nodiscard]] std::string text(const Hash& tail) const;
    [[nodiscard]] std::size_t size() const;

private:
    HeadDraft() = default;
    [[nodiscard]] std::string meta_json(const Hash& tail) const;
    /// All of the head under the MAC.
    [[nodiscard]] std::string covered(const std::string& json, const Signature& signature) const;
    std::string stanza_type_;
    Json::Object meta_;
    const SigningKey* signer_ = nullptr;
    Secret file_key_;
    std::array<std::uint8_t, age::payload_nonce_bytes> nonce_{};
    std::string others_;
};

/// A head that keeps every rule of ours that needs neither the payload nor a key.
struct OwnHead {
    SealedHeader shown;
    Hash tail;  ///< as the metadata has it
    std::vector<age::WrappedKey> wrapped;
    std::size_t own_end = 0;  ///< offset of the byte after our stanza
    std::size_t covered = 0;  ///< bytes under the MAC
    age::Bytes32 mac{};
};

/// corrupt "S-02". `start` is the file or at least its first max_header_bytes + 1.
Result<OwnHead> parse_own_head(ByteView start);

/// The file key, after the MAC over the head was found right. refused "S-05", corrupt "S-06".
Result<Secret> open_head(const OwnHead& head, ByteView start,
                         std::span<const Identity* const> identities);

/// corrupt "S-03".
Error tail_differs();

}  // namespace lontar::sealed
