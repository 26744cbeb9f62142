#include "sync/server/backup.hpp"

#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "storage/sealed/hash.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

using support::Laptop;
using support::oenif;
using support::passphrase;
using support::person;
using support::ProvinceScene;
using support::verdict_on;

Path backed_up(ProvinceScene& scene) {
    Path file = scene.folder / "province.backup.age";
    scene.call(Json().set("call", "backup").set("path", to_utf8(file)));
    return file;
}

/// In place of the province, whose machine is lost.
void put_back(ProvinceScene& scene, const Path& file) {
    scene.province.reset();
    std::filesystem::remove_all(scene.folder / "data");
    REQUIRE(server::restore_backup(scene.world, file, scene.folder / "data",
                                   scene.folder / "secrets", passphrase()));
    scene.reopen();
}

TEST_CASE("a restored province asks for what it lost, and every laptop's replies begin anew") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    const std::int64_t first_gen = scene.clock.now().seconds;
    laptop.gen = first_gen;
    scene.send(laptop.seal());
    const Path file = scene.folder / "province.backup.age";
    const auto made = scene.call(Json().set("call", "backup").set("path", to_utf8(file)));
    CHECK(made.integer_at("registrations") == 1);
    laptop.add(person("5301010101800002"));
    const Bytes after_backup = laptop.seal();
    REQUIRE(scene.send(after_backup).status == 200);
    laptop.ack = 2;
    // The machine is lost.
    scene.province.reset();
    std::filesystem::rename(scene.folder / "data", scene.folder / "lost");
    scene.clock.pass(std::chrono::hours(1));

    const auto wrong = sealed::Secret::copy_of(std::string_view("another passphrase entirely"));
    CHECK(server::restore_backup(scene.world, file, scene.folder / "data", scene.folder / "secrets",
                                 wrong)
              .error()
              .code == "K-02");
    REQUIRE(server::restore_backup(scene.world, file, scene.folder / "data",
                                   scene.folder / "secrets", passphrase()));
    scene.reopen();
    CHECK(scene.count("registrations") == 1);
    // Renewed by the root, with a number that tells what was said before.
    const auto& manifest = scene.province->manifest();
    CHECK(manifest.number >= scene.clock.now().seconds);
    CHECK(wire::parse_manifest(manifest.text(), manifest.root));
    // A laptop that has nothing to send asks on where it stood.
    const auto told = laptop.fetch(laptop.ack + 1, first_gen);
    REQUIRE(told);
    CHECK(told->gen > first_gen);
    CHECK(told->n == 1);
    CHECK(told->have.upto == 1);
    laptop.add(person("5301010101800003"));
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    CHECK(reply->gen == told->gen);
    CHECK(reply->n == 2);
    CHECK(reply->have.upto == 1);
    CHECK(reply->have.missing == std::vector<std::int64_t>{2});
    REQUIRE(scene.send(after_backup).status == 200);
    CHECK(scene.count("registrations") == 3);
    CHECK(scene.try_call(Json().set("call", "verify")));
}

TEST_CASE("restored twice to one backup in a second, its generations differ") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.gen = scene.clock.now().seconds;
    scene.send(laptop.seal());
    const Path file = backed_up(scene);
    const auto restore = [&] {
        put_back(scene, file);
        const auto told = laptop.fetch(2, laptop.gen);
        REQUIRE(told);
        return told->gen;
    };
    const auto first = restore();
    CHECK(restore() != first);
    scene.clock.set(scene.clock.now() + std::chrono::hours(-24));
    const auto behind = restore();
    CHECK(behind > laptop.gen);
    CHECK(restore() != behind);
}

TEST_CASE("a return that nobody fetched before the restore comes, and is told once more after it") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.gen = scene.clock.now().seconds;
    const auto maria = laptop.add(person("5301010101800001"));
    scene.send(laptop.seal());
    scene.call(Json()
                   .set("call", "return")
                   .set("id", maria.hex())
                   .set("reasons", Json::List{"BERKAS"})
                   .set("note", "KTP tidak terbaca"));
    put_back(scene, backed_up(scene));

    const auto returned = laptop.fetch(2, laptop.gen);
    REQUIRE(returned);
    CHECK(verdict_on(*returned, 1, 2) == "needs_correction");
    const auto told = laptop.fetch(3, laptop.gen);
    REQUIRE(told);
    CHECK(told->gen > laptop.gen);
    REQUIRE(told->states.size() == 1);
    REQUIRE(told->states[0].except.size() == 1);
    const auto& verdict = told->states[0].except[0].verdict;
    CHECK(verdict.code == "needs_correction");
    CHECK(verdict.detail.text_at("note") == "KTP tidak terbaca");
}

