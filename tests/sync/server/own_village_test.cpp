/// A NIK that the village's own register holds already: who is told what, and what happens when the
/// one that holds it leaves.
#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

using support::Laptop;
using support::oenif;
using support::otan;
using support::person;
using support::ProvinceScene;
using support::verdict_on;

constexpr const char* nik = "5301010101800001";

/// The detail of the last verdict in a reply that is about this line.
Json detail_on(const wire::Reply& reply, std::int64_t seq, std::int64_t line) {
    Json detail;
    for (const auto& verdict : reply.verdicts) {
        for (const auto& each : verdict.except) {
            if (verdict.seq == seq && each.line == line) {
                detail = each.detail;
            }
        }
    }
    return detail;
}

std::string reasons_on(const wire::Reply& reply, std::int64_t seq, std::int64_t line) {
    const Json detail = detail_on(reply, seq, line);
    const Json* reasons = detail.find("reasons");
    return reasons == nullptr ? "" : reasons->dump();
}

std::string state_of(ProvinceScene& scene, const RegistrationId& id) {
    return scene.ask(
        "SELECT state || coalesce(' ' || nik, '') || coalesce(' ' || returned, '') FROM "
        "registration WHERE registration_id = unhex('" +
        id.hex() + "')");
}

std::optional<wire::Reply> ask(Laptop& laptop) {
    laptop.ask = {{laptop.epoch, laptop.seq}};
    return laptop.open(laptop.scene.send(laptop.seal()));
}

TEST_CASE("a NIK that the own village holds is told as its own, with who holds it") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto first = laptop.add(person(nik));
    scene.send(laptop.seal());
    laptop.add(person(nik));
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    REQUIRE(verdict_on(*reply, 2, 1) == "duplicate");
    // The village stands in it for programs that know no `own`.
    CHECK(detail_on(*reply, 2, 1) == Json()
                                         .set("own", true)
                                         .set("id", first.hex())
                                         .set("village", oenif)
                                         .set("date", Date::in_wita(scene.clock.now()).iso()));
}

TEST_CASE("who holds the NIK is named to no laptop that has no line of them") {
    ProvinceScene scene;
    Laptop one(scene, scene.invite(oenif));
    Laptop two(scene, scene.invite(oenif));
    Laptop with_register(scene, scene.invite_with_register(oenif));
    scene.send(with_register.seal());
    const auto first = one.add(person(nik));
    scene.send(one.seal());
    two.add(person(nik));
    const auto reply = two.open(scene.send(two.seal()));
    REQUIRE(reply);
    CHECK(detail_on(*reply, 1, 2).boolean_at("own"));
    CHECK_FALSE(detail_on(*reply, 1, 2).text_at("id"));
    const auto states = ask(two);
    REQUIRE(states);
    REQUIRE(states->states.at(0).except.size() == 1);
    CHECK(states->states.at(0).except[0].verdict.detail == detail_on(*reply, 1, 2));

    const auto all = ask(with_register);
    REQUIRE(all);
    REQUIRE(all->states.at(0).except.size() == 1);
    CHECK(all->states.at(0).except[0].verdict.detail.text_at("id") == first.hex());
    const auto records = with_register.fetch(all->n + 1);
    REQUIRE(records);
    std::string told;
    for (const auto& record : records->records) {
        told += record.code + " " + record.detail.text_at("id").value_or("") + ",";
    }
    CHECK((told == "accepted ,duplicate " + first.hex() + "," ||
           told == "duplicate " + first.hex() + ",accepted ,"));
}

TEST_CASE("people sent after the backup are told as the village's own, and which they are") {
    ProvinceScene scene;
    Laptop lost(scene, scene.invite(oenif));
    const auto before = lost.add(person("5301010101800009"));
    scene.send(lost.seal());
    const auto after = lost.add(person(nik));
    scene.send(lost.seal());

    Laptop restored(scene, scene.invite(oenif));
    restored.why = "restore";
    restored.from = {{lost.epoch, lost.known.at(before).rev}};
    restored.add(person(nik));
    const auto reply = restored.open(scene.send(restored.seal()));
    REQUIRE(reply);
    REQUIRE(verdict_on(*reply, 1, 2) == "duplicate");
    CHECK(detail_on(*reply, 1, 2).boolean_at("own"));
    CHECK(detail_on(*reply, 1, 2).text_at("id") == after.hex());
}

