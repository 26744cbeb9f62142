#include "storage/base/bytes.hpp"

#include <set>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/ids.hpp"
#include "support/fakes.hpp"

using namespace lontar;

TEST_CASE("bytes come back from their hex digits") {
    const Bytes bytes{0x00, 0x01, 0x7F, 0x80, 0xAB, 0xFF};
    CHECK(to_hex(bytes) == "00017f80abff");
    CHECK(from_hex("00017f80abff") == bytes);
    CHECK(from_hex("") == Bytes{});
}

TEST_CASE("hex digits are refused in upper case, in odd number and with anything between") {
    for (const char* text :
         {"AB", "abc", "a", " ab", "ab ", "0x", "g0", "0g", "ab\n", "\xC3\xA9"}) {
        INFO(text);
        CHECK_FALSE(from_hex(text));
    }
}

TEST_CASE("an id is read from its own number of digits only") {
    support::SeededRandom random(7);
    const Rev rev = Rev::random(random);
    CHECK(Rev::from_hex(rev.hex()) == rev);
    CHECK_FALSE(Rev::from_hex(rev.hex() + "00"));
    CHECK_FALSE(Rev::from_hex(rev.hex().substr(2)));
    CHECK_FALSE(Rev::from_hex(""));
    CHECK(Rev::from_bytes(rev.view()) == rev);
    CHECK_FALSE(Rev::from_bytes(rev.view().first(15)));
}

TEST_CASE("the system's random bytes differ each time and fill odd lengths") {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        std::array<std::uint8_t, 17> bytes{};
        system_random().fill(bytes);
        seen.insert(to_hex(bytes));
    }
    CHECK(seen.size() == 1000);
    Bytes large(1 << 20, 0);
    system_random().fill(large);
    CHECK(std::count(large.begin(), large.end(), 0) < 5000);  // about 4096 of 2^20
}