/// One corrected somebody; the other sent what a backup of that register had, and did not fetch the
/// record that it was answered with.
struct UnfetchedRecord {
    ProvinceScene scene;
    wire::Activation activation = scene.invite(oenif, 2);
    Laptop one{scene, activation};
    Laptop two{scene, activation};
    Rev stands;

    UnfetchedRecord() {
        const auto maria = one.add(person("5301010101800001"));
        const auto first = one.next_batch();
        scene.send(one.seal_batch(first));
        stands = one.correct(maria, "alamat", "RT 9");
        scene.send(one.seal());
        two.add_line(first.lines.front());
        two.ask = {{two.epoch, 1}};
        const auto answer = two.open(scene.send(two.seal()));
        REQUIRE(answer);
        REQUIRE(answer->records.empty());
        two.gen = answer->gen;
        two.ack = answer->n;
    }
    /// By a reply of the generation in which the province counts now.
    bool is_told() {
        bool told = false;
        for (std::int64_t n = 1; const auto reply = two.fetch(n); ++n) {
            for (const auto& record : reply->records) {
                told = told || sealed::rev_of(record.line) == stands;
            }
        }
        return told;
    }
};

TEST_CASE("a record that nobody fetched before the restore is told again after it") {
    UnfetchedRecord before;
    put_back(before.scene, backed_up(before.scene));
    CHECK_FALSE(before.is_told());
    before.scene.call(Json().set("call", "confirm"));
    CHECK(before.is_told());
}

TEST_CASE("a record that nobody fetched is told again by a province put back by hand") {
    UnfetchedRecord before;
    before.two.ack = 9;  // of replies that the database in use now never gave
    REQUIRE(before.two.open(before.scene.send(before.two.seal())));
    CHECK(before.is_told());
}

TEST_CASE("a revoked laptop hears of a restore, and what waited in quarantine comes again") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.gen = scene.clock.now().seconds;
    scene.send(laptop.seal());
    const std::string device = laptop.id().hex();
    scene.call(Json().set("call", "revoke").set("device", device));
    const Path file = backed_up(scene);
    laptop.add(person("5301010101800001"));
    const Bytes waiting = laptop.seal();
    scene.send(waiting);
    put_back(scene, file);

    const auto told = laptop.fetch(3, laptop.gen);

    REQUIRE(told);
    CHECK(told->have.upto == 1);
    CHECK(told->states.empty());
    CHECK_FALSE(told->sum);
    REQUIRE(scene.send(waiting).status == 200);
    CHECK(scene.count("quarantined") == 1);
}

TEST_CASE(
    "a backup that is cut, changed or of another province is not restored, and leaves no "
    "province") {
    ProvinceScene scene;
    const Path file = scene.folder / "b.age";
    scene.call(Json().set("call", "backup").set("path", to_utf8(file)));
    const Bytes whole = support::bytes_of(file);
    const auto restore = [&](ByteView bytes) {
        support::put_bytes(scene.folder / "c.age", bytes);
        return server::restore_backup(scene.world, scene.folder / "c.age", scene.folder / "new",
                                      scene.folder / "secrets", passphrase());
    };
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{300}, whole.size() / 2, whole.size() - 1}) {
        CHECK_FALSE(restore(ByteView(whole).first(size)));
        CHECK_FALSE(std::filesystem::exists(scene.folder / "new" / "province.db"));
    }
    Bytes changed = whole;
    changed[whole.size() / 2] ^= 1U;
    CHECK_FALSE(restore(changed));
    ProvinceScene other(2);
    other.call(Json().set("call", "backup").set("path", to_utf8(scene.folder / "other.age")));
    CHECK_FALSE(restore(support::bytes_of(scene.folder / "other.age")));
    CHECK_FALSE(std::filesystem::exists(scene.folder / "new" / "province.db"));
    CHECK(restore(whole));
}

}  // namespace
}  // namespace lontar
