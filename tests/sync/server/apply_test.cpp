#include "sync/server/apply.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "storage/base/json.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/history.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

using support::Laptop;
using support::oenif;
using support::otan;
using support::person;
using support::ProvinceScene;
using support::verdict_on;

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
    Laptop two(scene, scene.invite_with_register(oenif));
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
    Laptop two(scene, scene.invite_with_register(oenif));
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

TEST_CASE("an edit too many side by side is held for a check, and the others stand") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop one(scene, activation);
    const auto id = one.add(person("5301010101800001"));
    const Rev base = one.known.at(id).rev;
    scene.send(one.seal());
    const auto before = one.known.at(id).fields;
    for (std::size_t i = 0; i <= server::max_merged_heads; ++i) {
        one.known.at(id).fields = before;
        one.correct(id, "isian" + std::to_string(i), "x", base);
    }
    const auto reply = one.open(scene.send(one.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 2, 16) == "accepted");
    CHECK(verdict_on(*reply, 2, 17) == "held check");
    CHECK(scene.count("held") == 1);
    const auto rows = scene.call(Json().set("call", "registrations"));
    const auto fields = *rows.find("rows")->list()->at(0).find("fields");
    CHECK(fields.text_at("isian15") == "x");
    CHECK_FALSE(fields.text_at("isian16"));
    CHECK_NOTHROW(scene.call(Json().set("call", "verify")));
}

TEST_CASE("a thousand edits on one base keep the province's tables small") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto id = laptop.add(person("5301010101800001"));
    const Rev base = laptop.known.at(id).rev;
    scene.send(laptop.seal());
    const auto before = laptop.known.at(id).fields;
    for (int batch = 0; batch < 10; ++batch) {
        for (int i = 0; i < 100; ++i) {
            laptop.known.at(id).fields = before;
            laptop.correct(id, "isian" + std::to_string(batch * 100 + i), "x", base);
        }
        REQUIRE(scene.send(laptop.seal()).status == 200);
    }
    const auto bytes = scene.ask("SELECT sum(length(line)) FROM revision");
    CHECK(std::stoi(bytes) < 1'000'000);
    CHECK(scene.count("held") == 1'000 - static_cast<std::int64_t>(server::max_merged_heads));
}

/// Spoils a stored row as a bad disk or a wrong hand would.
void spoil(ProvinceScene& scene, const std::string& sql) {
    const auto done = sqlite::run_query(scene.province->database(), sql, [](const auto&) {});
    REQUIRE(done);
}

TEST_CASE("a row that cannot be read holds its own entries and no other's") {
    const std::string what = GENERATE(
        std::string("UPDATE registration SET fields = '{' WHERE nik = '5301010101800001'"),
        std::string("UPDATE registration SET fields = '{\"nik\":7}' WHERE nik = "
                    "'5301010101800001'"),
        std::string("UPDATE registration SET heads = '[' WHERE nik = '5301010101800001'"),
        std::string("UPDATE revision SET line = '{' WHERE instr(line, '5301010101800001')"),
        std::string("UPDATE revision SET line = replace(line, 'petani', 'ojek') WHERE instr(line, "
                    "'5301010101800001')"),
        std::string("UPDATE registration SET heads = '[\"000102030405060708090a0b0c0d0e0f\"]' "
                    "WHERE nik = '5301010101800001'"));
    CAPTURE(what);
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto spoiled = laptop.add(person("5301010101800001"));
    const auto other = laptop.add(person("5301010101800002"));
    const auto first = laptop.next_batch();
    scene.send(laptop.seal_batch(first));
    spoil(scene, what);

    laptop.correct(spoiled, "alamat", "Dusun 2");
    laptop.correct(other, "alamat", "Dusun 3");
    laptop.add(person("5301010101800003"));
    laptop.add_line(first.lines.front());
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 2, 1) == "held check");
    CHECK(verdict_on(*reply, 2, 2) == "accepted");
    CHECK(verdict_on(*reply, 2, 3) == "accepted");
    CHECK(verdict_on(*reply, 2, 4) == "held check");
    CHECK(scene.ask("SELECT json_extract(fields, '$.alamat') FROM registration WHERE nik = "
                    "'5301010101800002'") == "Dusun 3");
    CHECK(scene.ask("SELECT object FROM audit WHERE action = 'unreadable'") == spoiled.hex());
    // Its line is kept, and a laptop that asks what is here is answered.
    CHECK(scene.ask("SELECT count(*) FROM revision WHERE state = 'held'") == "1");
    laptop.ask = {{laptop.epoch, laptop.seq}};
    CHECK(laptop.open(scene.send(laptop.seal())));
}

