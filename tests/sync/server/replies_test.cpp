#include "sync/server/replies.hpp"

#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "sync/server/ingest.hpp"
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

TEST_CASE("a second batch may come before the first; have tells what is missing") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    scene.send(laptop.seal());
    std::vector<Bytes> files;
    for (int i = 0; i < 4; ++i) {
        laptop.add(person("530101010180000" + std::to_string(i)));
        files.push_back(laptop.seal());  // seq 2 .. 5
    }

    const auto fourth = laptop.open(scene.send(files[3]));
    REQUIRE(fourth);
    CHECK(fourth->have.upto == 1);
    CHECK(fourth->have.missing == std::vector<std::int64_t>{2, 3, 4});
    const auto second = laptop.open(scene.send(files[1]));
    REQUIRE(second);
    CHECK(second->have.upto == 1);
    CHECK(second->have.missing == std::vector<std::int64_t>{2, 4});
    const auto first = laptop.open(scene.send(files[0]));
    REQUIRE(first);
    CHECK(first->have.upto == 3);
    CHECK(first->have.missing == std::vector<std::int64_t>{4});
}

TEST_CASE("a laptop that knows more replies than we gave begins a new generation") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    scene.send(laptop.seal());
    laptop.gen = scene.clock.now().seconds;
    laptop.ack = 7;
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    CHECK(reply->gen > laptop.gen);
    CHECK(reply->n == 1);
    // Who still asks by the old number is led to the new ones.
    const auto found = laptop.fetch(8, laptop.gen);
    REQUIRE(found);
    CHECK(found->gen == reply->gen);
    CHECK(found->n == 1);
}

TEST_CASE("beside each reply stands which one of its epoch is the newest now") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop laptop(scene, activation);
    laptop.add(person("5301010101800001"));
    const Bytes first = laptop.seal();
    const Bytes second = laptop.seal();
    const std::int64_t gen = scene.clock.now().seconds;
    CHECK(scene.send(first).newest == wire::ReplyNumber{gen, 1});
    CHECK(scene.send(second).newest == wire::ReplyNumber{gen, 2});
    Laptop other(scene, activation);
    // Its registration is news for the first laptop: a third reply.
    CHECK(scene.send(other.seal()).newest == wire::ReplyNumber{gen, 1});
    CHECK(scene.send(first).newest == wire::ReplyNumber{gen, 3});
    server::Ingest ingest(*scene.province);
    CHECK(ingest.fetch(laptop.id(), laptop.epoch, gen, 2).newest == wire::ReplyNumber{gen, 3});
    // Where there is none: a laptop that holds more knows by it that the province was restored.
    CHECK(ingest.fetch(laptop.id(), laptop.epoch, gen, 4).newest == wire::ReplyNumber{gen, 3});
}

TEST_CASE("nothing is said of the newest beside a refusal or a fork") {
    ProvinceScene scene;
    Laptop stranger(scene, oenif, "WRONGCODE");
    const auto refused = scene.send(stranger.seal());
    CHECK(refused.status == 403);
    CHECK_FALSE(refused.newest);
    Laptop laptop(scene, scene.invite(oenif));
    const auto batch = laptop.next_batch();
    scene.send(laptop.seal_batch(batch));
    const auto fork = scene.send(laptop.seal_batch(batch));
    CHECK(fork.status == 409);
    CHECK_FALSE(fork.newest);
}

TEST_CASE("a reply that does not exist is not there yet") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    scene.send(laptop.seal());
    const auto answer = server::Ingest(*scene.province)
                            .fetch(laptop.id(), laptop.epoch, scene.clock.now().seconds, 2);
    CHECK(answer.status == 404);
    CHECK(problem_of(answer) == "no_reply_yet");
}

TEST_CASE("who asks for replies and is not known is told so, and need not wait for ever") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    server::Ingest ingest(*scene.province);
    CHECK(problem_of(ingest.fetch(laptop.id(), laptop.epoch, 1, 1)) == "unknown_device");
    scene.send(laptop.seal());
    laptop.begin_epoch("restore");
    const auto answer = ingest.fetch(laptop.id(), laptop.epoch, 1, 1);
    CHECK(answer.status == 403);
    CHECK(problem_of(answer) == "unknown_device");
}

TEST_CASE("a returned registration is told to its laptop, and a correction clears it") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto id = laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());

    scene.call(Json()
                   .set("call", "return")
                   .set("id", id.hex().substr(0, 8))
                   .set("reasons", Json::List{"NAMA_BEDA", "BERKAS"}));
    const auto news = laptop.fetch(2);
    REQUIRE(news);
    REQUIRE(verdict_on(*news, 1, 2) == "needs_correction");
    CHECK(*news->verdicts.at(0).except.at(0).detail.find("reasons") ==
          Json(Json::List{"NAMA_BEDA", "BERKAS"}));
    CHECK(scene.count("returned") == 1);

    laptop.correct(id, "nama", "Maria Seran Bria");
    CHECK(verdict_on(*laptop.open(scene.send(laptop.seal())), 2, 1) == "accepted");
    CHECK(scene.count("returned") == 0);
}

TEST_CASE("a return reaches the epoch a laptop goes on in, and that of its restored successor") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 3);
    Laptop laptop(scene, activation);
    const auto id = laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());
    Laptop restored(scene, activation);
    restored.why = "restore";
    restored.from = {{laptop.epoch, laptop.known.at(id).rev}};
    scene.send(restored.seal());
    Laptop pretender(scene, activation);
    pretender.why = "restore";
    SECTION("not to who names the epoch and no line of it") {
        pretender.from_epoch = laptop.epoch;
    }
    SECTION("not to who names another line") {
        pretender.from = {{laptop.epoch, Rev::random(scene.random)}};
    }
    scene.send(pretender.seal());

    scene.call(
        Json().set("call", "return").set("id", id.hex()).set("reasons", Json::List{"BERKAS"}));

    const auto news = restored.fetch(3);  // after the notice of another laptop
    REQUIRE(news);
    REQUIRE(verdict_on(*news, 1, 2) == "needs_correction");
    CHECK(news->verdicts.at(0).epoch == laptop.epoch);
    CHECK_FALSE(pretender.fetch(2));
}

TEST_CASE("conflicts whose other versions are too much for one reply are told without them") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop one(scene, activation);
    Laptop two(scene, activation);
    scene.send(one.seal());
    scene.send(two.seal());
    support::SeededRandom random(7);
    std::vector<RegistrationId> ids;
    for (int i = 0; i < 100; ++i) {
        auto fields = person("53010101018" + std::to_string(10000 + i));
        Bytes noise(3600);
        random.fill(noise);
        fields["catatan"] = to_hex(noise);
        ids.push_back(one.add(fields));
        one.share(ids.back(), two);
        one.correct(ids.back(), "pekerjaan", "nelayan");
        // As many as fit in a batch.
        if (i % 10 == 9) {
            REQUIRE(scene.send(one.seal()).status == 200);
        }
    }
    for (const RegistrationId& id : ids) {
        two.known.at(id).fields.erase("catatan");
        two.correct(id, "pekerjaan", "ojek");
    }

    const auto reply = two.open(scene.send(two.seal()));

    REQUIRE(reply);
    REQUIRE(reply->verdicts.at(0).except.size() == ids.size());
    for (const auto& verdict : reply->verdicts.at(0).except) {
        CHECK(verdict.code == "conflict");
        CHECK(verdict.detail.text_at("rev"));
        CHECK(verdict.detail.find("record") == nullptr);
    }
}

}  // namespace
}  // namespace lontar
