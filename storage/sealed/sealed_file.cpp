#include "storage/sealed/sealed_file.hpp"

#include <array>
#include <utility>

#include "storage/sealed/sealed_head.hpp"
#include "storage/sealed/zstd_frame.hpp"

namespace lontar::sealed {

namespace {

Status check_tail_of(const OwnHead& head, ByteView file) {
    Sha256 tail;
    tail.update(file.subspan(head.own_end, head.covered - head.own_end));
    tail.update(file.subspan(head.shown.header_bytes));
    return tail.finish() == head.tail ? done() : tail_differs();
}

/// `head` was read from this very `file`.
Result<std::string> open_under(const OwnHead& head, ByteView file,
                               std::span<const Identity* const> identities,
                               std::size_t max_plain_bytes) {
    const auto file_key = open_head(head, file, identities);
    if (!file_key) {
        return file_key.error();
    }
    ByteView payload = file.subspan(head.shown.header_bytes);
    if (payload.size() < age::payload_nonce_bytes) {
        return age::damaged("no payload");
    }
    const ByteView nonce = payload.first(age::payload_nonce_bytes);
    Bytes compressed;
    auto opened = age::open_payload(*file_key, nonce, payload.subspan(nonce.size()), compressed);
    if (!opened) {
        return std::move(opened).error();
    }

    std::string text;
    Decompressor decompressor(max_plain_bytes, [&text](std::string_view piece) {
        text += piece;
        return done();
    });
    auto unpacked = decompressor.write(compressed);
    if (unpacked) {
        unpacked = decompressor.finish();
    }
    wipe(compressed);
    if (!unpacked) {
        wipe(text);
        return std::move(unpacked).error();
    }
    return text;
}

}  // namespace

Result<Bytes> seal(const SealRequest& request, std::string_view ndjson, Random& random) {
    auto draft = HeadDraft::begin(request, random);
    if (!draft) {
        return std::move(draft).error();
    }
    Bytes compressed = compress_small(ndjson);
    Bytes payload = to_bytes(draft->nonce());
    age::PayloadWriter writer(draft->file_key(), draft->nonce());
    writer.write(compressed, payload);
    writer.finish(payload);
    wipe(compressed);

    Sha256 tail;
    tail.update(as_bytes(draft->covered_by_tail()));
    tail.update(payload);
    Bytes file = to_bytes(draft->text(tail.finish()));
    file.insert(file.end(), payload.begin(), payload.end());
    return file;
}

Result<SealedHeader> read_header(ByteView file) {
    auto head = parse_own_head(file);
    if (!head) {
        return std::move(head).error();
    }
    if (auto whole = check_tail_of(*head, file); !whole) {
        return std::move(whole).error();
    }
    return std::move(head->shown);
}

Status verify_signature(const SealedHeader& header, const PublicKey& key) {
    if (!verify(key, header.stanza_type, header.meta_json, header.signature)) {
        return fail(ErrorKind::corrupt, "S-04", "check sealed file: signature of another key");
    }
    return done();
}

Result<std::string> open(ByteView file, std::span<const Identity* const> identities,
                         std::size_t max_plain_bytes) {
    const auto head = parse_own_head(file);
    if (!head) {
        return head.error();
    }
    return open_under(*head, file, identities, max_plain_bytes);
}

Result<std::string> open(ByteView file, const Identity& identity, std::size_t max_plain_bytes) {
    const std::array<const Identity*, 1> identities{&identity};
    return open(file, identities, max_plain_bytes);
}

Result<SealedFile> SealedFile::parse(Bytes file) {
    auto head = parse_own_head(file);
    if (!head) {
        return std::move(head).error();
    }
    return SealedFile(std::move(file), std::make_unique<const OwnHead>(*std::move(head)));
}

SealedFile::SealedFile(Bytes bytes, std::unique_ptr<const OwnHead> head)
    : bytes_(std::move(bytes)), head_(std::move(head)) {}
SealedFile::SealedFile(SealedFile&& other) noexcept = default;
SealedFile& SealedFile::operator=(SealedFile&& other) noexcept = default;
SealedFile::~SealedFile() = default;

const SealedHeader& SealedFile::header() const {
    return head_->shown;
}

Status SealedFile::check_tail() const {
    return check_tail_of(*head_, bytes_);
}

Result<std::string> SealedFile::open(std::span<const Identity* const> identities,
                                     std::size_t max_plain_bytes) const {
    return open_under(*head_, bytes_, identities, max_plain_bytes);
}

Result<std::string> SealedFile::open(const Identity& identity, std::size_t max_plain_bytes) const {
    const std::array<const Identity*, 1> identities{&identity};
    return open(identities, max_plain_bytes);
}

}  // namespace lontar::sealed