TEST_CASE("another village is told as another village, without who it is") {
    ProvinceScene scene;
    Laptop first(scene, scene.invite(oenif));
    Laptop second(scene, scene.invite(otan));
    first.add(person(nik));
    scene.send(first.seal());
    second.add(person(nik));
    const auto reply = second.open(scene.send(second.seal()));
    REQUIRE(reply);
    CHECK_FALSE(detail_on(*reply, 1, 2).find("own"));
    CHECK_FALSE(detail_on(*reply, 1, 2).find("id"));
}

/// Two registrations of one village under one NIK; `waiting` came second.
struct OwnDouble {
    ProvinceScene scene;
    Laptop laptop{scene, scene.invite(oenif)};
    RegistrationId holder = laptop.add(person(nik));
    RegistrationId waiting;
    OwnDouble() {
        scene.send(laptop.seal());
        waiting = laptop.add(person(nik));
        scene.send(laptop.seal());
    }
};

TEST_CASE("who waited for one of the own village does not come back when that one leaves") {
    OwnDouble own;
    own.laptop.withdraw(own.holder);
    const auto reply = own.laptop.open(own.scene.send(own.laptop.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 3, 1) == "accepted");
    CHECK(verdict_on(*reply, 2, 1) == "needs_correction");
    CHECK(reasons_on(*reply, 2, 1) == R"(["NIK_GANDA"])");
    CHECK(state_of(own.scene, own.waiting) == R"(disputed ["NIK_GANDA"])");
    CHECK(own.scene.count("live") == 0);

    // The NIK is free for whoever else has it.
    Laptop other(own.scene, own.scene.invite(otan));
    other.add(person(nik));
    CHECK(verdict_on(*other.open(own.scene.send(other.seal())), 1, 2) == "accepted");
}

TEST_CASE("who was left to a person claims the NIK once somebody saves them again") {
    OwnDouble own;
    own.laptop.withdraw(own.holder);
    own.scene.send(own.laptop.seal());
    own.laptop.correct(own.waiting, "pekerjaan", "nelayan");
    const auto reply = own.laptop.open(own.scene.send(own.laptop.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 4, 1) == "accepted");
    CHECK(state_of(own.scene, own.waiting) == std::string("live ") + nik);
    CHECK(own.scene.count("returned") == 0);
}

TEST_CASE("the very same answers saved again are enough to claim the NIK") {
    OwnDouble own;
    own.laptop.withdraw(own.holder);
    own.scene.send(own.laptop.seal());
    own.laptop.correct(own.waiting, "pekerjaan", "petani");
    CHECK(verdict_on(*own.laptop.open(own.scene.send(own.laptop.seal())), 4, 1) == "accepted");
    CHECK(state_of(own.scene, own.waiting) == std::string("live ") + nik);
}

TEST_CASE("a line that comes again is no word of a person") {
    OwnDouble own;
    own.laptop.withdraw(own.holder);
    auto batch = own.laptop.next_batch();
    // The line of the one that waits is sealed again behind the withdrawal, as in a new epoch.
    const auto lines = own.scene.ask("SELECT line FROM revision WHERE registration_id = unhex('" +
                                     own.waiting.hex() + "')");
    batch.lines.push_back(lines);
    const auto reply = own.laptop.open(own.scene.send(own.laptop.seal_batch(batch)));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 3, 2) == "needs_correction");
    CHECK(reasons_on(*reply, 3, 2) == R"(["NIK_GANDA"])");
    CHECK(reasons_on(*reply, 2, 1) == R"(["NIK_GANDA"])");
    CHECK(state_of(own.scene, own.waiting) == R"(disputed ["NIK_GANDA"])");
}

TEST_CASE("who leaves and who goes on may be said in one batch, in either order") {
    for (const bool leaves_first : {true, false}) {
        CAPTURE(leaves_first);
        OwnDouble own;
        if (leaves_first) {
            own.laptop.withdraw(own.holder);
        }
        own.laptop.correct(own.waiting, "pekerjaan", "nelayan");
        if (!leaves_first) {
            own.laptop.withdraw(own.holder);
        }
        own.scene.send(own.laptop.seal());
        CHECK(state_of(own.scene, own.waiting) == std::string("live ") + nik);
    }
}

