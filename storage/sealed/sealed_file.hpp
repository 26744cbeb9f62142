#pragma once
/// The one file format that leaves the laptop: an age v1 file whose first stanza is ours (readable
/// line and Ed25519 signature) and whose payload is one zstd frame. Bytes: `sync/wire/FORMAT.md`.
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/sealed_header.hpp"
#include "storage/sealed/signing.hpp"

namespace lontar::sealed {

/// The whole file in memory, for batches and replies. `ndjson` is what `age -d | zstd -d` gives
/// back. invalid_input "S-01" when the request breaks the format's limits.
Result<Bytes> seal(const SealRequest& request, std::string_view ndjson, Random& random);

/// Reads and checks the head: strict grammar, limits, exactly one stanza of ours and it is the
/// first, and the tail hash over everything else, so that with `verify` the whole file except the
/// MAC line is proved. corrupt "S-02" (not one of our files or cut), "S-03" (tail hash differs).
Result<SealedHeader> read_header(ByteView file);

/// corrupt "S-04" when the signature is not that key's over this head.
Status verify_signature(const SealedHeader& header, const PublicKey& key);

/// Opens the payload: header MAC first, then all chunks, then zstd with an output cap. All or
/// nothing. refused "S-05": sealed to somebody else; corrupt "S-06": MAC or a chunk is wrong or the
/// file is cut; corrupt "S-07": not exactly one zstd frame; invalid_input "S-08": larger than
/// `max_plain_bytes`.
Result<std::string> open(ByteView file, std::span<const Identity* const> identities,
                         std::size_t max_plain_bytes);
Result<std::string> open(ByteView file, const Identity& identity, std::size_t max_plain_bytes);

struct OwnHead;

/// A sealed file in memory whose head was read, once: what is asked of it later does not read it
/// again. Owns its bytes, which nobody can change; a moved-from one is empty and may only be
/// destroyed or assigned to. What the head says is proved by `check_tail` and `verify_signature`
/// with the right key; opening needs neither, as `open`.
class SealedFile {
public:
    /// Strict grammar, limits, exactly one stanza of ours and it is the first. corrupt "S-02".
    static Result<SealedFile> parse(Bytes file);
    SealedFile(SealedFile&& other) noexcept;
    SealedFile& operator=(SealedFile&& other) noexcept;
    SealedFile(const SealedFile&) = delete;
    SealedFile& operator=(const SealedFile&) = delete;
    ~SealedFile();

    [[nodiscard]] ByteView bytes() const { return bytes_; }
    [[nodiscard]] const SealedHeader& header() const;
    /// corrupt "S-03": the tail hash over everything else differs.
    [[nodiscard]] Status check_tail() const;
    /// Errors as `open`.
    [[nodiscard]] Result<std::string> open(std::span<const Identity* const> identities,
                                           std::size_t max_plain_bytes) const;
    [[nodiscard]] Result<std::string> open(const Identity& identity,
                                           std::size_t max_plain_bytes) const;

private:
    SealedFile(Bytes bytes, std::unique_ptr<const OwnHead> head);
    Bytes bytes_;
    std::unique_ptr<const OwnHead> head_;
};

/// Writes a sealed file of any size straight to a disk file, in constant memory (backups). The head
/// is reserved and filled in at `finish`, as its length is known before.
class SealedWriter {
public:
    static Result<std::unique_ptr<SealedWriter>> begin(PartFile& out, const SealRequest& request,
                                                       Random& random);
    SealedWriter(const SealedWriter&) = delete;
    SealedWriter& operator=(const SealedWriter&) = delete;
    SealedWriter(SealedWriter&&) = delete;
    SealedWriter& operator=(SealedWriter&&) = delete;
    ~SealedWriter();
    Status write(std::string_view ndjson);
    /// Ends frame and payload and writes the head. The caller then calls PartFile::finish.
    Status finish();

private:
    struct Impl;
    explicit SealedWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Reads a sealed file of any size from disk: two passes (head and tail hash, then payload),
/// constant memory. `sink` gets pieces of plain text in order, at most 64 KiB each; what it got
/// before a failure must be dropped. Errors as `read_header`, `verify` is the caller's with
/// `header`; then as `open`.
Result<SealedHeader> read_header_of(const Path& path);
Status open_stream(const Path& path, const Identity& identity, std::uint64_t max_plain_bytes,
                   const std::function<Status(std::string_view)>& sink);

}  // namespace lontar::sealed
