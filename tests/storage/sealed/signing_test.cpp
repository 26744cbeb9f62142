#include "storage/sealed/signing.hpp"

#include <set>
#include <sstream>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "storage/sealed/hash.hpp"
#include "storage/sealed/words.hpp"
#include "support/fakes.hpp"
#include "tests/storage/sealed/scene.hpp"

namespace lontar::sealed {

namespace {

std::vector<std::string> word_list() {
    std::istringstream stream{std::string(words_txt)};
    std::vector<std::string> words;
    for (std::string word; std::getline(stream, word);) {
        words.push_back(word);
    }
    return words;
}

/// Least number of letters to put in, leave out or change to make `b` of `a`.
std::size_t edits(const std::string& a, const std::string& b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
            corner = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row.back();
}

}  // namespace

TEST_CASE("a signature is pure Ed25519 over domain, LF and message") {
    // The key of TEST 1 in RFC 8032, 7.1; the signature made by `openssl pkeyutl -sign -rawin`
    // over the 18 bytes "lontar/batch-v1\n{}".
    const auto seed = from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    const auto key = SigningKey::from_seed(*seed);
    REQUIRE(key);
    CHECK(to_hex(key->public_key()) ==
          "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    const Signature signature = key->sign("lontar/batch-v1", "{}");
    CHECK(to_hex(signature) ==
          "7ad455cc14ecfae1c525ac43fa14b39e46177084dd67c20005b74049fe5e8f45483fc53bebd63495e9c50280"
          "3b71486bda374f663668580dde623c227c7c2a0c");
    CHECK(verify(key->public_key(), "lontar/batch-v1", "{}", signature));
    CHECK_FALSE(verify(key->public_key(), "lontar/reply-v1", "{}", signature));
    CHECK_FALSE(verify(key->public_key(), "lontar/batch-v1", "{} ", signature));
    CHECK_FALSE(verify(key->public_key(), "lontar/batch-v1\n{}", "", signature));
    for (std::size_t at = 0; at < signature.size() * 8; ++at) {
        Signature bad = signature;
        test::flip(bad, at / 8, at % 8);
        CHECK_FALSE(verify(key->public_key(), "lontar/batch-v1", "{}", bad));
    }
    CHECK_FALSE(SigningKey::from_seed(ByteView(*seed).first(31)));
}

TEST_CASE("a key that signs nothing real verifies nothing") {
    // A public key of low order would accept one signature for many messages.
    PublicKey identity_point{};
    identity_point[0] = 1;
    Signature signature{};
    signature[0] = 1;
    CHECK_FALSE(verify(identity_point, "lontar/batch-v1", "{}", signature));
    CHECK_FALSE(verify(PublicKey{}, "lontar/batch-v1", "{}", Signature{}));
}

TEST_CASE("base64 is read only as it is written") {
    support::SeededRandom random(13);
    for (std::size_t size = 0; size < 100; ++size) {
        Bytes bytes(size);
        random.fill(bytes);
        const std::string text = to_base64(bytes);
        CHECK(text.size() == (size * 4 + 2) / 3);
        CHECK(from_base64(text) == bytes);
    }
    CHECK(to_base64(*from_hex("fbff")) == "+/8");
    for (const std::string_view text : {"A", "AA==", "AA=", "AB", "AAB", "AA\n", "\nAA", "AA ",
                                        "A A", "AA\r\n", "-_8", "AAAAA", "=", "AAA=", "\xc3\xa9"}) {
        INFO(text);
        CHECK_FALSE(from_base64(text));
    }
    CHECK_FALSE(from_base64(std::string_view("AA\0A", 4)));
}

TEST_CASE("hash, rev and key id are the beginnings of SHA-256") {
    // FIPS 180-4, "abc".
    const std::string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    CHECK(sha256(as_bytes("abc")).hex() == abc);
    CHECK(rev_of("abc").hex() == abc.substr(0, 32));
    Sha256 pieces;
    pieces.update(as_bytes("a"));
    pieces.update({});
    pieces.update(as_bytes("bc"));
    CHECK(pieces.finish().hex() == abc);
    const PublicKey key{};
    CHECK(key_id(key).hex() == sha256(key).hex().substr(0, 32));
}

TEST_CASE("the fingerprint is six words for the first 66 bits of the key's hash") {
    const std::vector<std::string> words = word_list();
    support::SeededRandom random(14);
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        PublicKey key{};
        random.fill(key);
        const Hash hash = sha256(key);
        std::string bits;
        for (const std::uint8_t byte : hash.bytes) {
            for (int bit = 7; bit >= 0; --bit) {
                bits += (byte >> bit & 1) != 0 ? '1' : '0';
            }
        }
        std::string expected;
        for (std::size_t at = 0; at < 66; at += 11) {
            expected +=
                (at == 0 ? "" : " ") + words.at(std::stoul(bits.substr(at, 11), nullptr, 2));
        }
        CHECK(fingerprint_words(key) == expected);
        seen.insert(expected);
    }
    CHECK(seen.size() == 200);
}

TEST_CASE("a fingerprint on an old letter is still the same") {
    // Fixed for ever: the words stand on paper.
    CHECK(fingerprint_words(PublicKey{}) == "keriput hasta penyu tolong detail raba");
    CHECK(sha256(as_bytes(words_txt)).hex() ==
          "b05801a6697e7b56d51943cf55ce5fe7d74000ef8c3b1adf021bec1cc3891ea6");
}

TEST_CASE("the words of fingerprints are short, in order and cannot be mistaken for each other") {
    const std::vector<std::string> words = word_list();
    REQUIRE(words.size() == 2'048);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        CHECK((word.size() >= 3 && word.size() <= 8));
        CHECK(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos);
        for (std::size_t j = i + 1; j < words.size(); ++j) {
            // Two million pairs: only a wrong one is worth the framework's record of it.
            if (word >= words[j]) {
                FAIL(word << " before " << words[j]);
            }
            // What is far apart in length needs no counting.
            if (words[j].size() < word.size() + 2 && word.size() < words[j].size() + 2 &&
                edits(word, words[j]) < 2) {
                FAIL(word << " and " << words[j]);
            }
            if (words[j].starts_with(word)) {
                FAIL(word << " begins " << words[j]);
            }
        }
    }
}

}  // namespace lontar::sealed
