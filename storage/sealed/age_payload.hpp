#pragma once
/// The payload of an age v1 file: STREAM over ChaCha20-Poly1305 in chunks of 64 KiB.
#include <array>
#include <cstdint>

#include "storage/base/bytes.hpp"
#include "storage/base/result.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::sealed::age {

inline constexpr std::size_t payload_nonce_bytes = 16;
inline constexpr std::size_t chunk_plain_bytes = 64 * 1024;
inline constexpr std::size_t tag_bytes = 16;
inline constexpr std::size_t chunk_bytes = chunk_plain_bytes + tag_bytes;

/// Key and counter of one payload, for either direction.
class ChunkCipher {
public:
    ChunkCipher(const Secret& file_key, ByteView nonce);
    /// Appends the next chunk. `plain` is at most 64 KiB, and exactly that unless it is the last.
    void seal(ByteView plain, bool is_last, Bytes& out);
    /// Appends the plain bytes of the next chunk, `chunk` being all of it. corrupt "S-06", nothing
    /// appended: shorter than a tag, an empty last chunk after others, or not what was sealed in
    /// this place.
    Status open(ByteView chunk, bool is_last, Bytes& out);

private:
    std::array<std::uint8_t, 12> next_nonce(bool is_last);
    Secret key_;
    std::uint64_t counter_ = 0;
};

/// Cuts what it is given into chunks. The last full chunk is held back until it is known whether
/// more follows, since only an empty payload may end in an empty chunk.
class PayloadWriter {
public:
    PayloadWriter(const Secret& file_key, ByteView nonce);
    PayloadWriter(const PayloadWriter&) = delete;
    PayloadWriter& operator=(const PayloadWriter&) = delete;
    PayloadWriter(PayloadWriter&&) = delete;
    PayloadWriter& operator=(PayloadWriter&&) = delete;
    ~PayloadWriter();
    /// Appends to `out` the chunks that became full.
    void write(ByteView plain, Bytes& out);
    void finish(Bytes& out);

private:
    ChunkCipher cipher_;
    Bytes held_;
};

/// All chunks of a payload in memory (`payload` without its nonce). corrupt "S-06", `plain` wiped.
Status open_payload(const Secret& file_key, ByteView nonce, ByteView payload, Bytes& plain);

/// Error of every failure behind the head.
Error damaged(std::string_view reason);

}  // namespace lontar::sealed::age
