#pragma once
/// The text head of an age v1 file: its grammar, read and written byte for byte.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/base/result.hpp"

namespace lontar::sealed::age {

using Bytes32 = std::array<std::uint8_t, 32>;

struct Stanza {
    std::string_view type;                    ///< first argument
    std::vector<std::string_view> arguments;  ///< the others
    Bytes body;
    std::size_t end = 0;  ///< offset of the byte after its last LF
};

/// What `text` says; its views live as long as the bytes it was read from.
struct Header {
    std::vector<Stanza> stanzas;
    std::size_t covered = 0;  ///< bytes under the MAC: up to and including the three dashes
    Bytes32 mac{};
    std::size_t size = 0;  ///< up to and including the LF of the MAC line
};

/// Reads the head at the start of `file`, strictly: LF only, canonical base64, every line as the
/// grammar has it. Only the first `max_bytes` are looked at. corrupt "S-02" with the reason as
/// context.
Result<Header> parse_header(ByteView file, std::size_t max_bytes);

/// `age-encryption.org/v1` and LF.
std::string_view version_line();

/// One stanza, body wrapped at 64 columns and ended by a shorter line. `head` is type and
/// arguments.
std::string stanza_text(std::string_view head, ByteView body);

/// ` <MAC>` and LF, which follow the three dashes.
std::string mac_text(const Bytes32& mac);

/// Error of every grammar failure.
Error not_ours(std::string_view reason);

}  // namespace lontar::sealed::age
