#include "storage/sealed/age_keys.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/sealed/bech32.hpp"
#include "support/fakes.hpp"

namespace lontar::sealed {

namespace {

Identity some_identity() {
    support::SeededRandom random(11);
    return Identity::generate(random);
}

}  // namespace

TEST_CASE("the valid texts of BIP 173 are read and written the same") {
    for (const std::string_view text :
         {"A12UEL5L", "a12uel5l",
          "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5"
          "tgs",
          "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
          "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc824"
          "7"
          "j",
          "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "?1ezyfcl"}) {
        INFO(text);
        const auto decoded = bech32::decode(text);
        REQUIRE(decoded);
        std::string lower(text);
        for (char& c : lower) {
            c = static_cast<char>(std::tolower(c));
        }
        CHECK(bech32::encode(decoded->prefix, decoded->groups) == lower);
    }
    const auto decoded = bech32::decode("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw");
    CHECK(decoded->prefix == "abcdef");
    for (std::size_t i = 0; i < 32; ++i) {
        CHECK(decoded->groups.at(i) == i);
    }
}

TEST_CASE("the invalid texts of BIP 173 are refused, save the one that is only too long") {
    for (const std::string_view text : {"\x20"
                                        "1nwldj5",
                                        "\x7f"
                                        "1axkwrx",
                                        "\x80"
                                        "1eym55h",
                                        "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3",
                                        "de1lg7wt\xff", "A1G7SGD8", "10a06t8", "1qzzfhee"}) {
        INFO(text);
        CHECK_FALSE(bech32::decode(text));
    }
    CHECK(
        bech32::decode("an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedch"
                       "aractersbio1569pvx"));
    CHECK_FALSE(bech32::decode("a12UEL5L"));
    CHECK_FALSE(bech32::decode("A12uEL5L"));
    // Bech32m of the same (BIP 350) is another code.
    CHECK_FALSE(bech32::decode("A1LQFN3A"));
}

TEST_CASE("groups of five bits give bytes back only when what is left over is zero and short") {
    for (std::size_t size = 0; size < 40; ++size) {
        Bytes bytes;
        for (std::size_t i = 0; i < size; ++i) {
            bytes.push_back(static_cast<std::uint8_t>(i * 37 + 11));
        }
        CHECK(bech32::from_groups(bech32::to_groups(bytes)) == bytes);
    }
    CHECK(bech32::from_groups(Bytes{0, 0}) == Bytes{0});
    CHECK_FALSE(bech32::from_groups(Bytes{0, 1}));
    CHECK_FALSE(bech32::from_groups(Bytes{0}));
    CHECK_FALSE(bech32::from_groups(Bytes{0, 0, 0}));
}

TEST_CASE("the key pair of the age specification is read") {
    // c2sp.org/age: its example identity and recipient.
    const auto identity = Identity::parse(
        "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX");
    REQUIRE(identity);
    CHECK(to_bytes(identity->bytes()) == Bytes(32, 0x42));
    CHECK(identity->recipient().text() ==
          "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj");
}

TEST_CASE("keys come back from their text") {
    const Identity identity = some_identity();
    const Secret text = identity.text();
    CHECK(text.size() == 74);
    CHECK(text.text().starts_with("AGE-SECRET-KEY-1"));
    const auto again = Identity::parse(text.text());
    REQUIRE(again);
    CHECK(to_bytes(again->bytes()) == to_bytes(identity.bytes()));
    CHECK(again->recipient() == identity.recipient());
    CHECK(identity.recipient().text().size() == 62);
    CHECK(Recipient::parse(identity.recipient().text()) == identity.recipient());
}

TEST_CASE("a recipient is read only as age writes it") {
    const std::string text = some_identity().recipient().text();
    std::string upper = text;
    for (char& c : upper) {
        c = static_cast<char>(std::toupper(c));
    }
    CHECK_FALSE(Recipient::parse(upper));
    CHECK_FALSE(Recipient::parse(" " + text));
    CHECK_FALSE(Recipient::parse(text + "\n"));
    CHECK_FALSE(Recipient::parse(text.substr(0, 61)));
    CHECK_FALSE(Recipient::parse(""));
    const auto groups = bech32::to_groups(Bytes(32, 7));
    CHECK(Recipient::parse(bech32::encode("age", groups)));
    CHECK_FALSE(Recipient::parse(bech32::encode("agf", groups)));
    CHECK_FALSE(Recipient::parse(bech32::encode("ages", groups)));
    CHECK_FALSE(Recipient::parse(bech32::encode("age", bech32::to_groups(Bytes(31, 7)))));
    CHECK_FALSE(Recipient::parse(bech32::encode("age", bech32::to_groups(Bytes(33, 7)))));
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const char c : std::string_view("qpzry9x8gf2tvdw0s3jn54khce6mua7lb1AZ ")) {
            std::string typed = text;
            typed[at] = c;
            REQUIRE(Recipient::parse(typed).has_value() == (c == text[at]));
        }
    }
}

TEST_CASE("a sheet is read as a person types it, and a wrong symbol is found") {
    const Identity identity = some_identity();
    const std::string text(identity.text().text());
    const auto opens = [&](const std::string& typed) {
        const auto parsed = Identity::parse(typed);
        return parsed && to_bytes(parsed->bytes()) == to_bytes(identity.bytes());
    };
    std::string lower = text;
    for (char& c : lower) {
        c = static_cast<char>(std::tolower(c));
    }
    CHECK(opens(lower));
    CHECK(opens("  " + text + " \r\n"));
    CHECK(opens("age secret key 1 " + text.substr(16)));
    std::string grouped = text.substr(0, 16);
    for (std::size_t at = 16; at < text.size(); at += 4) {
        grouped += "-" + text.substr(at, 4);
    }
    CHECK(opens(grouped));
    CHECK_FALSE(Identity::parse(identity.recipient().text()));
    CHECK_FALSE(Identity::parse(text.substr(0, 73)));
    CHECK_FALSE(Identity::parse(""));
    CHECK_FALSE(Identity::parse(text.substr(16)));
    for (std::size_t at = 16; at < text.size(); ++at) {
        for (const char c : std::string_view("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LBIO1")) {
            std::string typed = text;
            typed[at] = c;
            REQUIRE(Identity::parse(typed).has_value() == (c == text[at]));
        }
    }
}

TEST_CASE("a key file may hold remarks, empty lines and several keys, and nothing else") {
    support::SeededRandom random(12);
    const std::string a(Identity::generate(random).text().text());
    const std::string b(Identity::generate(random).text().text());
    const auto count = [](const std::string& text) {
        const auto identities = parse_identity_file(text);
        return identities ? static_cast<int>(identities->size()) : -1;
    };
    CHECK(count(a) == 1);
    CHECK(count("# made today\n\n" + a + "\n#\n" + b + "\n") == 2);
    CHECK(count("# from Windows\r\n" + a + "\r\n\r\n" + b + "\r\n") == 2);
    CHECK(count("") == -1);
    CHECK(count("# only a remark\n") == -1);
    CHECK(count(a + "\nsomething else\n") == -1);
    CHECK(count(a + b) == -1);
}

}  // namespace lontar::sealed
