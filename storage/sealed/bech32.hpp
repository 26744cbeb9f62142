#pragma once
/// Bech32 (BIP 173, constant 1), without its limit of 90 characters: the text form of age keys.
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/bytes.hpp"

namespace lontar::sealed::bech32 {

struct Text {
    std::string prefix;  ///< lower case, without the separator
    Bytes groups;        ///< of 5 bits each, without the checksum
};

/// Lower case. `groups` hold 5 bits each.
std::string encode(std::string_view prefix, ByteView groups);

/// Nothing when letters of both cases are mixed, a character is not allowed, there is no prefix, or
/// the checksum is wrong.
std::optional<Text> decode(std::string_view text);

/// 8-bit bytes as groups of 5 bits, the last filled up with zero bits.
Bytes to_groups(ByteView bytes);

/// The reverse. Nothing when 5 or more bits are left over or one of them is not zero.
std::optional<Bytes> from_groups(ByteView groups);

}  // namespace lontar::sealed::bech32
