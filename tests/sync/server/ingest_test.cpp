#include "sync/server/ingest.hpp"

#include <catch2/catch_test_macros.hpp>

#include "province_scene.hpp"
#include "storage/base/json.hpp"
#include "storage/sealed/hash.hpp"
#include "sync/wire/problem.hpp"

namespace lontar {
namespace {

using support::Laptop;
using support::oenif;
using support::otan;
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
    CHECK(reply->gen == 1);
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
    CHECK(problem_of(scene.send(ByteView(good).first(good.size() / 2))) != "");
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
    CHECK(std::holds_alternative<wire::BatchStanza>(
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
    "another valid file under a taken number is a fork: both are kept, none of the second is "
    "applied") {
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
    CHECK(scene.count("registrations") == 1);
    CHECK(scene.count("forks") == 1);
    // Its lines come by a new epoch, once.
    laptop.begin_epoch("fork");
    for (const auto& line : batch.lines) {
        laptop.add_line(line);
    }
    CHECK(scene.send(laptop.seal()).status == 200);
    CHECK(scene.count("registrations") == 2);
    CHECK(laptop.open(first)->n == 1);
}

TEST_CASE("lines that come again in a new epoch count once and get their verdict again") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    auto batch = laptop.next_batch();
    scene.send(laptop.seal_batch(batch));
    laptop.begin_epoch("restore");
    for (const auto& line : batch.lines) {
        laptop.add_line(line);
    }
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 1, 2) == "accepted");
    CHECK(scene.count("registrations") == 1);
    CHECK(scene.count("revisions") == 1);
    CHECK(scene.count("batches") == 2);
}

TEST_CASE("edits of two laptops in different fields are put together") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop one(scene, activation);
    Laptop two(scene, activation);
    const auto id = one.add(person("5301010101800001"));
    scene.send(one.seal());
    scene.send(two.seal());
    one.share(id, two);

    one.correct(id, "pekerjaan", "nelayan");
    two.correct(id, "alamat", "Dusun 2");
    CHECK(verdict_on(*one.open(scene.send(one.seal())), 2, 1) == "accepted");
    CHECK(verdict_on(*two.open(scene.send(two.seal())), 2, 1) == "accepted");

    const auto row = scene.call(Json().set("call", "registrations")).find("rows")->list()->at(0);
    CHECK(row.find("fields")->text_at("pekerjaan") == "nelayan");
    CHECK(row.find("fields")->text_at("alamat") == "Dusun 2");
}

TEST_CASE(
    "the same field changed twice is a conflict with the other value beside it, until a person "
    "decides") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop one(scene, activation);
    Laptop two(scene, activation);
    const auto id = one.add(person("5301010101800001"));
    scene.send(one.seal());
    scene.send(two.seal());
    one.share(id, two);
    const Rev in_record = one.correct(id, "pekerjaan", "nelayan");
    scene.send(one.seal());

    two.correct(id, "pekerjaan", "ojek");
    const auto reply = two.open(scene.send(two.seal()));
    REQUIRE(reply);
    REQUIRE(verdict_on(*reply, 2, 1) == "conflict");
    const Json detail = reply->verdicts.at(0).except.at(0).detail;
    CHECK(detail.text_at("rev") == in_record.hex());
    CHECK(detail.find("record")->text_at("pekerjaan") == "nelayan");
    CHECK(scene.count("conflicts") == 1);

    two.correct(id, "pekerjaan", "ojek", Rev::from_hex(*detail.text_at("rev")));
    CHECK(verdict_on(*two.open(scene.send(two.seal())), 3, 1) == "accepted");
    CHECK(scene.count("conflicts") == 0);
    const auto row = scene.call(Json().set("call", "registrations")).find("rows")->list()->at(0);
    CHECK(row.find("fields")->text_at("pekerjaan") == "ojek");
}

