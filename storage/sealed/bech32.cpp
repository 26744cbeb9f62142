#include "storage/sealed/bech32.hpp"

#include <algorithm>
#include <array>

namespace lontar::sealed::bech32 {

namespace {

constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t checksum_groups = 6;

class Checksum {
public:
    explicit Checksum(std::string_view prefix) {
        for (const char c : prefix) {
            add(static_cast<std::uint8_t>(c) >> 5U);
        }
        add(0);
        for (const char c : prefix) {
            add(static_cast<std::uint8_t>(c) & 31U);
        }
    }
    void add(std::uint32_t group) {
        constexpr std::array<std::uint32_t, 5> generator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                                         0x3d4233dd, 0x2a1462b3};
        const std::uint32_t top = value_ >> 25U;
        value_ = (value_ & 0x1ffffffU) << 5U ^ group;
        for (std::size_t bit = 0; bit < generator.size(); ++bit) {
            value_ ^= (top >> bit & 1U) != 0 ? generator[bit] : 0U;
        }
    }
    [[nodiscard]] std::uint32_t value() const { return value_; }

private:
    std::uint32_t value_ = 1;
};

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

}  // namespace

std::string encode(std::string_view prefix, ByteView groups) {
    Checksum checksum(prefix);
    std::string text(prefix);
    text.reserve(prefix.size() + 1 + groups.size() + checksum_groups);
    text += '1';
    for (const std::uint8_t group : groups) {
        checksum.add(group);
        text += alphabet[group];
    }
    for (std::size_t i = 0; i < checksum_groups; ++i) {
        checksum.add(0);
    }
    const std::uint32_t sum = checksum.value() ^ 1U;
    for (unsigned i = 0; i < checksum_groups; ++i) {
        text += alphabet[sum >> 5U * (checksum_groups - 1 - i) & 31U];
    }
    return text;
}

std::optional<Text> decode(std::string_view text) {
    if (std::any_of(text.begin(), text.end(), is_upper) &&
        std::any_of(text.begin(), text.end(), is_lower)) {
        return std::nullopt;
    }
    const std::size_t separator = text.rfind('1');
    if (separator == std::string_view::npos || separator == 0 ||
        text.size() - separator - 1 < checksum_groups) {
        return std::nullopt;
    }
    Text out;
    out.groups.reserve(text.size());
    for (const char c : text.substr(0, separator)) {
        if (c < 0x21 || c > 0x7e) {
            return std::nullopt;
        }
        out.prefix += static_cast<char>(is_upper(c) ? c - 'A' + 'a' : c);
    }
    Checksum checksum(out.prefix);
    for (const char c : text.substr(separator + 1)) {
        const std::size_t group = alphabet.find(static_cast<char>(is_upper(c) ? c - 'A' + 'a' : c));
        if (group == std::string_view::npos) {
            return std::nullopt;
        }
        out.groups.push_back(static_cast<std::uint8_t>(group));
        checksum.add(static_cast<std::uint32_t>(group));
    }
    if (checksum.value() != 1) {
        return std::nullopt;
    }
    out.groups.resize(out.groups.size() - checksum_groups);
    return out;
}

Bytes to_groups(ByteView bytes) {
    Bytes groups;
    groups.reserve((bytes.size() * 8 + 4) / 5);
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = (held << 8U | byte) & 0xfffU;
        for (bits += 8; bits >= 5;) {
            bits -= 5;
            groups.push_back(static_cast<std::uint8_t>(held >> bits & 31U));
        }
    }
    if (bits > 0) {
        groups.push_back(static_cast<std::uint8_t>(held << (5 - bits) & 31U));
    }
    return groups;
}

std::optional<Bytes> from_groups(ByteView groups) {
    Bytes bytes;
    bytes.reserve(groups.size() * 5 / 8);
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const std::uint8_t group : groups) {
        held = (held << 5U | group) & 0xfffU;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<std::uint8_t>(held >> bits & 0xffU));
        }
    }
    if (bits >= 5 || (held & ((1U << bits) - 1)) != 0) {
        return std::nullopt;
    }
    return bytes;
}

}  // namespace lontar::sealed::bech32
