#include "storage/sealed/age_header.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/storage/sealed/scene.hpp"

namespace lontar::sealed {

TEST_CASE(
    "a body of any length comes back from its stanza, and of a whole line's with an empty line") {
    support::SeededRandom random(15);
    for (std::size_t size = 0; size < 300; ++size) {
        const Bytes body = test::random_bytes(random, size);
        const std::string stanza = age::stanza_text("type one two", body);
        CHECK(stanza.ends_with("\n\n") == (size % 48 == 0));
        const std::string head = std::string(age::version_line()) + stanza + "---" +
                                 age::mac_text(age::Bytes32{}) + "payload";
        const auto parsed = age::parse_header(as_bytes(head), 8192);
        REQUIRE(parsed);
        REQUIRE(parsed->stanzas.size() == 1);
        CHECK(parsed->stanzas[0].type == "type");
        CHECK(parsed->stanzas[0].arguments == std::vector<std::string_view>{"one", "two"});
        CHECK(parsed->stanzas[0].body == body);
        CHECK(parsed->size == head.size() - 7);
    }
}

}  // namespace lontar::sealed
