#include "storage/sealed/hash.hpp"

#include <algorithm>
#include <new>

#include <sodium.h>

namespace lontar::sealed {

namespace {

static_assert(sizeof(crypto_hash_sha256_state) <= 104 && alignof(crypto_hash_sha256_state) <= 8);

crypto_hash_sha256_state* state_in(std::array<std::uint8_t, 104>& place) {
    return std::launder(reinterpret_cast<crypto_hash_sha256_state*>(place.data()));
}

}  // namespace

Hash sha256(ByteView bytes) {
    Hash hash;
    crypto_hash_sha256(hash.bytes.data(), bytes.data(), bytes.size());
    return hash;
}

Rev rev_of(std::string_view entry_line) {
    const Hash hash = sha256(as_bytes(entry_line));
    Rev rev;
    std::copy_n(hash.bytes.begin(), Rev::size, rev.bytes.begin());
    return rev;
}

Sha256::Sha256() {
    crypto_hash_sha256_init(new (state_.data()) crypto_hash_sha256_state);
}

void Sha256::update(ByteView bytes) {
    crypto_hash_sha256_update(state_in(state_), bytes.data(), bytes.size());
}

Hash Sha256::finish() {
    Hash hash;
    crypto_hash_sha256_final(state_in(state_), hash.bytes.data());
    return hash;
}

}  // namespace lontar::sealed