TEST_CASE("what is asked of who was left is told again by states, by records and after a restart") {
    OwnDouble own;
    own.laptop.withdraw(own.holder);
    own.scene.send(own.laptop.seal());
    own.scene.reopen();
    own.laptop.ask = {{own.laptop.epoch, 1}};
    const auto reply = own.laptop.open(own.scene.send(own.laptop.seal()));
    REQUIRE(reply);
    REQUIRE(reply->states.at(0).except.size() == 1);
    CHECK(reply->states.at(0).except[0].verdict.code == "needs_correction");
    CHECK(reply->states.at(0).except[0].verdict.detail.find("reasons")->dump() ==
          R"(["NIK_GANDA"])");
    const auto records = own.laptop.fetch(reply->n + 1);
    REQUIRE(records);
    std::string told;
    for (const auto& record : records->records) {
        told += record.id == own.waiting ? record.code : "";
    }
    CHECK(told == "needs_correction");
}

TEST_CASE("what the office returned them for stays when they are left to a person") {
    OwnDouble own;
    own.scene.call(Json()
                       .set("call", "return")
                       .set("id", own.waiting.hex())
                       .set("reasons", Json::List{"NAMA_BEDA"})
                       .set("note", "lihat KTP"));
    own.laptop.withdraw(own.holder);
    const auto reply = own.laptop.open(own.scene.send(own.laptop.seal()));
    REQUIRE(reply);
    CHECK(reasons_on(*reply, 2, 1) == R"(["NAMA_BEDA","NIK_GANDA"])");
    CHECK(detail_on(*reply, 2, 1).text_at("note") == "lihat KTP");
}

TEST_CASE("of three with one NIK another village takes over, and the own one is left to a person") {
    ProvinceScene scene;
    Laptop here(scene, scene.invite(oenif));
    Laptop there(scene, scene.invite(otan));
    const auto holder = here.add(person(nik));
    scene.send(here.seal());
    const auto waiting = here.add(person(nik));
    scene.send(here.seal());
    const auto third = there.add(person(nik));
    scene.send(there.seal());
    here.withdraw(holder);
    scene.send(here.seal());
    CHECK(state_of(scene, third) == std::string("live ") + nik);
    CHECK(state_of(scene, waiting) == R"(disputed ["NIK_GANDA"])");
    CHECK(verdict_on(*there.fetch(2), 1, 2) == "accepted");

    here.correct(waiting, "pekerjaan", "nelayan");
    const auto reply = here.open(scene.send(here.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 4, 1) == "duplicate");
    CHECK(detail_on(*reply, 4, 1).text_at("village") == otan);
    CHECK_FALSE(detail_on(*reply, 4, 1).find("own"));
}

TEST_CASE("whoever waits is told anew when a NIK passes to one of their own village") {
    ProvinceScene scene;
    Laptop there(scene, scene.invite(otan));
    Laptop here(scene, scene.invite(oenif));
    const auto holder = there.add(person(nik));
    scene.send(there.seal());
    const auto first = here.add(person(nik));
    scene.send(here.seal());
    here.add(person(nik));
    scene.send(here.seal());
    there.withdraw(holder);
    scene.send(there.seal());
    const auto news = here.fetch(3);
    REQUIRE(news);
    CHECK(verdict_on(*news, 1, 2) == "accepted");
    CHECK(verdict_on(*news, 2, 1) == "duplicate");
    CHECK(detail_on(*news, 2, 1).boolean_at("own"));
    CHECK(detail_on(*news, 2, 1).text_at("id") == first.hex());
}

TEST_CASE("a promotion does not hide what the office asked") {
    ProvinceScene scene;
    Laptop there(scene, scene.invite(otan));
    Laptop here(scene, scene.invite(oenif));
    const auto holder = there.add(person(nik));
    scene.send(there.seal());
    const auto waiting = here.add(person(nik));
    scene.send(here.seal());
    scene.call(Json()
                   .set("call", "return")
                   .set("id", waiting.hex())
                   .set("reasons", Json::List{"NAMA_BEDA"}));
    there.withdraw(holder);
    scene.send(there.seal());
    const auto news = here.fetch(3);
    REQUIRE(news);
    CHECK(verdict_on(*news, 1, 2) == "needs_correction");
}

}  // namespace
}  // namespace lontar
