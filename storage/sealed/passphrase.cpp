#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <optional>
#include <string>

#include <sodium.h>

#include "storage/base/text.hpp"
#include "storage/sealed/keyring.hpp"

namespace lontar::sealed {

namespace {

constexpr std::size_t register_key_bytes = 32;
constexpr std::size_t min_characters = 12;
constexpr std::size_t min_words = 4;
constexpr std::size_t min_word_characters = 2;

/// The first byte of a UTF-8 character; the others are 10xxxxxx.
bool begins_character(char c) {
    return (static_cast<std::uint8_t>(c) & 0xc0U) != 0x80U;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

using Normal = std::optional<std::string> (*)(std::string_view);

/// The passphrase with its letters in that form; as it is when it is no UTF-8.
Secret spelled(const Secret& passphrase, Normal form) {
    auto text = form(passphrase.text());
    if (!text) {
        return Secret::copy_of(passphrase.text());
    }
    Secret secret = Secret::copy_of(std::string_view(*text));
    wipe(*text);
    return secret;
}

Secret wrapping_key(const Secret& passphrase, const Wrap& wrap) {
    Secret key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    const std::string_view text = passphrase.text();
    if (crypto_pwhash(key.bytes().data(), key.size(), text.data(), text.size(), wrap.salt.data(),
                      wrap.cost.passes, static_cast<std::size_t>(wrap.cost.memory_bytes),
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        std::abort();  // costs are checked where they come in, so there is no memory
    }
    return key;
}

}  // namespace

PassphraseCost PassphraseCost::for_memory(std::uint64_t physical_memory_bytes) {
    constexpr std::uint64_t mebibyte = 1U << 20U;
    // Machines report a little less than what they were sold with.
    if (physical_memory_bytes > 5 * 1024 * mebibyte) {
        return {256 * mebibyte, 3};
    }
    if (physical_memory_bytes > 3 * 1024 * mebibyte) {
        return {128 * mebibyte, 3};
    }
    return {64 * mebibyte, 4};
}

PassphraseCost PassphraseCost::for_tests() {
    return {8U << 10U, 1};
}

bool is_strong_enough(const Secret& passphrase) {
    std::size_t characters = 0;
    std::size_t words = 0;
    std::size_t in_word = 0;
    for (const char c : passphrase.text()) {
        if (!begins_character(c)) {
            continue;
        }
        ++characters;
        in_word = is_blank(c) ? 0 : in_word + 1;
        words += in_word == min_word_characters ? 1U : 0U;
    }
    return characters >= min_characters || words >= min_words;
}

Result<Wrap> wrap_key(ByteView register_key, const OfficerId& officer, std::string_view name,
                      const Secret& passphrase, const PassphraseCost& cost, Random& random) {
    assert(register_key.size() == register_key_bytes);
    if (!is_strong_enough(passphrase)) {
        return fail(ErrorKind::invalid_input, "K-01", "wrap register key: passphrase too weak");
    }
    Wrap wrap;
    wrap.officer = officer;
    wrap.name = name;
    wrap.cost = cost;
    random.fill(wrap.salt);
    random.fill(wrap.nonce);
    wrap.sealed.resize(register_key.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    const Secret key = wrapping_key(spelled(passphrase, composed), wrap);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        wrap.sealed.data(), nullptr, register_key.data(), register_key.size(), officer.bytes.data(),
        officer.bytes.size(), nullptr, wrap.nonce.data(), key.view().data());

    // Faulty memory is real on old laptops, and a wrap that does not open is a lost register.
    const auto opened = unwrap_key(wrap, passphrase);
    if (!opened || !std::equal(register_key.begin(), register_key.end(), opened->view().begin())) {
        return fail(ErrorKind::corrupt, "K-03", "wrap register key: the new wrap does not open");
    }
    return wrap;
}

namespace {

Result<Secret> unwrap_spelled(const Wrap& wrap, const Secret& passphrase) {
    Secret register_key(register_key_bytes);
    const Secret key = wrapping_key(passphrase, wrap);
    if (wrap.sealed.size() != register_key_bytes + crypto_aead_xchacha20poly1305_ietf_ABYTES ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(
            register_key.bytes().data(), nullptr, nullptr, wrap.sealed.data(), wrap.sealed.size(),
            wrap.officer.bytes.data(), wrap.officer.bytes.size(), wrap.nonce.data(),
            key.view().data()) != 0) {
        return fail(ErrorKind::wrong_passphrase, "K-02", "unwrap register key");
    }
    return register_key;
}

}  // namespace

Result<Secret> unwrap_key(const Wrap& wrap, const Secret& passphrase) {
    const Secret today = spelled(passphrase, composed);
    auto opened = unwrap_spelled(wrap, today);
    // A wrap of an older program was made with the letters as that keyboard or file gave them.
    const Secret in_parts = spelled(passphrase, decomposed);
    for (const Secret* older : {&passphrase, &in_parts}) {
        if (!opened && older->text() != today.text()) {
            opened = unwrap_spelled(wrap, *older);
        }
    }
    return opened;
}

}  // namespace lontar::sealed
