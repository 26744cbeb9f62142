#include "sync/server/admin/calls.hpp"

#include <set>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "storage/sealed/code.hpp"
#include "storage/sealed/hash.hpp"
#include "sync/wire/members.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

using support::Laptop;
using support::oenif;
using support::person;
using support::ProvinceScene;
using support::verdict_on;

TEST_CASE("an activation names its village, its seats and its time, and is signed under the root") {
    ProvinceScene scene;
    const auto made = scene.call(Json()
                                     .set("call", "invite")
                                     .set("village", oenif)
                                     .set("uses", 3)
                                     .set("seats", Json().set("SG", 29)));
    const auto activation =
        wire::parse_activation(*made.text_at("text"), scene.province->manifest().root);
    REQUIRE(activation);
    CHECK(activation->village == oenif);
    CHECK(activation->village_name.find("Bokonusan") != std::string::npos);
    CHECK(activation->uses == 3);
    REQUIRE(activation->funders.size() == 1);
    CHECK(activation->funders[0].code == "SG");
    CHECK(activation->funders[0].seats == 29);
    CHECK(activation->expires == scene.clock.now() + std::chrono::days(180));
    REQUIRE(activation->code);
    CHECK(sealed::normalise_code(*activation->code));
    // The code stands in the file only.
    CHECK(scene.ask("SELECT count(*) FROM activation WHERE instr(code_hash, CAST('" +
                    *activation->code + "' AS BLOB)) > 0") == "0");
}

TEST_CASE("a village's name of 200 bytes stands in its activation, a longer one is not taken") {
    ProvinceScene scene;
    const auto invite = [&](std::size_t bytes, std::int64_t seats) {
        return scene.try_call(Json()
                                  .set("call", "invite")
                                  .set("village", oenif)
                                  .set("name", std::string(bytes, 'x'))
                                  .set("seats", Json().set("SG", seats)));
    };
    const auto made = invite(wire::max_name_bytes, wire::max_number);
    REQUIRE(made);
    const auto activation =
        wire::parse_activation(*made->text_at("text"), scene.province->manifest().root);
    REQUIRE(activation);
    CHECK(activation->village_name.size() == wire::max_name_bytes);
    const auto name = scene.ask("SELECT name FROM village");
    for (const auto& refused :
         {invite(wire::max_name_bytes + 1, 1), invite(1, wire::max_number + 1)}) {
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == ErrorKind::invalid_input);
        CHECK(refused.error().code == "V-08");
    }
    CHECK(scene.ask("SELECT name FROM village") == name);
}

TEST_CASE("a code that opens the register is not in the file, serves once and for 14 days") {
    ProvinceScene scene;
    const auto made = scene.call(Json()
                                     .set("call", "invite")
                                     .set("village", oenif)
                                     .set("uses", 5)
                                     .set("with_register", true));
    const auto activation =
        wire::parse_activation(*made.text_at("text"), scene.province->manifest().root);
    REQUIRE(activation);
    CHECK_FALSE(activation->code);
    CHECK(activation->with_register);
    CHECK(activation->uses == 1);
    CHECK(activation->expires == scene.clock.now() + std::chrono::days(14));
    // As it is read out by telephone: with hyphens, and an O for a zero.
    Laptop laptop(scene, oenif, made.text_at("code"));
    CHECK(scene.send(laptop.seal()).status == 200);
}

TEST_CASE("an unknown village is not invited without a name") {
    ProvinceScene scene;
    const auto invite = [&](const std::string& village) {
        return scene.try_call(Json().set("call", "invite").set("village", village));
    };
    CHECK(invite("5301019999").error().code == "V-05");
    CHECK(invite("53010").error().code == "V-05");
    CHECK(invite("").error().code == "V-05");
    CHECK(scene.try_call(
        Json().set("call", "invite").set("village", "5301019999").set("name", "Desa Baru")));
}