TEST_CASE("a correction that comes before its base is held and applied when the base comes") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    scene.send(laptop.seal());
    const auto id = laptop.add(person("5301010101800001"));
    const Bytes base = laptop.seal();
    laptop.correct(id, "pekerjaan", "nelayan");
    const Bytes correction = laptop.seal();

    const auto held = laptop.open(scene.send(correction));
    REQUIRE(held);
    CHECK(verdict_on(*held, 3, 1) == "held base_missing");
    CHECK(scene.count("registrations") == 0);
    CHECK(scene.count("held") == 1);
    const auto both = laptop.open(scene.send(base));
    REQUIRE(both);
    CHECK(verdict_on(*both, 2, 1) == "accepted");
    CHECK(verdict_on(*both, 3, 1) == "accepted");

    CHECK(scene.count("held") == 0);
    const auto row = scene.call(Json().set("call", "registrations")).find("rows")->list()->at(0);
    CHECK(row.find("fields")->text_at("pekerjaan") == "nelayan");
    // The first answer of the held one is still what it was.
    CHECK(verdict_on(*laptop.open(scene.send(correction)), 3, 1) == "held base_missing");
}

TEST_CASE("a NIK that lives in another village is answered with village and day only") {
    ProvinceScene scene;
    Laptop first(scene, scene.invite(oenif));
    Laptop second(scene, scene.invite(otan));
    first.add(person("5301010101800001", "Maria Seran"));
    scene.send(first.seal());
    scene.clock.pass(std::chrono::days(2));
    second.add(person("5301010101800001", "Marta Klau"));

    const auto reply = second.open(scene.send(second.seal()));

    REQUIRE(reply);
    REQUIRE(verdict_on(*reply, 1, 2) == "duplicate");
    CHECK(reply->verdicts.at(0).except.at(0).detail ==
          Json()
              .set("village", oenif)
              .set("date", Date::in_wita(scene.clock.now() + -std::chrono::days(2)).iso()));
    CHECK(scene.count("duplicates") == 1);
    CHECK(scene.count("live") == 1);
}

TEST_CASE("a withdrawal frees the NIK for who waits, and their village is told") {
    ProvinceScene scene;
    Laptop first(scene, scene.invite(oenif));
    Laptop second(scene, scene.invite(otan));
    const auto id = first.add(person("5301010101800001"));
    scene.send(first.seal());
    second.add(person("5301010101800001"));
    scene.send(second.seal());

    first.withdraw(id);
    CHECK(verdict_on(*first.open(scene.send(first.seal())), 2, 1) == "accepted");

    CHECK(scene.count("duplicates") == 0);
    CHECK(scene.count("live") == 1);
    CHECK(scene.count("withdrawn") == 1);
    const auto news = second.fetch(2);
    REQUIRE(news);
    CHECK(verdict_on(*news, 1, 2) == "accepted");
}

TEST_CASE("a wrongly typed NIK corrected to a free one is a duplicate no more") {
    ProvinceScene scene;
    Laptop first(scene, scene.invite(oenif));
    Laptop second(scene, scene.invite(otan));
    first.add(person("5301010101800001"));
    scene.send(first.seal());
    const auto id = second.add(person("5301010101800001"));
    scene.send(second.seal());

    second.correct(id, "nik", "5301010101800009");
    const auto reply = second.open(scene.send(second.seal()));

    REQUIRE(reply);
    CHECK(verdict_on(*reply, 2, 1) == "accepted");
    CHECK(verdict_on(*reply, 1, 2) == "accepted");
    CHECK(scene.count("duplicates") == 0);
    CHECK(scene.count("live") == 2);
}

TEST_CASE("two registrations may exchange their NIKs in one batch") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto a = laptop.add(person("5301010101800001"));
    const auto b = laptop.add(person("5301010101800002"));
    scene.send(laptop.seal());
    laptop.correct(a, "nik", "5301010101800002");
    laptop.correct(b, "nik", "5301010101800001");

    const auto reply = laptop.open(scene.send(laptop.seal()));

    REQUIRE(reply);
    CHECK(verdict_on(*reply, 2, 1) == "accepted");
    CHECK(verdict_on(*reply, 2, 2) == "accepted");
    CHECK(scene.count("live") == 2);
    CHECK(scene.count("duplicates") == 0);
}

TEST_CASE("one bad line does not keep the others back") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add_line("{not json");
    laptop.add_line(R"({"t":"step","id":"x","future":1})");
    auto elsewhere = person("5301010101800007");
    elsewhere["kode_desa"] = otan;
    laptop.add(elsewhere);
    laptop.add(person("5301010101800001"));

    const auto reply = laptop.open(scene.send(laptop.seal()));

    REQUIRE(reply);
    CHECK(verdict_on(*reply, 1, 2) == "refused malformed");
    CHECK(verdict_on(*reply, 1, 3) == "held upgrade_server");
    CHECK(verdict_on(*reply, 1, 4) == "refused not_your_village");
    CHECK(verdict_on(*reply, 1, 5) == "accepted");
    CHECK(scene.count("registrations") == 1);
    CHECK(scene.count("unknown") == 1);
}

