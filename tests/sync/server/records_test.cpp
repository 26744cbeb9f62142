#include "sync/server/records.hpp"

#include <utility>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/entry.hpp"
#include "storage/sealed/hash.hpp"
#include "sync/server/province_scene.hpp"

namespace lontar {

namespace {

using support::Laptop;
using support::oenif;
using support::person;
using support::ProvinceScene;
using support::verdict_on;

/// Asks, naming `has`, with a batch that has nothing else; every record of the answer and of the
/// replies behind it.
std::vector<wire::Record> ask(Laptop& laptop, std::vector<model::EpochUpto> has) {
    laptop.ask = std::move(has);
    const auto reply = laptop.open(laptop.scene.send(laptop.seal()));
    REQUIRE(reply);
    auto records = reply->records;
    for (std::int64_t n = reply->n + 1;; ++n) {
        const auto next = laptop.fetch(n);
        if (!next) {
            return records;
        }
        records.insert(records.end(), next->records.begin(), next->records.end());
    }
}

Rev rev_of(const wire::Record& record) {
    return sealed::rev_of(record.line);
}

}  // namespace

TEST_CASE("a laptop with the register gets everybody of its village, and nobody of another one") {
    ProvinceScene scene;
    Laptop drowned(scene, scene.invite(oenif));
    const auto maria = drowned.add(person("5301010101800001"));
    drowned.add(person("5301010101800002"));
    scene.send(drowned.seal());
    const Rev corrected = drowned.correct(maria, "alamat", "RT 2");
    scene.send(drowned.seal());
    auto elsewhere = person("5301010101800003");
    elsewhere["kode_desa"] = support::otan;
    Laptop foreign(scene, scene.invite(support::otan));
    foreign.add(elsewhere);
    scene.send(foreign.seal());

    Laptop fresh(scene, scene.invite_with_register(oenif));
    const auto records = ask(fresh, {{fresh.epoch, 0}});

    REQUIRE(records.size() == 3);
    for (const wire::Record& record : records) {
        REQUIRE(record.file);
        CHECK(record.file->epoch == drowned.epoch);
        CHECK(record.code == "accepted");
    }
    const auto of_maria =
        std::ranges::count_if(records, [&](const auto& record) { return record.id == maria; });
    CHECK(of_maria == 2);
    const auto now = std::ranges::find_if(
        records, [&](const auto& record) { return record.id == maria && !record.past; });
    REQUIRE(now != records.end());
    CHECK(rev_of(*now) == corrected);
}

TEST_CASE("what a laptop named as here is not told again") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());
    laptop.add(person("5301010101800002"));
    scene.send(laptop.seal());
    const auto records = ask(laptop, {{laptop.epoch, 1}});
    CHECK(records.size() == 1);
    scene.clock.pass(std::chrono::hours(2));
    CHECK(ask(laptop, {{laptop.epoch, 3}}).empty());
}

TEST_CASE("what was held when its file was named comes with the file that lets it stand") {
    ProvinceScene scene;
    Laptop first(scene, scene.invite(oenif));
    const auto maria = first.add(person("5301010101800001"));
    Laptop second(scene, scene.invite(oenif));
    first.share(maria, second);
    const Rev corrected = second.correct(maria, "alamat", "RT 2");
    scene.send(second.seal());
    Laptop listener(scene, scene.invite_with_register(oenif));
    CHECK(ask(listener, {{listener.epoch, 0}}).empty());
    scene.send(first.seal());
    scene.clock.pass(std::chrono::hours(2));
    const auto records = ask(listener, {{listener.epoch, 1}, {second.epoch, 1}});
    REQUIRE_FALSE(records.empty());
    CHECK(rev_of(records.back()) == corrected);
}

TEST_CASE("a plain code brings no people of another laptop of the village") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop first(scene, activation);
    first.add(person("5301010101800001"));
    scene.send(first.seal());
    Laptop second(scene, activation);
    CHECK(ask(second, {{second.epoch, 0}}).empty());
}

TEST_CASE("a laptop with the register that has nothing to send hears once that there is more") {
    ProvinceScene scene;
    Laptop first(scene, scene.invite(oenif));
    scene.send(first.seal());
    Laptop listener(scene, scene.invite_with_register(oenif));
    scene.send(listener.seal());
    scene.clock.set(scene.clock.now() + std::chrono::hours(-24));
    first.add(person("5301010101800001"));
    scene.send(first.seal());
    first.add(person("5301010101800002"));
    scene.send(first.seal());

    const auto told = listener.fetch(2);
    REQUIRE(told);
    CHECK(told->sum->files == 3);
    CHECK_FALSE(listener.fetch(3));
}

