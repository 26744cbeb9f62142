#pragma once
/// One zstd frame (RFC 8878): the compressed form of every payload.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "storage/base/bytes.hpp"
#include "storage/base/result.hpp"

namespace lontar::sealed {

/// Largest window, as a power of two, that is written or accepted: 8 MiB of memory.
inline constexpr int max_window_log = 23;

/// For small texts that travel over a slow link: as small as the format makes it.
Bytes compress_small(std::string_view text);

/// For long texts: fast, in constant memory.
class Compressor {
public:
    Compressor();
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;
    Compressor(Compressor&&) = delete;
    Compressor& operator=(Compressor&&) = delete;
    ~Compressor();
    /// Appends to `out` what became ready.
    void write(std::string_view text, Bytes& out);
    void finish(Bytes& out);

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

/// Takes plain text in order, at most 64 KiB a piece; a failure of it stops the reading and is
/// returned.
using TextSink = std::function<Status(std::string_view)>;

/// Reads exactly one frame. The output is counted as it comes: what a frame says about its own
/// size is not believed. corrupt "S-07": no frame, a second or a skippable one, a dictionary or a
/// window above the limit, damaged, cut, bytes after it. invalid_input "S-08": more than
/// `max_bytes` come out.
class Decompressor {
public:
    Decompressor(std::uint64_t max_bytes, TextSink sink);
    Decompressor(const Decompressor&) = delete;
    Decompressor& operator=(const Decompressor&) = delete;
    Decompressor(Decompressor&&) = delete;
    Decompressor& operator=(Decompressor&&) = delete;
    ~Decompressor();
    Status write(ByteView compressed);
    /// After the last byte was given.
    Status finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

}  // namespace lontar::sealed
