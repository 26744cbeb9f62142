#include "storage/sealed/age_keys.hpp"

#include <algorithm>

#include <sodium.h>

#include "storage/sealed/bech32.hpp"

namespace lontar::sealed {

namespace {

constexpr std::string_view recipient_prefix = "age";
constexpr std::string_view identity_prefix = "age-secret-key-";
constexpr std::size_t key_bytes = 32;

bool is_left_out_when_typed(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '-';
}

char upper(char c) {
    return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

/// The 32 bytes behind a Bech32 text with this prefix; every copy made on the way is wiped.
std::optional<Secret> key_of(std::string_view text, std::string_view prefix) {
    auto decoded = bech32::decode(text);
    if (!decoded) {
        return std::nullopt;
    }
    auto bytes = bech32::from_groups(decoded->groups);
    wipe(decoded->groups);
    if (!bytes) {
        return std::nullopt;
    }
    Secret key = Secret::copy_of(*bytes);
    wipe(*bytes);
    if (decoded->prefix != prefix || key.size() != key_bytes) {
        return std::nullopt;
    }
    return key;
}

}  // namespace

std::string Recipient::text() const {
    return bech32::encode(recipient_prefix, bech32::to_groups(key));
}

std::optional<Recipient> Recipient::parse(std::string_view text) {
    if (!text.starts_with(recipient_prefix)) {
        return std::nullopt;  // all upper case is sound Bech32, but `age` refuses it
    }
    const auto bytes = key_of(text, recipient_prefix);
    if (!bytes) {
        return std::nullopt;
    }
    Recipient recipient;
    std::copy_n(bytes->view().begin(), key_bytes, recipient.key.begin());
    return recipient;
}

Identity Identity::generate(Random& random) {
    Secret scalar(key_bytes);
    random.fill(scalar.bytes());
    return *from_bytes(scalar.view());
}

std::optional<Identity> Identity::parse(std::string_view text) {
    // Hyphens belong to the prefix alone, so all are left out and the prefix is written anew.
    constexpr std::string_view typed_prefix = "AGESECRETKEY1";
    std::string typed;
    typed.reserve(text.size() + identity_prefix.size());
    for (const char c : text) {
        if (!is_left_out_when_typed(c)) {
            typed += upper(c);
        }
    }
    std::optional<Secret> scalar;
    if (typed.starts_with(typed_prefix)) {
        typed.replace(0, typed_prefix.size(), "AGE-SECRET-KEY-1");
        scalar = key_of(typed, identity_prefix);
    }
    wipe(typed);
    return scalar ? from_bytes(scalar->view()) : std::nullopt;
}

std::optional<Identity> Identity::from_bytes(ByteView scalar) {
    if (scalar.size() != key_bytes) {
        return std::nullopt;
    }
    Identity identity;
    identity.scalar_ = Secret::copy_of(scalar);
    crypto_scalarmult_base(identity.recipient_.key.data(), identity.scalar_.view().data());
    return identity;
}

Secret Identity::text() const {
    Bytes groups = bech32::to_groups(scalar_.view());
    std::string lower = bech32::encode(identity_prefix, groups);
    wipe(groups);
    Secret text = Secret::copy_of(lower);
    wipe(lower);
    std::transform(text.text().begin(), text.text().end(), text.bytes().begin(),
                   [](char c) { return static_cast<std::uint8_t>(upper(c)); });
    return text;
}

std::optional<std::vector<Identity>> parse_identity_file(std::string_view text) {
    std::vector<Identity> identities;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.empty() || line.front() == '#') {
            continue;
        }
        auto identity = Identity::parse(line);
        if (!identity) {
            return std::nullopt;
        }
        identities.push_back(std::move(*identity));
    }
    if (identities.empty()) {
        return std::nullopt;
    }
    return identities;
}

}  // namespace lontar::sealed