TEST_CASE("whoever sent a person hears what another laptop of the village made of them") {
    ProvinceScene scene;
    Laptop first(scene, scene.invite(oenif));
    const auto maria = first.add(person("5301010101800001"));
    scene.send(first.seal());
    Laptop second(scene, scene.invite_with_register(oenif));
    first.share(maria, second);
    Rev now;
    SECTION("a correction") {
        now = second.correct(maria, "alamat", "RT 2");
    }
    SECTION("a withdrawal") {
        now = second.withdraw(maria);
    }
    scene.send(second.seal());
    const auto told = first.fetch(2);
    REQUIRE(told);
    REQUIRE(told->records.size() == 2);
    CHECK(told->records.front().past);
    CHECK(rev_of(told->records.back()) == now);
    CHECK(told->verdicts.empty());
    CHECK_FALSE(first.fetch(3));
    CHECK_FALSE(second.fetch(2));
}

TEST_CASE("nobody is told in an epoch that was left, unless two laptops share it") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto maria = laptop.add(person("5301010101800001"));
    const auto anton = laptop.add(person("5301010101800002"));
    scene.send(laptop.seal());
    auto twin = std::pair(laptop.epoch, laptop.seq);
    const auto change_places = [&] {
        twin = {std::exchange(laptop.epoch, twin.first), std::exchange(laptop.seq, twin.second)};
    };
    laptop.begin_epoch("restore");
    scene.send(laptop.seal());
    laptop.correct(maria, "alamat", "RT 2");
    scene.send(laptop.seal());
    change_places();
    CHECK_FALSE(laptop.fetch(2));
    // The other one goes on all the same.
    laptop.add(person("5301010101800003"));
    scene.send(laptop.seal());
    change_places();
    laptop.correct(anton, "alamat", "RT 3");
    scene.send(laptop.seal());
    change_places();
    const auto told = laptop.fetch(3);
    REQUIRE(told);
    REQUIRE_FALSE(told->records.empty());
    CHECK(told->records.back().id == anton);
}

TEST_CASE("a laptop with the register hears of what was released") {
    ProvinceScene scene;
    Laptop revoked(scene, scene.invite(oenif));
    scene.send(revoked.seal());
    Laptop listener(scene, scene.invite_with_register(oenif));
    scene.send(listener.seal());
    const std::string device = revoked.id().hex();
    scene.call(Json().set("call", "revoke").set("device", device));
    revoked.add(person("5301010101800001"));
    scene.send(revoked.seal());
    REQUIRE_FALSE(listener.fetch(2));

    scene.call(Json().set("call", "release").set("device", device));

    const auto told = listener.fetch(2);
    REQUIRE(told);
    CHECK(told->sum->files == 3);
}

TEST_CASE("the office can give the register to a laptop that is registered already") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop first(scene, activation);
    first.add(person("5301010101800001"));
    scene.send(first.seal());
    Laptop second(scene, activation);
    scene.send(second.seal());
    scene.call(
        Json().set("call", "accept").set("device", second.id().hex()).set("with_register", true));
    // Told at once that something is there which it does not have.
    const auto told = second.fetch(2);
    REQUIRE(told);
    CHECK(told->sum->files == 2);
    CHECK(ask(second, {{second.epoch, 1}}).size() == 1);
}

TEST_CASE("whoever is withdrawn comes with the answers given before") {
    ProvinceScene scene;
    Laptop drowned(scene, scene.invite(oenif));
    const auto id = drowned.add(person("5301010101800001"));
    scene.send(drowned.seal());
    const Rev withdrawn = drowned.withdraw(id);
    scene.send(drowned.seal());
    Laptop fresh(scene, scene.invite_with_register(oenif));
    const auto records = ask(fresh, {{fresh.epoch, 0}});
    REQUIRE(records.size() == 2);
    CHECK(records[0].past);
    CHECK(model::parse_entry(records[0].line)->fields.at("nik") == "5301010101800001");
    CHECK_FALSE(records[1].past);
    CHECK(rev_of(records[1]) == withdrawn);
}

