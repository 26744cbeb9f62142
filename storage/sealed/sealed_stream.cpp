#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include "storage/base/file_error.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "storage/sealed/sealed_head.hpp"
#include "storage/sealed/zstd_frame.hpp"

namespace lontar::sealed {

struct SealedWriter::Impl {
    Impl(PartFile& part, HeadDraft head)
        : out(part), draft(std::move(head)), payload(draft.file_key(), draft.nonce()) {}

    PartFile& out;
    HeadDraft draft;
    Compressor compressor;
    age::PayloadWriter payload;
    Sha256 tail;
    Bytes compressed;
    Bytes sealed;
    Status state;  ///< of the first failure, so that a later `finish` cannot make a whole file

    /// Seals and writes what `compressed` holds.
    Status pass_on(bool is_end) {
        payload.write(compressed, sealed);
        wipe(compressed);
        compressed.clear();
        if (is_end) {
            payload.finish(sealed);
        }
        append(sealed);
        sealed.clear();
        return state;
    }

    void append(ByteView bytes) {
        if (!bytes.empty()) {
            tail.update(bytes);
            state = out.write(bytes);
        }
    }
};

SealedWriter::SealedWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

SealedWriter::~SealedWriter() = default;

Result<std::unique_ptr<SealedWriter>> SealedWriter::begin(PartFile& out, const SealRequest& request,
                                                          Random& random) {
    auto draft = HeadDraft::begin(request, random);
    if (!draft) {
        return std::move(draft).error();
    }
    auto impl = std::make_unique<Impl>(out, std::move(*draft));
    const Bytes reserved(impl->draft.size(), 0);
    if (auto written = out.write(reserved); !written) {
        return std::move(written).error();
    }
    impl->tail.update(as_bytes(impl->draft.covered_by_tail()));
    impl->append(impl->draft.nonce());
    if (!impl->state) {
        return impl->state.error();
    }
    return std::unique_ptr<SealedWriter>(new SealedWriter(std::move(impl)));
}

Status SealedWriter::write(std::string_view ndjson) {
    // Cut into pieces, so that one long text costs no more memory than many short ones.
    constexpr std::size_t piece_bytes = 256 * 1024;
    while (!ndjson.empty() && impl_->state) {
        impl_->compressor.write(ndjson.substr(0, piece_bytes), impl_->compressed);
        ndjson.remove_prefix(std::min(piece_bytes, ndjson.size()));
        if (auto passed = impl_->pass_on(false); !passed) {
            return passed;
        }
    }
    return impl_->state;
}

Status SealedWriter::finish() {
    if (!impl_->state) {
        return impl_->state;
    }
    impl_->compressor.finish(impl_->compressed);
    if (auto passed = impl_->pass_on(true); !passed) {
        return passed;
    }
    const std::string head = impl_->draft.text(impl_->tail.finish());
    impl_->state = impl_->out.rewrite(0, as_bytes(head));
    return impl_->state;
}

namespace {

/// A sealed file on disk, its head read and the position at the first byte of the payload.
class SealedReader {
public:
    static Result<SealedReader> open(const Path& path) {
        SealedReader reader;
        reader.path_ = path;
        std::error_code ignored;
        const auto standing = std::filesystem::status(for_system(path), ignored);
        if (!std::filesystem::exists(standing)) {
            return fail(ErrorKind::not_found, "D-05",
                        file_context("open sealed file", path, "absent"));
        }
        if (!std::filesystem::is_regular_file(standing)) {
            return fail(ErrorKind::not_found, "D-07",
                        file_context("open sealed file", path, "no regular file"));
        }
        reader.file_.open(for_system(path), std::ios::binary);
        // One byte more than the limit tells a head that is too long from a file that is cut.
        reader.start_ = Bytes(max_header_bytes + 1);
        if (auto read = reader.fill(reader.start_, 0); !read) {
            return std::move(read).error();
        }
        auto head = parse_own_head(reader.start_);
        if (!head) {
            return std::move(head).error();
        }
        reader.head_ = std::move(*head);
        const ByteView start = reader.start_;
        reader.tail_.update(
            start.subspan(reader.head_.own_end, reader.head_.covered - reader.head_.own_end));
        reader.given_ = reader.head_.shown.header_bytes;
        return reader;
    }

