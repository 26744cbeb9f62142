#pragma once
/// SHA-256 (FIPS 180-4), whole and in parts.
#include <array>
#include <cstdint>

#include "storage/base/bytes.hpp"
#include "storage/base/ids.hpp"

namespace lontar::sealed {

Hash sha256(ByteView bytes);
/// First 128 bits of SHA-256 of the exact entry line (without its LF).
Rev rev_of(std::string_view entry_line);

/// Of bytes that arrive in pieces. After `finish` it may only be thrown away.
class Sha256 {
public:
    Sha256();
    void update(ByteView bytes);
    Hash finish();

private:
    /// The library's own state, so that its header stays out of this one.
    alignas(8) std::array<std::uint8_t, 104> state_{};
};

}  // namespace lontar::sealed
