#include "storage/sealed/age_payload.hpp"

#include <algorithm>
#include <cassert>
#include <string>

#include <sodium.h>

#include "storage/sealed/age_crypto.hpp"

namespace lontar::sealed::age {

Error damaged(std::string_view reason) {
    return fail(ErrorKind::corrupt, "S-06", "open sealed file: " + std::string(reason));
}

ChunkCipher::ChunkCipher(const Secret& file_key, ByteView nonce)
    : key_(Secret::copy_of(derive(file_key.view(), nonce, "payload").view())) {}

std::array<std::uint8_t, 12> ChunkCipher::next_nonce(bool is_last) {
    std::array<std::uint8_t, 12> nonce{};
    for (std::size_t i = 0; i < sizeof counter_; ++i) {
        nonce[10 - i] = static_cast<std::uint8_t>(counter_ >> 8U * i);
    }
    nonce[11] = is_last ? 1 : 0;
    ++counter_;
    return nonce;
}

void ChunkCipher::seal(ByteView plain, bool is_last, Bytes& out) {
    assert(is_last ? plain.size() <= chunk_plain_bytes : plain.size() == chunk_plain_bytes);
    const auto nonce = next_nonce(is_last);
    const std::size_t start = out.size();
    out.resize(start + plain.size() + tag_bytes);
    crypto_aead_chacha20poly1305_ietf_encrypt(out.data() + start, nullptr, plain.data(),
                                              plain.size(), nullptr, 0, nullptr, nonce.data(),
                                              key_.view().data());
}

Status ChunkCipher::open(ByteView chunk, bool is_last, Bytes& out) {
    if (chunk.size() < tag_bytes) {
        return damaged("chunk shorter than its tag");
    }
    if (chunk.size() == tag_bytes && counter_ > 0) {
        return damaged("empty last chunk");
    }
    const auto nonce = next_nonce(is_last);
    const std::size_t start = out.size();
    out.resize(start + chunk.size() - tag_bytes);
    if (crypto_aead_chacha20poly1305_ietf_decrypt(out.data() + start, nullptr, nullptr,
                                                  chunk.data(), chunk.size(), nullptr, 0,
                                                  nonce.data(), key_.view().data()) != 0) {
        out.resize(start);
        return damaged("chunk");
    }
    return done();
}

PayloadWriter::PayloadWriter(const Secret& file_key, ByteView nonce) : cipher_(file_key, nonce) {
    held_.reserve(chunk_plain_bytes);
}

PayloadWriter::~PayloadWriter() {
    held_.resize(held_.capacity());
    wipe(held_);
}

void PayloadWriter::write(ByteView plain, Bytes& out) {
    while (!plain.empty()) {
        if (held_.size() == chunk_plain_bytes) {
            cipher_.seal(held_, false, out);
            held_.clear();
        }
        const std::size_t taken = std::min(plain.size(), chunk_plain_bytes - held_.size());
        held_.insert(held_.end(), plain.begin(),
                     plain.begin() + static_cast<std::ptrdiff_t>(taken));
        plain = plain.subspan(taken);
    }
}

void PayloadWriter::finish(Bytes& out) {
    cipher_.seal(held_, true, out);
    held_.clear();
}

Status open_payload(const Secret& file_key, ByteView nonce, ByteView payload, Bytes& plain) {
    ChunkCipher cipher(file_key, nonce);
    plain.reserve(plain.size() + payload.size());
    bool is_last = false;
    while (!is_last) {
        const std::size_t size = std::min(payload.size(), chunk_bytes);
        is_last = size == payload.size();
        auto opened = cipher.open(payload.first(size), is_last, plain);
        if (!opened) {
            wipe(plain);
            plain.clear();
            return opened;
        }
        payload = payload.subspan(size);
    }
    return done();
}

}  // namespace lontar::sealed::age
