#include "storage/sealed/secret.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <sodium.h>

#include "storage/sealed/sodium_ready.hpp"

namespace lontar::sealed {

void require_sodium() {
    static const int state = sodium_init();
    if (state < 0) {
        std::abort();
    }
}

Secret::Secret(std::size_t size) : size_(size) {
    require_sodium();
    if (size == 0) {
        return;
    }
    data_.reset(static_cast<std::uint8_t*>(sodium_malloc(size)));
    if (!data_) {
        std::abort();
    }
    std::fill_n(data_.get(), size, std::uint8_t{0});
}

Secret Secret::copy_of(ByteView bytes) {
    Secret secret(bytes.size());
    std::copy(bytes.begin(), bytes.end(), secret.bytes().begin());
    return secret;
}

Secret Secret::copy_of(std::string_view text) {
    return copy_of(as_bytes(text));
}

Secret::Secret(Secret&& other) noexcept
    : data_(std::move(other.data_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    data_ = std::move(other.data_);
    size_ = std::exchange(other.size_, 0);
    return *this;
}

void Secret::Free::operator()(std::uint8_t* data) const {
    sodium_free(data);
}

void wipe(std::span<std::uint8_t> bytes) {
    sodium_memzero(bytes.data(), bytes.size());
}

void wipe(std::string& text) {
    sodium_memzero(text.data(), text.size());
    text.clear();
}

}  // namespace lontar::sealed
