#include "sync/server/claims.hpp"

#include <catch2/catch_test_macros.hpp>

namespace lontar::server {
namespace {

RegistrationId id(std::uint8_t number) {
    RegistrationId made;
    made.bytes[0] = number;
    return made;
}

Claim claim(std::uint8_t number, const std::string& nik, std::int64_t order) {
    return {id(number), "5301042003", nik, order, false, {}};
}

TEST_CASE("the first claim on a NIK lives, later ones wait for it") {
    Claims claims;
    claims.want(claim(1, "A", 10));
    claims.want(claim(2, "A", 11));
    CHECK(claims.is_live(id(1)));
    CHECK_FALSE(claims.is_live(id(2)));
    REQUIRE(claims.holder_before(id(2)) != nullptr);
    CHECK(claims.holder_before(id(2))->id == id(1));
    CHECK(claims.holder_before(id(1)) == nullptr);
}

TEST_CASE("a freed NIK goes to who claimed it earliest, whatever the order of loading") {
    Claims claims;
    claims.load({id(3), "v", "A", 30, false, {}});
    claims.load({id(1), "w", "A", 10, true, {}});
    claims.load({id(2), "v", "A", 20, false, {}});
    claims.want(claim(1, "", 40));
    CHECK(claims.is_live(id(2)));
    CHECK_FALSE(claims.is_live(id(3)));
    CHECK(claims.promoted() == std::set{id(2)});
    CHECK(claims.wait_anew() == std::set{id(3)});
}

TEST_CASE("a freed NIK passes over those of the village that had it") {
    Claims claims;
    claims.load({id(1), "v", "A", 10, true, {}});
    claims.load({id(2), "v", "A", 20, false, {}});
    claims.load({id(3), "w", "A", 30, false, {}});
    claims.load({id(4), "v", "A", 40, false, {}});
    claims.want(claim(1, "", 50));
    CHECK(claims.promoted() == std::set{id(3)});
    CHECK(claims.left_to_a_person() == std::set{id(2), id(4)});
    CHECK(claims.find(id(2)) == nullptr);

    claims.want({id(2), "v", "A", 60, false, {}});
    CHECK(claims.left_to_a_person() == std::set{id(4)});
    REQUIRE(claims.holder_before(id(2)) != nullptr);
    CHECK(claims.holder_before(id(2))->id == id(3));
}

TEST_CASE("whom a person spoke for takes over a NIK of the own village") {
    Claims claims;
    claims.load({id(1), "v", "A", 10, true, {}});
    claims.load({id(2), "v", "A", 20, false, {}});
    claims.mean(id(2));
    claims.want({id(1), "v", "", 30, false, {}});
    CHECK(claims.promoted() == std::set{id(2)});
    CHECK(claims.left_to_a_person().empty());
}

TEST_CASE("who keeps a NIK keeps the place in the line") {
    Claims claims;
    claims.load({id(1), "v", "A", 10, true, {}});
    claims.want(claim(1, "A", 99));
    CHECK(claims.find(id(1))->order == 10);
    CHECK(claims.is_live(id(1)));
}

TEST_CASE("who takes over a NIK and gives it up again is not promoted") {
    Claims claims;
    claims.load({id(1), "w", "A", 10, true, {}});
    claims.load({id(2), "v", "A", 20, false, {}});
    claims.want(claim(1, "B", 30));
    claims.want(claim(2, "C", 31));
    CHECK(claims.promoted().empty());
    CHECK(claims.is_live(id(2)));
}

TEST_CASE("a registration without a NIK waits for nobody") {
    const Claims claims;
    CHECK(claims.is_live(id(1)));
    CHECK(claims.holder_before(id(1)) == nullptr);
}

}  // namespace
}  // namespace lontar::server
