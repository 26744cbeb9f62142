#pragma once
/// The identities of the protocol: fixed-size byte strings that cannot be mixed up.
#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/bytes.hpp"
#include "storage/base/random.hpp"

namespace lontar {

/// `N` bytes of one meaning (`Tag`). Text form: 2·N lower-case hex digits. BLOB in SQL.
template <typename Tag, std::size_t N>
struct Id {
    std::array<std::uint8_t, N> bytes{};

    static constexpr std::size_t size = N;
    [[nodiscard]] std::string hex() const { return to_hex(bytes); }
    [[nodiscard]] ByteView view() const { return bytes; }
    auto operator<=>(const Id&) const = default;

    /// Nothing unless the text is exactly 2·N lower-case hex digits.
    static std::optional<Id> from_hex(std::string_view text) {
        auto array = array_from_hex<N>(text);
        return array ? std::optional<Id>(Id{*array}) : std::nullopt;
    }
    /// Nothing unless there are exactly N bytes.
    static std::optional<Id> from_bytes(ByteView view) {
        if (view.size() != N) {
            return std::nullopt;
        }
        Id id;
        std::copy(view.begin(), view.end(), id.bytes.begin());
        return id;
    }
    /// A new identity of N random bytes.
    static Id random(Random& random) {
        Id id;
        random.fill(id.bytes);
        return id;
    }
};

using RegistrationId = Id<struct RegistrationTag, 16>;
/// First 128 bits of SHA-256 of the exact entry line: one content, one rev.
using Rev = Id<struct RevTag, 16>;
/// New at set-up, restore, clone, fork and refused hello.
using Epoch = Id<struct EpochTag, 16>;
/// A device is its Ed25519 public key.
using DeviceId = Id<struct DeviceTag, 32>;
using OfficerId = Id<struct OfficerTag, 16>;
using ActivationId = Id<struct ActivationTag, 16>;
/// Identity of one import run, so that it can be undone.
using ImportId = Id<struct ImportTag, 16>;
/// Identity of a published reply, invite or root key: first 128 bits of SHA-256 of the public key.
using KeyId = Id<struct KeyTag, 16>;
/// SHA-256 of something.
using Hash = Id<struct HashTag, 32>;
/// First 8 bytes of a sealed file's SHA-256: enough to tell apart the files under one number.
using FileMark = Id<struct FileMarkTag, 8>;

}  // namespace lontar