TEST_CASE("when a row can be read again, what it held is applied with the next change") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto id = laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());
    const auto good = scene.ask("SELECT heads FROM registration");
    spoil(scene, "UPDATE registration SET heads = '['");
    laptop.correct(id, "alamat", "Dusun 2");
    CHECK(verdict_on(*laptop.open(scene.send(laptop.seal())), 2, 1) == "held check");

    spoil(scene, "UPDATE registration SET heads = '" + good + "'");
    laptop.correct(id, "pekerjaan", "nelayan");
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 2, 1) == "accepted");
    CHECK(verdict_on(*reply, 3, 1) == "accepted");
    CHECK(scene.ask("SELECT json_extract(fields, '$.pekerjaan') FROM registration") == "nelayan");
}

TEST_CASE("a line that was altered while it waited for its base is never applied") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    scene.send(laptop.seal());
    const auto id = laptop.add(person("5301010101800001"));
    const Bytes base = laptop.seal();
    laptop.correct(id, "pekerjaan", "nelayan");
    CHECK(verdict_on(*laptop.open(scene.send(laptop.seal())), 3, 1) == "held base_missing");
    spoil(scene, "UPDATE revision SET line = replace(line, 'nelayan', 'ojek')");
    CHECK(verdict_on(*laptop.open(scene.send(base)), 2, 1) == "held check");
    CHECK(scene.count("registrations") == 0);
}

TEST_CASE("a NIK passes on in the very batch that has a line for an unreadable registration") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto holder = laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());
    const auto waiting = laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());
    spoil(scene, "UPDATE registration SET heads = '[' WHERE state = 'disputed'");
    laptop.withdraw(holder);
    laptop.correct(waiting, "alamat", "Dusun 2");
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 3, 1) == "accepted");
    CHECK(verdict_on(*reply, 3, 2) == "held check");
    // It was of the same village, so a person has to save it again.
    CHECK(scene.ask("SELECT state || returned FROM registration WHERE registration_id = unhex('" +
                    waiting.hex() + "')") == R"(disputed["NIK_GANDA"])");
}

TEST_CASE("a NIK passes on also to a registration of which a row cannot be read") {
    ProvinceScene scene;
    Laptop first(scene, scene.invite(oenif));
    Laptop second(scene, scene.invite(otan));
    const auto holder = first.add(person("5301010101800001"));
    scene.send(first.seal());
    const auto waiting = second.add(person("5301010101800001"));
    scene.send(second.seal());
    spoil(scene, "UPDATE registration SET heads = '[' WHERE state = 'disputed'");
    first.withdraw(holder);
    CHECK(verdict_on(*first.open(scene.send(first.seal())), 2, 1) == "accepted");
    CHECK(scene.ask("SELECT state FROM registration WHERE registration_id = unhex('" +
                    waiting.hex() + "')") == "live");
}

model::Answers born_on(const std::string& date, const std::string& nik = "5301010101800001") {
    auto fields = person(nik);
    fields["tanggal_lahir"] = date;
    return fields;
}

