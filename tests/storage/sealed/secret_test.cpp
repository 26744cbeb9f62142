#include "storage/sealed/secret.hpp"

#include <utility>

#include <catch2/catch_test_macros.hpp>

namespace lontar::sealed {

TEST_CASE("a secret is moved and never left behind") {
    Secret a = Secret::copy_of("rahasia");
    CHECK(a.text() == "rahasia");
    const std::uint8_t* place = a.view().data();
    Secret b = std::move(a);
    CHECK(b.view().data() == place);
    // NOLINTBEGIN(bugprone-use-after-move,clang-analyzer-cplusplus.Move): what is left is the point
    CHECK(a.empty());
    CHECK(a.text().empty());
    Secret c = Secret::copy_of("lain");
    c = std::move(b);
    CHECK(c.text() == "rahasia");
    CHECK(b.empty());
    // NOLINTEND(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
}

TEST_CASE("a new secret is zero and an empty one is allowed") {
    const Secret secret(5);
    CHECK(to_bytes(secret.view()) == Bytes(5, 0));
    CHECK(Secret().empty());
    CHECK(Secret(0).text().empty());
    CHECK(Secret::copy_of("").empty());
}

TEST_CASE("wiping leaves zeros, and of a text nothing") {
    Bytes bytes(100, 'x');
    wipe(bytes);
    CHECK(bytes == Bytes(100, 0));
    std::string text = "a text that is longer than any small buffer in the string itself";
    const char* place = text.data();
    const std::size_t size = text.size();
    wipe(text);
    CHECK(text.empty());
    CHECK(std::string(place, size) == std::string(size, '\0'));
}

}  // namespace lontar::sealed