TEST_CASE("a device is named by enough of its digits, and by no others") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    scene.send(laptop.seal());
    const auto revoke = [&](const std::string& digits) {
        return scene.try_call(Json().set("call", "revoke").set("device", digits));
    };
    CHECK(revoke("").error().code == "V-06");
    CHECK(revoke(laptop.id().hex().substr(0, 5)).error().code == "V-06");
    CHECK(revoke(std::string(64, '0')).error().code == "V-06");
    CHECK(revoke("zzzzzz").error().code == "V-06");
    CHECK(revoke(laptop.id().hex() + "00").error().code == "V-06");
    const auto done = revoke(laptop.id().hex().substr(0, 6));
    REQUIRE(done);
    CHECK(done->boolean_at("changed"));
    CHECK_FALSE(revoke(laptop.id().hex())->boolean_at("changed", true));
}

TEST_CASE("who sends a returned person again after a restore is told the note too") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto id = laptop.add(person("5301010101800001"));
    const auto batch = laptop.next_batch();
    scene.send(laptop.seal_batch(batch));
    scene.call(Json()
                   .set("call", "return")
                   .set("id", id.hex())
                   .set("reasons", Json::List{"BERKAS"})
                   .set("note", "KK terbaca sebagian"));
    laptop.begin_epoch("restore");
    laptop.add_line(batch.lines.front());
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    REQUIRE(verdict_on(*reply, 1, 2) == "needs_correction");
    CHECK(reply->verdicts.front().except.front().detail.text_at("note") == "KK terbaca sebagian");
}

TEST_CASE("a note as long as travels is sent with a return, and one byte more is not taken") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto id = laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());
    const auto send_back = [&](const std::string& note) {
        return scene.try_call(Json()
                                  .set("call", "return")
                                  .set("id", id.hex())
                                  .set("reasons", Json::List{"BERKAS"})
                                  .set("note", note));
    };
    CHECK(send_back(std::string(wire::max_notice_bytes + 1, 'x')).error().code == "V-08");
    CHECK(scene.count("returned") == 0);
    REQUIRE(send_back(std::string(wire::max_notice_bytes - 3, 'x')));
    CHECK(laptop.fetch(2)->verdicts.front().except.front().detail.text_at("note")->size() ==
          wire::max_notice_bytes - 3);
    // With what was said before, and what joins both.
    CHECK(send_back("yy").error().code == "V-08");
    REQUIRE(send_back("y"));
    CHECK(laptop.fetch(3)->verdicts.front().except.front().detail.text_at("note")->size() ==
          wire::max_notice_bytes);
}

TEST_CASE("a second return tells the village what the first asked for as well") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto id = laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());
    const auto send_back = [&](const Json::List& reasons, const std::string& note) {
        Json request = Json().set("call", "return").set("id", id.hex()).set("reasons", reasons);
        scene.call(note.empty() ? request : request.set("note", note));
    };
    const auto told = [&](std::int64_t n) {
        const auto reply = laptop.fetch(n);
        REQUIRE(reply);
        return reply->verdicts.front().except.front().detail;
    };
    send_back({"BERKAS"}, "KK kabur");
    send_back({"USIA", "BERKAS"}, "umur belum jelas");
    CHECK(told(3).dump() == R"({"note":"KK kabur; umur belum jelas","reasons":["BERKAS","USIA"]})");
    send_back({"USIA"}, "umur belum jelas");  // the same said again
    send_back({"USIA"}, "");
    CHECK(told(5).dump() == told(3).dump());

    laptop.correct(id, "rt", "1");
    scene.send(laptop.seal());
    send_back({"USIA"}, "baru");
    CHECK(told(7).dump() == R"({"note":"baru","reasons":["USIA"]})");
}

TEST_CASE("only a known reason returns a registration, and only one that stands") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto id = laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());
    const auto send_back = [&](const std::string& digits, const Json::List& reasons) {
        return scene.try_call(
            Json().set("call", "return").set("id", digits).set("reasons", reasons));
    };
    CHECK(send_back(id.hex(), {"WRONG"}).error().code == "V-08");
    CHECK(send_back(id.hex(), {}).error().code == "V-08");
    CHECK(send_back(std::string(32, 'f'), {"BERKAS"}).error().code == "V-07");
    CHECK_FALSE(laptop.fetch(2));
    laptop.withdraw(id);
    scene.send(laptop.seal());
    CHECK(send_back(id.hex(), {"BERKAS"}).error().code == "V-16");
}

