#include "sync/server/quarantine.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "sync/wire/problem.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

using support::Laptop;
using support::oenif;
using support::person;
using support::ProvinceScene;
using support::verdict_on;

std::string problem_of(const server::Answer& answer) {
    return wire::problem_code(as_text(answer.body)).value_or("");
}

TEST_CASE(
    "what a revoked laptop sends waits in quarantine and is applied once when it is released") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());
    const auto device = laptop.id().hex();
    scene.call(Json().set("call", "revoke").set("device", device));
    laptop.add(person("5301010101800002"));
    laptop.add_line("{not json");
    const Bytes late = laptop.seal();

    const auto reply = laptop.open(scene.send(late));
    REQUIRE(reply);
    CHECK(reply->receipts.at(0).status == "quarantined");
    CHECK(verdict_on(*reply, 2, 1) == "held quarantine");
    CHECK(scene.count("registrations") == 1);
    CHECK(scene.count("quarantined") == 1);

    CHECK(scene.call(Json().set("call", "release").set("device", device)).integer_at("batches") ==
          1);
    CHECK(scene.call(Json().set("call", "release").set("device", device)).integer_at("batches") ==
          0);
    CHECK(scene.count("registrations") == 2);
    CHECK(scene.count("quarantined") == 0);
    const auto released = laptop.fetch(3);
    REQUIRE(released);
    CHECK(verdict_on(*released, 2, 1) == "accepted");
    CHECK(verdict_on(*released, 2, 2) == "refused malformed");
    // Still revoked.
    laptop.add(person("5301010101800003"));
    CHECK(laptop.open(scene.send(laptop.seal()))->receipts.at(0).status == "quarantined");
}

TEST_CASE("people in a fork of a revoked laptop wait for the release too") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    auto batch = laptop.next_batch();
    scene.send(laptop.seal_batch(batch));
    const auto device = laptop.id().hex();
    scene.call(Json().set("call", "revoke").set("device", device));
    Laptop other(scene, oenif, std::nullopt);
    other.add(person("5301010101800002"));
    batch.lines = other.next_batch().lines;

    CHECK(scene.send(laptop.seal_batch(batch)).status == 409);

    CHECK(scene.count("registrations") == 1);
    CHECK(scene.count("quarantined") == 1);
    CHECK(scene.call(Json().set("call", "release").set("device", device)).integer_at("batches") ==
          1);
    CHECK(scene.count("registrations") == 2);
}

TEST_CASE("a revoked laptop fills no disk") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    scene.send(laptop.seal());
    scene.call(Json().set("call", "revoke").set("device", laptop.id().hex()));
    for (int i = 0; i < 200; ++i) {
        REQUIRE(scene.send(laptop.seal()).status == 200);
    }
    const auto answer = scene.send(laptop.seal());
    CHECK(answer.status == 429);
    CHECK(problem_of(answer) == "slow_down");
    CHECK(answer.retry_after == std::chrono::hours(6));
}

}  // namespace
}  // namespace lontar
