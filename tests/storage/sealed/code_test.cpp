#include "storage/sealed/code.hpp"

#include <set>

#include <catch2/catch_test_macros.hpp>

#include "storage/sealed/hash.hpp"
#include "support/fakes.hpp"

namespace lontar::sealed {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

TEST_CASE("a code is eleven symbols that can be told by phone, and no two are alike") {
    support::SeededRandom random(7);
    std::set<std::string> codes;
    for (int i = 0; i < 10'000; ++i) {
        const std::string code = make_code(random);
        REQUIRE(code.size() == 11);
        REQUIRE(code.find_first_not_of(alphabet) == std::string::npos);
        REQUIRE(normalise_code(code) == code);
        codes.insert(code);
    }
    CHECK(codes.size() == 10'000);
}

TEST_CASE("a code is taken however it was written down") {
    support::SeededRandom random(8);
    // One that has all the symbols people confuse.
    std::string code;
    do {
        code = make_code(random);
    } while (code.find('0') == std::string::npos || code.find('1') == std::string::npos);
    const std::string grouped = grouped_code(code);
    CHECK(grouped.size() == 13);
    CHECK(grouped[4] == '-');
    CHECK(grouped[9] == '-');
    CHECK(normalise_code(grouped) == code);
    CHECK(normalise_code(" " + grouped + " ") == code);
    const auto with = [&code](char from, char to) {
        std::string typed = code;
        std::replace(typed.begin(), typed.end(), from, to);
        return normalise_code(typed);
    };
    CHECK(with('0', 'O') == code);
    CHECK(with('0', 'o') == code);
    CHECK(with('1', 'I') == code);
    CHECK(with('1', 'l') == code);
    CHECK(with('1', 'L') == code);
    std::string lower = code;
    for (char& c : lower) {
        c = static_cast<char>(std::tolower(c));
    }
    CHECK(normalise_code(lower) == code);
}

TEST_CASE("every wrong symbol and every two exchanged symbols are found") {
    support::SeededRandom random(9);
    for (int i = 0; i < 200; ++i) {
        const std::string code = make_code(random);
        for (std::size_t at = 0; at < code.size(); ++at) {
            for (const char symbol : alphabet) {
                std::string typed = code;
                typed[at] = symbol;
                REQUIRE(normalise_code(typed).has_value() == (symbol == code[at]));
            }
            for (std::size_t other = at + 1; other < code.size(); ++other) {
                std::string typed = code;
                std::swap(typed[at], typed[other]);
                REQUIRE(normalise_code(typed).has_value() == (code[at] == code[other]));
            }
        }
    }
}

TEST_CASE("what is no code at all is refused") {
    support::SeededRandom random(10);
    const std::string code = make_code(random);
    CHECK_FALSE(normalise_code(""));
    CHECK_FALSE(normalise_code("-- --"));
    CHECK_FALSE(normalise_code(code.substr(1)));
    CHECK_FALSE(normalise_code(code + "0"));
    CHECK_FALSE(normalise_code(code.substr(0, 10) + "U"));
    CHECK_FALSE(normalise_code(code.substr(0, 10) + "*"));
    CHECK_FALSE(normalise_code(code.substr(0, 10) + "\xc3\xa9"));
    CHECK_FALSE(normalise_code(std::string(100'000, '0')));
}

TEST_CASE("the hash of a code is of its own domain") {
    CHECK(code_hash("00000000000") == sha256(as_bytes("lontar/code-v1\n00000000000")));
    CHECK(code_hash("00000000000") != code_hash("00000000001"));
}

}  // namespace lontar::sealed