    [[nodiscard]] OwnHead& head() { return head_; }
    [[nodiscard]] ByteView start() const { return start_; }
    Hash finish_tail() { return tail_.finish(); }

    /// The next bytes of the payload; fewer than asked only at the end of the file.
    Status read(Bytes& bytes) {
        const std::size_t held = std::min(start_.size() - given_, bytes.size());
        std::copy_n(start_.begin() + static_cast<std::ptrdiff_t>(given_), held, bytes.begin());
        given_ += held;
        if (auto filled = fill(bytes, held); !filled) {
            return filled;
        }
        tail_.update(bytes);
        return done();
    }

private:
    /// Fills `bytes` from there on, or makes them shorter where the file ends.
    Status fill(Bytes& bytes, std::size_t from) {
        file_.read(reinterpret_cast<char*>(bytes.data()) + from,
                   static_cast<std::streamsize>(bytes.size() - from));
        if (!file_.is_open()) {
            return fail(ErrorKind::storage_failed, "D-06",
                        file_context("open sealed file", path_, "refused"));
        }
        if (file_.bad()) {
            return fail(ErrorKind::storage_failed, "D-02",
                        file_context("read sealed file", path_, "failed"));
        }
        bytes.resize(from + static_cast<std::size_t>(file_.gcount()));
        return done();
    }

    Path path_;
    std::ifstream file_;
    Bytes start_;
    std::size_t given_ = 0;  ///< bytes of `start_` already handed out
    OwnHead head_;
    Sha256 tail_;
};

Status read_chunks(SealedReader& reader, age::ChunkCipher& cipher, Decompressor& decompressor) {
    Bytes plain;
    Bytes chunk(age::chunk_bytes);
    Bytes next;
    if (auto read = reader.read(chunk); !read) {
        return read;
    }
    for (bool is_last = false; !is_last;) {
        // A full chunk is the last one only when nothing follows it.
        next.resize(chunk.size() == age::chunk_bytes ? age::chunk_bytes : 0);
        if (auto read = reader.read(next); !read) {
            return read;
        }
        is_last = next.empty();
        if (auto opened = cipher.open(chunk, is_last, plain); !opened) {
            return opened;
        }
        auto unpacked = decompressor.write(plain);
        wipe(plain);
        plain.clear();
        if (!unpacked) {
            return unpacked;
        }
        chunk.swap(next);
    }
    return decompressor.finish();
}

}  // namespace

Result<SealedHeader> read_header_of(const Path& path) {
    auto reader = SealedReader::open(path);
    if (!reader) {
        return std::move(reader).error();
    }
    Bytes bytes;
    do {
        bytes.resize(age::chunk_bytes);
        if (auto read = reader->read(bytes); !read) {
            return std::move(read).error();
        }
    } while (!bytes.empty());
    if (reader->finish_tail() != reader->head().tail) {
        return tail_differs();
    }
    return std::move(reader->head().shown);
}

Status open_stream(const Path& path, const Identity& identity, std::uint64_t max_plain_bytes,
                   const std::function<Status(std::string_view)>& sink) {
    auto reader = SealedReader::open(path);
    if (!reader) {
        return std::move(reader).error();
    }
    const std::array<const Identity*, 1> identities{&identity};
    const auto file_key = open_head(reader->head(), reader->start(), identities);
    if (!file_key) {
        return file_key.error();
    }
    Bytes nonce(age::payload_nonce_bytes);
    if (auto read = reader->read(nonce); !read) {
        return read;
    }
    if (nonce.size() < age::payload_nonce_bytes) {
        return age::damaged("no payload");
    }
    age::ChunkCipher cipher(*file_key, nonce);
    Decompressor decompressor(max_plain_bytes, sink);
    if (auto read = read_chunks(*reader, cipher, decompressor); !read) {
        return read;
    }
    // The file may have changed since its head was checked.
    return reader->finish_tail() == reader->head().tail ? done() : tail_differs();
}

}  // namespace lontar::sealed