// The clock of the scene stands on 2026-11-22.
TEST_CASE("who is under 17, 65 or not yet born is kept, and needs correction for the age") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    for (const char* date : {"2009-11-22", "2009-11-23", "1961-11-23", "1961-11-22", "2027-01-01",
                             "not known", "1985-08-12"}) {
        laptop.add(born_on(date, "53010101018000" + std::to_string(10 + laptop.known.size())));
    }
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    std::string verdicts;
    for (std::int64_t line = 2; line <= 8; ++line) {
        verdicts += verdict_on(*reply, 1, line) + " ";
    }
    CHECK(
        verdicts ==
        "accepted needs_correction accepted needs_correction needs_correction accepted accepted ");
    CHECK(reply->verdicts.at(0).except.at(0).detail.find("reasons")->dump() == R"(["USIA"])");
    CHECK(scene.count("registrations") == 7);
    CHECK(scene.count("returned") == 3);
}

TEST_CASE("who is returned for the age claims no NIK until the date is corrected") {
    ProvinceScene scene;
    Laptop one(scene, scene.invite(oenif));
    Laptop two(scene, scene.invite(otan));
    const auto child = one.add(born_on("2015-08-12"));
    CHECK(verdict_on(*one.open(scene.send(one.seal())), 1, 2) == "needs_correction");
    const auto grown = two.add(born_on("1980-01-01"));
    CHECK(verdict_on(*two.open(scene.send(two.seal())), 1, 2) == "accepted");

    // Another answer does not make the age right; sent again, it is told again.
    one.correct(child, "alamat", "Dusun 2");
    CHECK(verdict_on(*one.open(scene.send(one.seal())), 2, 1) == "needs_correction");
    two.withdraw(grown);
    scene.send(two.seal());
    one.correct(child, "tanggal_lahir", "1980-08-12");
    CHECK(verdict_on(*one.open(scene.send(one.seal())), 3, 1) == "accepted");
    CHECK(scene.count("returned") == 0);
    CHECK(scene.ask("SELECT count(*) FROM registration WHERE nik IS NOT NULL AND state = 'live'") ==
          "1");
}

TEST_CASE("a returned age is told again to a laptop that begins anew") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(born_on("2015-08-12"));
    const auto batch = laptop.next_batch();
    scene.send(laptop.seal_batch(batch));
    laptop.begin_epoch("restore");
    for (const auto& line : batch.lines) {
        laptop.add_line(line);
    }
    CHECK(verdict_on(*laptop.open(scene.send(laptop.seal())), 1, 2) == "needs_correction");
}

TEST_CASE("an age is judged on the day of the batch, and never again because time went by") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto id = laptop.add(born_on("1961-11-23"));  // 65 tomorrow
    auto batch = laptop.next_batch();
    scene.clock.pass(std::chrono::hours(48));
    CHECK(verdict_on(*laptop.open(scene.send(laptop.seal_batch(batch))), 1, 2) == "accepted");
    laptop.correct(id, "alamat", "Dusun 2");
    CHECK(verdict_on(*laptop.open(scene.send(laptop.seal())), 2, 1) == "accepted");
}

TEST_CASE("the province's own day counts when the laptop's clock was uncertain or far ahead") {
    const auto verdict = [](bool uncertain, std::chrono::hours ahead, const char* date) {
        ProvinceScene scene;
        Laptop laptop(scene, scene.invite(oenif));
        laptop.add(born_on(date));
        auto batch = laptop.next_batch();
        batch.uncertain = uncertain;
        batch.at = batch.at + ahead;
        return verdict_on(*laptop.open(scene.send(laptop.seal_batch(batch))), 1, 2);
    };
    const std::chrono::hours years{24 * 365 * 14};
    // 68 today, 54 by a dead clock.
    CHECK(verdict(true, -years, "1958-08-12") == "needs_correction");
    CHECK(verdict(false, -years, "1958-08-12") == "accepted");
    // 52 today, 66 by a clock far ahead.
    CHECK(verdict(false, years, "1974-08-12") == "accepted");
    CHECK(verdict(true, years, "1974-08-12") == "accepted");
}

}  // namespace
}  // namespace lontar
