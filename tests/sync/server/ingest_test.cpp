#include "sync/server/ingest.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/sealed/hash.hpp"
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

TEST_CASE("a first batch registers its laptop and is answered with a receipt and verdicts") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    laptop.add(person("5301010101800002"));
    const Bytes file = laptop.seal();

    const auto answer = scene.send(file);

    CHECK(answer.status == 200);
    CHECK(answer.media_type == wire::sealed_media_type);
    const auto reply = laptop.open(answer);
    REQUIRE(reply);
    CHECK(reply->gen == scene.clock.now().seconds);
    CHECK(reply->n == 1);
    CHECK(reply->time == scene.clock.now());
    CHECK(reply->have.upto == 1);
    CHECK(reply->have.missing.empty());
    REQUIRE(reply->receipts.size() == 1);
    CHECK(reply->receipts[0].file == sealed::sha256(file));
    CHECK(reply->receipts[0].status == "received");
    CHECK(verdict_on(*reply, 1, 2) == "accepted");
    CHECK(verdict_on(*reply, 1, 3) == "accepted");
    CHECK(scene.count("registrations") == 2);
    CHECK(scene.count("devices") == 1);
}

TEST_CASE(
    "the same file gets the very bytes of its first answer, however often and by whatever road") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    const Bytes file = laptop.seal();
    const auto first = scene.send(file);
    scene.clock.pass(std::chrono::hours(5));

    CHECK(scene.send(file).body == first.body);
    CHECK(scene.send(file, server::Road::usb).body == first.body);
    scene.reopen();
    const auto again = scene.send(file);

    CHECK(again.status == 200);
    CHECK(again.outcome == "resent");
    CHECK(again.body == first.body);
    CHECK(scene.count("batches") == 1);
    CHECK(scene.count("registrations") == 1);
}

TEST_CASE("a file that is damaged claims nothing, and the good one is taken after it") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    scene.send(laptop.seal());
    laptop.add(person("5301010101800001"));
    const Bytes good = laptop.seal();

    const auto at = [&](std::string_view text) { return as_text(good).find(text); };
    Bytes flipped_tail = good;
    flipped_tail.back() ^= 1U;
    CHECK(problem_of(scene.send(flipped_tail)) == "hash_mismatch");
    Bytes flipped_signature = good;
    const auto line_end = at("}\n") + 2;
    flipped_signature[line_end] = flipped_signature[line_end] == 'A' ? 'B' : 'A';
    CHECK(problem_of(scene.send(flipped_signature)) == "bad_signature");
    CHECK(problem_of(scene.send(as_bytes("not a file"))) == "malformed");
    CHECK_FALSE(problem_of(scene.send(ByteView(good).first(good.size() / 2))).empty());
    // The MAC line is outside the tail hash: only opening finds it.
    Bytes flipped_mac = good;
    const auto mac = at("\n--- ") + 5;
    flipped_mac[mac] = flipped_mac[mac] == 'A' ? 'B' : 'A';
    const auto unreadable = scene.send(flipped_mac);
    CHECK(unreadable.status == 422);
    const auto reply = laptop.open(unreadable);
    REQUIRE(reply);
    CHECK(reply->n == 0);
    CHECK(reply->problem == "unreadable");
    CHECK(reply->receipts.at(0).file == sealed::sha256(flipped_mac));

    CHECK(scene.count("batches") == 1);
    CHECK(scene.send(good).status == 200);
    CHECK(scene.count("batches") == 2);
    CHECK(scene.count("forks") == 0);
}

TEST_CASE("a path that names another batch is refused") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const Bytes file = laptop.seal();
    const auto refused = server::check_outside(file, server::Claimed{laptop.id(), laptop.epoch, 2});
    REQUIRE(std::holds_alternative<server::Answer>(refused));
    CHECK(problem_of(std::get<server::Answer>(refused)) == "id_mismatch");
    CHECK(std::holds_alternative<wire::ProvenBatch>(
        server::check_outside(file, server::Claimed{laptop.id(), laptop.epoch, 1})));
}

TEST_CASE("a batch of a later format waits for a newer server") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto recipients = scene.province->manifest().receiving;
    const auto file = sealed::seal({.stanza_type = "lontar/batch-v2",
                                    .meta = {{"device", laptop.id().hex()}, {"seq", 1}},
                                    .recipients = recipients,
                                    .signer = laptop.key},
                                   "{}\n", scene.random);
    REQUIRE(file);
    CHECK(problem_of(scene.send(*file)) == "upgrade_server");
}

TEST_CASE(
    "another valid file under a taken number is a fork: both are kept, and nobody in either is "
    "lost or counted twice") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    auto batch = laptop.next_batch();
    const auto first = scene.send(laptop.seal_batch(batch));
    Laptop other(scene, oenif, std::nullopt);
    other.add(person("5301010101800002"));
    batch.lines = other.next_batch().lines;
    const Bytes second = laptop.seal_batch(batch);

    const auto fork = scene.send(second);
    scene.clock.pass(std::chrono::hours(1));
    const auto again = scene.send(second);

    CHECK(fork.status == 409);
    const auto reply = laptop.open(fork);
    REQUIRE(reply);
    CHECK(reply->n == 0);
    CHECK(reply->problem == "fork");
    CHECK(reply->receipts.at(0).status == "fork");
    CHECK(reply->receipts.at(0).file == sealed::sha256(second));
    CHECK(again.status == 409);
    CHECK(again.body == fork.body);
    CHECK(scene.count("registrations") == 2);
    CHECK(scene.count("forks") == 1);
    // Its lines come by a new epoch too, when its register is still there.
    laptop.begin_epoch("fork");
    for (const auto& line : batch.lines) {
        laptop.add_line(line);
    }
    CHECK(scene.send(laptop.seal()).status == 200);
    CHECK(scene.count("registrations") == 2);
    CHECK(laptop.open(first)->n == 1);
}

}  // namespace
}  // namespace lontar