TEST_CASE(
    "whose edits were put together gets what came of it, before it reads that all is received") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop one(scene, activation);
    const auto id = one.add(person("5301010101800001"));
    scene.send(one.seal());
    Laptop two(scene, scene.invite_with_register(oenif));
    scene.send(two.seal());
    one.share(id, two);
    two.correct(id, "alamat", "RT 2");
    scene.send(two.seal());
    one.correct(id, "tempat_lahir", "Atambua");
    const auto reply = one.open(scene.send(one.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 2, 1) == "accepted");
    REQUIRE_FALSE(reply->records.empty());
    const auto merged = model::parse_told_line(reply->records.back().line);
    REQUIRE(merged);
    CHECK(merged->type_name == "merged");
    CHECK(merged->fields.at("alamat") == "RT 2");
    CHECK(merged->fields.at("tempat_lahir") == "Atambua");
}

TEST_CASE(
    "a first line on the id of somebody outside the sight changes nothing, and shows nothing") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop one(scene, activation);
    const auto id = one.add(person("5301010101800001"));
    scene.send(one.seal());
    Laptop stranger(scene, activation);
    scene.send(stranger.seal());
    model::Entry entry;
    entry.id = id;
    entry.at = scene.clock.now();
    entry.fields = person("5301010101800001");
    entry.fields["alamat"] = "RT 9";
    stranger.add_line(*model::entry_line(entry));
    const auto reply = stranger.open(scene.send(stranger.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 2, 1) == "held check");
    CHECK(reply->records.empty());
    CHECK(scene.count("revisions") == 1);
    // Said again when it asks.
    stranger.ask = {{stranger.epoch, 2}};
    const auto again = stranger.open(scene.send(stranger.seal()));
    REQUIRE(again->states.size() == 1);
    REQUIRE(again->states[0].except.size() == 1);
    CHECK(again->states[0].except[0].verdict.code == "held");
    CHECK(again->states[0].except[0].verdict.detail.text_at("reason") == "check");
}

TEST_CASE("a conflict with a person outside the sight is told without the person") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop one(scene, activation);
    const auto id = one.add(person("5301010101800001"));
    scene.send(one.seal());
    Laptop other(scene, activation);
    scene.send(other.seal());
    one.share(id, other);  // it had the line once
    one.correct(id, "alamat", "RT 1");
    scene.send(one.seal());
    other.correct(id, "alamat", "RT 2");
    const auto reply = other.open(scene.send(other.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 2, 1) == "conflict");
    CHECK_FALSE(reply->verdicts.at(0).except.at(0).detail.find("record"));
    CHECK(reply->records.empty());
}

TEST_CASE("after a restore no record leaves, asked for or not, before the office confirms") {
    ProvinceScene scene;
    Laptop one(scene, scene.invite(oenif));
    const auto id = one.add(person("5301010101800001"));
    scene.send(one.seal());
    Laptop two(scene, scene.invite_with_register(oenif));
    scene.send(two.seal());
    REQUIRE(server::let_records_wait(scene.province->database(), true));
    CHECK(ask(two, {{two.epoch, 1}}).empty());
    one.share(id, two);
    one.correct(id, "alamat", "RT 1");
    scene.send(one.seal());
    two.correct(id, "alamat", "RT 2");
    const auto reply = two.open(scene.send(two.seal()));
    REQUIRE(verdict_on(*reply, 3, 1) == "conflict");
    CHECK(reply->records.empty());
    CHECK_FALSE(reply->verdicts.at(0).except.at(0).detail.find("record"));

    CHECK(scene.call(Json().set("call", "confirm")).boolean_at("changed"));
    const auto told = two.fetch(reply->n + 1);
    REQUIRE(told);
    CHECK(told->told_all);
    CHECK_FALSE(told->records.empty());
    CHECK_FALSE(scene.call(Json().set("call", "confirm")).boolean_at("changed"));
}

TEST_CASE("records of a large village come in parts that fit, each person whole") {
    ProvinceScene scene;
    Laptop drowned(scene, scene.invite(oenif));
    for (int batch = 0; batch < 4; ++batch) {
        for (int line = 0; line < 99; ++line) {
            drowned.add(person("53010101018" + std::to_string(10000 + batch * 100 + line)));
        }
        scene.send(drowned.seal());
    }
    Laptop fresh(scene, scene.invite_with_register(oenif));
    CHECK(ask(fresh, {{fresh.epoch, 0}}).size() == 4 * 99);
}

}  // namespace lontar
