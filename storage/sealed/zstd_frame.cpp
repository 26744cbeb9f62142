#include "storage/sealed/zstd_frame.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <zstd.h>
#include <zstd_errors.h>

#include "storage/sealed/secret.hpp"

namespace lontar::sealed {

namespace {

/// Strong enough to come within a few per cent of the best, and still milliseconds for a batch.
constexpr int small_level = 19;
/// Of a register's lines the fastest level makes the smallest file too: for 20,000 people 5.04 MB
/// against 5.10 (2) and 5.35 (3), in three quarters of the time of 3 (zstd 1.5.4, 2026-11-29).
constexpr int long_level = 1;
constexpr std::size_t piece_bytes = 64 * 1024;

struct FreeCompression {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompression {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};
using Compression = std::unique_ptr<ZSTD_CCtx, FreeCompression>;
using Decompression = std::unique_ptr<ZSTD_DCtx, FreeDecompression>;

/// With valid parameters and room enough, only lack of memory is left as a reason.
std::size_t must(std::size_t code) {
    if (ZSTD_isError(code) != 0) {
        std::abort();
    }
    return code;
}

Compression make_compression(int level) {
    Compression context(ZSTD_createCCtx());
    if (!context) {
        std::abort();
    }
    must(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level));
    return context;
}

Error bad_frame(std::string_view reason) {
    return fail(ErrorKind::corrupt, "S-07", "unpack sealed file: " + std::string(reason));
}

/// Bytes that begin a frame, least significant first: RFC 8878, 3.1.1. A skippable frame and those
/// of old releases begin otherwise.
constexpr std::array<std::uint8_t, 4> frame_magic{0x28, 0xb5, 0x2f, 0xfd};

}  // namespace

Bytes compress_small(std::string_view text) {
    const Compression context = make_compression(small_level);
    Bytes out(ZSTD_compressBound(text.size()));
    out.resize(
        must(ZSTD_compress2(context.get(), out.data(), out.size(), text.data(), text.size())));
    return out;
}

struct Compressor::Context {
    Compression stream = make_compression(long_level);
    Bytes piece = Bytes(piece_bytes);

    /// One step; true when the library has nothing more to give.
    bool step(ZSTD_inBuffer& in, ZSTD_EndDirective directive, Bytes& out) {
        ZSTD_outBuffer buffer{piece.data(), piece.size(), 0};
        const std::size_t left = must(ZSTD_compressStream2(stream.get(), &buffer, &in, directive));
        out.insert(out.end(), piece.begin(),
                   piece.begin() + static_cast<std::ptrdiff_t>(buffer.pos));
        return directive == ZSTD_e_end ? left == 0 : in.pos == in.size;
    }
};

Compressor::Compressor() : context_(std::make_unique<Context>()) {}

Compressor::~Compressor() {
    wipe(context_->piece);
}

void Compressor::write(std::string_view text, Bytes& out) {
    ZSTD_inBuffer in{text.data(), text.size(), 0};
    while (in.pos < in.size) {
        context_->step(in, ZSTD_e_continue, out);
    }
}

void Compressor::finish(Bytes& out) {
    ZSTD_inBuffer in{nullptr, 0, 0};
    while (!context_->step(in, ZSTD_e_end, out)) {
    }
}

struct Decompressor::Context {
    Decompression stream{ZSTD_createDCtx()};
    std::string piece = std::string(piece_bytes, '\0');
    TextSink sink;
    std::uint64_t left = 0;  ///< bytes that may still come out
    std::size_t seen = 0;    ///< bytes of the frame's magic already compared
    bool is_ended = false;

    /// Magic is compared here since the library would walk over skippable frames.
    Status check_start(ByteView compressed) {
        for (const std::uint8_t byte : compressed) {
            if (seen == frame_magic.size()) {
                break;
            }
            if (byte != frame_magic[seen++]) {
                return bad_frame("not a zstd frame");
            }
        }
        return done();
    }

    Status step(ZSTD_inBuffer& in, bool& is_drained) {
        ZSTD_outBuffer out{piece.data(), piece.size(), 0};
        const std::size_t code = ZSTD_decompressStream(stream.get(), &out, &in);
        if (ZSTD_isError(code) != 0) {
            switch (ZSTD_getErrorCode(code)) {
                case ZSTD_error_memory_allocation:
                    std::abort();
                case ZSTD_error_frameParameter_windowTooLarge:
                    return bad_frame("window too large");
                case ZSTD_error_dictionary_wrong:
                    return bad_frame("needs a dictionary");
                default:
                    return bad_frame("damaged frame");
            }
        }
        if (out.pos > left) {
            return fail(ErrorKind::invalid_input, "S-08",
                        "unpack sealed file: more than is allowed comes out");
        }
        left -= out.pos;
        is_ended = code == 0;
        is_drained = out.pos < out.size && in.pos == in.size;
        return out.pos == 0 ? done() : sink(std::string_view(piece.data(), out.pos));
    }
};

Decompressor::Decompressor(std::uint64_t max_bytes, TextSink sink)
    : context_(std::make_unique<Context>()) {
    if (!context_->stream) {
        std::abort();
    }
    must(ZSTD_DCtx_setParameter(context_->stream.get(), ZSTD_d_windowLogMax, max_window_log));
    context_->sink = std::move(sink);
    context_->left = max_bytes;
}

Decompressor::~Decompressor() {
    wipe(context_->piece);
}

Status Decompressor::write(ByteView compressed) {
    if (auto checked = context_->check_start(compressed); !checked) {
        return checked;
    }
    ZSTD_inBuffer in{compressed.data(), compressed.size(), 0};
    bool is_drained = compressed.empty();
    while (!is_drained && !context_->is_ended) {
        if (auto stepped = context_->step(in, is_drained); !stepped) {
            return stepped;
        }
    }
    return in.pos == in.size ? done() : bad_frame("bytes after the frame");
}

Status Decompressor::finish() {
    return context_->is_ended ? done() : bad_frame("the frame is cut");
}

}  // namespace lontar::sealed
