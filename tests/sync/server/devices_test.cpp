#include "sync/server/devices.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "sync/wire/problem.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

using support::Laptop;
using support::oenif;
using support::otan;
using support::person;
using support::ProvinceScene;

std::string problem_of(const server::Answer& answer) {
    return wire::problem_code(as_text(answer.body)).value_or("");
}

TEST_CASE("a code is counted once though its hello comes again") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop one(scene, activation);
    Laptop two(scene, activation);
    Laptop three(scene, activation);
    const Bytes hello = one.seal();
    scene.send(hello);
    scene.send(hello);

    CHECK(scene.send(two.seal()).status == 200);
    const auto refused = scene.send(three.seal());

    CHECK(refused.status == 403);
    const auto reply = three.open(refused);
    REQUIRE(reply);
    CHECK(reply->n == 0);
    CHECK(reply->problem == "code_used");
}

TEST_CASE("a refused hello keeps nothing but a device that waits") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif);
    const auto refused_with = [&](Laptop& laptop) {
        laptop.add(person("5301010101800001"));
        const auto answer = scene.send(laptop.seal());
        CHECK(answer.status == 403);
        const auto reply = laptop.open(answer);
        REQUIRE(reply);
        CHECK(reply->receipts.empty());
        CHECK(reply->verdicts.empty());
        return reply->problem.value_or("");
    };
    Laptop without(scene, oenif, std::nullopt);
    Laptop wrong(scene, oenif, "ABCDEFGHJK");
    Laptop elsewhere(scene, otan, activation.code);
    Laptop late(scene, activation);

    CHECK(refused_with(without) == "code_unknown");
    CHECK(refused_with(wrong) == "code_unknown");
    CHECK(refused_with(elsewhere) == "village_mismatch");
    scene.clock.pass(std::chrono::days(181));
    CHECK(refused_with(late) == "code_expired");

    CHECK(scene.count("registrations") == 0);
    CHECK(scene.count("batches") == 0);
    CHECK(scene.count("devices") == 0);
    CHECK(scene.count("pending") == 4);
}

TEST_CASE("a laptop that waits is admitted by the office and sends the same hello again") {
    ProvinceScene scene;
    Laptop laptop(scene, oenif, std::nullopt);
    laptop.add(person("5301010101800001"));
    const Bytes hello = laptop.seal();
    scene.send(hello);

    scene.call(Json().set("call", "accept").set("device", laptop.id().hex().substr(0, 8)));
    const auto answer = scene.send(hello);

    CHECK(answer.status == 200);
    CHECK(scene.count("pending") == 0);
    CHECK(scene.count("registrations") == 1);
}

TEST_CASE("no more than 200 unknown laptops wait, the newest ones") {
    ProvinceScene scene;
    std::optional<DeviceId> first;
    for (int i = 0; i < 203; ++i) {
        Laptop laptop(scene, oenif, std::nullopt);
        first = first ? first : laptop.id();
        scene.clock.pass(std::chrono::seconds(1));
        scene.send(laptop.seal());
    }
    CHECK(scene.count("pending") == 200);
    CHECK_FALSE(scene.try_call(Json().set("call", "accept").set("device", first->hex())));
}

TEST_CASE("an unknown laptop without hello is told so and leaves nothing behind") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.seal();
    laptop.add(person("5301010101800001"));

    const auto answer = scene.send(laptop.seal());

    CHECK(answer.status == 403);
    CHECK(problem_of(answer) == "unknown_device");
    CHECK(scene.count("pending") == 0);
}

TEST_CASE("the village's other laptops are told of a new one") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop one(scene, activation);
    Laptop two(scene, activation);
    scene.send(one.seal());
    scene.send(two.seal());
    const auto news = one.fetch(2);
    REQUIRE(news);
    REQUIRE(news->notices.size() == 1);
    CHECK(news->notices[0].code == model::new_laptop_notice);
    CHECK(news->notices[0].about == two.id().hex().substr(0, 8));
    CHECK(news->notices[0].text.find(news->notices[0].about) != std::string::npos);
    CHECK_FALSE(two.fetch(2));
}

}  // namespace
}  // namespace lontar