TEST_CASE(
    "a return of a registration that two laptops wrote reaches both, and one correction clears it "
    "for both") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop one(scene, activation);
    Laptop two(scene, scene.invite_with_register(oenif));
    const auto id = one.add(person("5301010101800001"));
    scene.send(one.seal());
    scene.send(two.seal());  // one's n = 2 tells of the new laptop
    one.share(id, two);
    one.correct(id, "rt", "1");
    two.correct(id, "rw", "2");
    scene.send(one.seal());
    scene.send(two.seal());

    scene.call(
        Json().set("call", "return").set("id", id.hex()).set("reasons", Json::List{"BERKAS"}));
    REQUIRE(one.fetch(4));  // what the two edits came to
    CHECK(one.fetch(4)->records.size() == 4);
    REQUIRE(one.fetch(5));
    CHECK(verdict_on(*one.fetch(5), 2, 1) == "needs_correction");
    REQUIRE(two.fetch(4));
    CHECK(verdict_on(*two.fetch(4), 2, 1) == "needs_correction");

    two.correct(id, "pekerjaan", "nelayan");
    scene.send(two.seal());
    REQUIRE(one.fetch(6));
    CHECK(verdict_on(*one.fetch(6), 2, 1) == "accepted");
}

TEST_CASE("every revision is told with its content hash, page by page and in order") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    std::set<std::string> expected;
    for (int batch = 0; batch < 7; ++batch) {
        for (int i = 0; i < 100; ++i) {
            laptop.add(person("5301010101" + std::to_string(800000 + batch * 100 + i)));
        }
        const auto next = laptop.next_batch();
        for (const auto& line : next.lines) {
            expected.insert(sealed::sha256(as_bytes(line)).hex());
        }
        REQUIRE(scene.send(laptop.seal_batch(next)).status == 200);
    }
    std::set<std::string> found;
    Json next = Json().set("call", "revisions");
    int pages = 0;
    for (;;) {
        const auto page = scene.call(next);
        const auto& rows = *page.find("rows")->list();
        if (rows.empty()) {
            break;
        }
        ++pages;
        for (const auto& row : rows) {
            CHECK(row.text_at("content")->starts_with(*row.text_at("rev")));
            found.insert(*row.text_at("content"));
        }
        next.set("id", *rows.back().text_at("id")).set("rev", *rows.back().text_at("rev"));
    }
    CHECK(pages == 2);
    CHECK(found == expected);
}

TEST_CASE("verify finds a line, a file and an audit row that were changed behind the program") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());
    const auto verify = [&] { return scene.try_call(Json().set("call", "verify")); };
    const auto change = [&](std::string_view sql) {
        REQUIRE(scene.province->database().execute_script(sql));
    };
    REQUIRE(verify());

    change("UPDATE revision SET line = replace(line, 'petani', 'nelayan')");
    CHECK(verify().error().code == "V-15");
    change("UPDATE revision SET line = replace(line, 'nelayan', 'petani')");
    CHECK(verify());
    change("UPDATE batch SET bytes = CAST(bytes || x'00' AS BLOB)");
    CHECK(verify().error().code == "V-15");
    change("UPDATE batch SET bytes = substr(bytes, 1, length(bytes) - 1)");
    CHECK(verify());
    change("UPDATE audit SET object = object || 'x' WHERE audit_id = 2");
    CHECK(verify().error().code == "V-15");
    change("UPDATE audit SET object = substr(object, 1, length(object) - 1) WHERE audit_id = 2");
    CHECK(verify());
    change("DELETE FROM audit WHERE audit_id = 1");
    CHECK(verify().error().code == "V-15");
}

TEST_CASE("what is asked in a wrong way is refused without a change") {
    ProvinceScene scene;
    CHECK(scene.try_call(Json()).error().code == "V-08");
    CHECK(scene.try_call(Json().set("call", "drop")).error().code == "V-08");
    CHECK(scene.try_call(Json().set("call", "ingest")).has_value());
    CHECK(scene.try_call(Json().set("call", "ingest").set("file", "!")).error().code == "V-08");
    CHECK(scene.try_call(Json().set("call", "backup").set("path", "relative")).error().code ==
          "V-08");
}

}  // namespace
}  // namespace lontar
