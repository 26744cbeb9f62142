#include <sodium.h>

#include "storage/sealed/signing.hpp"

namespace lontar::sealed {

std::string to_base64(ByteView bytes) {
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back();  // the library counts its NUL
    return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
    Bytes bytes(text.size() / 4 * 3 + 3);
    std::size_t size = 0;
    // Without a place for the end, the library refuses what it cannot take whole.
    if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size,
                          nullptr, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0) {
        return std::nullopt;
    }
    bytes.resize(size);
    // One value has one text: left-over bits that are not zero would be a second spelling.
    if (to_base64(bytes) != text) {
        return std::nullopt;
    }
    return bytes;
}

}  // namespace lontar::sealed