TEST_CASE("a laptop cannot change a registration of another village, nor stand in its way") {
    ProvinceScene scene;
    Laptop owner(scene, scene.invite(oenif));
    Laptop stranger(scene, scene.invite(otan));
    scene.send(stranger.seal());
    const auto id = owner.add(person("5301010101800001"));
    const Bytes base = owner.seal();
    owner.share(id, stranger);
    // The stranger's copy of a later revision comes before the base is here at all.
    owner.correct(id, "pekerjaan", "nelayan");
    auto copy = owner.next_batch();
    for (const auto& line : copy.lines) {
        stranger.add_line(line);
    }
    CHECK(verdict_on(*stranger.open(scene.send(stranger.seal())), 2, 1) == "held base_missing");
    scene.send(base);
    CHECK(verdict_on(*stranger.fetch(3), 2, 1) == "refused not_your_village");

    CHECK(verdict_on(*owner.open(scene.send(owner.seal_batch(copy))), 2, 1) == "accepted");
    stranger.correct(id, "alamat", "Dusun 9");
    CHECK(verdict_on(*stranger.open(scene.send(stranger.seal())), 3, 1) ==
          "refused not_your_village");
    const auto row = scene.call(Json().set("call", "registrations")).find("rows")->list()->at(0);
    CHECK(row.find("fields")->text_at("pekerjaan") == "nelayan");
    CHECK_FALSE(row.find("fields")->text_at("alamat"));
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
    CHECK(news->notices[0].find(two.id().hex().substr(0, 8)) != std::string::npos);
    CHECK_FALSE(two.fetch(2));
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
    const auto activation = scene.invite(oenif, 2);
    Laptop laptop(scene, activation);
    const auto id = laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());
    Laptop restored(scene, activation);
    restored.from_epoch = laptop.epoch;
    restored.why = "restore";
    scene.send(restored.seal());

    scene.call(
        Json().set("call", "return").set("id", id.hex()).set("reasons", Json::List{"BERKAS"}));

    const auto news = restored.fetch(2);
    REQUIRE(news);
    CHECK(verdict_on(*news, 1, 2) == "needs_correction");
    CHECK(news->verdicts.at(0).epoch == laptop.epoch);
}

TEST_CASE("a laptop that knows more replies than we gave begins a new generation") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    scene.send(laptop.seal());
    laptop.gen = 1;
    laptop.ack = 7;
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    CHECK(reply->gen == scene.clock.now().seconds);
    CHECK(reply->n == 1);
    // Who still asks by the old number is led to the new ones.
    const auto found = laptop.fetch(8, 1);
    REQUIRE(found);
    CHECK(found->gen == scene.clock.now().seconds);
    CHECK(found->n == 1);
}

TEST_CASE("beside each reply stands which one of its epoch is the newest now") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop laptop(scene, activation);
    laptop.add(person("5301010101800001"));
    const Bytes first = laptop.seal();
    const Bytes second = laptop.seal();
    CHECK(scene.send(first).newest == wire::ReplyNumber{1, 1});
    CHECK(scene.send(second).newest == wire::ReplyNumber{1, 2});
    Laptop other(scene, activation);
    // Its registration is news for the first laptop: a third reply.
    CHECK(scene.send(other.seal()).newest == wire::ReplyNumber{1, 1});
    CHECK(scene.send(first).newest == wire::ReplyNumber{1, 3});
    server::Ingest ingest(*scene.province);
    CHECK(ingest.fetch(laptop.id(), laptop.epoch, 1, 2).newest == wire::ReplyNumber{1, 3});
    CHECK_FALSE(ingest.fetch(laptop.id(), laptop.epoch, 1, 4).newest);
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
    const auto answer = server::Ingest(*scene.province).fetch(laptop.id(), laptop.epoch, 1, 2);
    CHECK(answer.status == 404);
    CHECK(problem_of(answer) == "no_reply_yet");
}

}  // namespace
}  // namespace lontar
