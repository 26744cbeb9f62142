#include "storage/register/copies/people_export.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "storage/model/entry.hpp"
#include "storage/model/sheet.hpp"
#include "storage/register/imports.hpp"
#include "storage/register/making.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/register.hpp"
#include "storage/register/saving.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "storage/sqlite/database.hpp"
#include "support/child.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

namespace {

/// A closed register with three people, one of them withdrawn.
struct ClosedRegister {
    RegisterScene scene;
    Path data = scene.folder / "data";
    Path file = scene.folder / "out";
    model::Answers first = scene.people.next();

    ClosedRegister() {
        scene.save(first);
        const auto second = scene.save_next();
        scene.save_next();
        scene.withdraw(second.id);
        scene.close();
    }
    /// As if a newer program had worked in it.
    void make_newer(std::string_view script) const {
        auto database =
            expect(sqlite::Database::open(data / "register.db", {.key = scene.key.view()}));
        expect(database->execute_script(script));
        expect(database->execute_script("PRAGMA user_version = 999"));
    }
    Result<ExportedPeople> take_out(const PeopleExport& wanted) {
        return export_people(scene.world(), data, scene.key, file, wanted);
    }
    [[nodiscard]] std::string text() const { return std::string(as_text(support::bytes_of(file))); }
};

std::size_t lines_of(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("everybody is taken out as a table that the import understands") {
    ClosedRegister closed;
    const auto before = support::hash_of_folder(closed.data);
    const auto exported = expect(closed.take_out({ExportForm::csv, false}));
    CHECK(exported.people == 3);
    CHECK(exported.withdrawn == 1);
    CHECK_FALSE(exported.is_from_newer);
    CHECK(support::hash_of_folder(closed.data) == before);
    const std::string text = closed.text();
    CHECK(text.starts_with("\xEF\xBB\xBFid,dicatat,ditarik,nik,nama,"));
    CHECK(lines_of(text) == 4);
    CHECK(text.find("'" + closed.first.at("nik")) != std::string::npos);
    CHECK(text.find(closed.first.at("nama")) != std::string::npos);
}

TEST_CASE("as lines, everybody is the bytes that were saved") {
    ClosedRegister closed;
    expect(closed.take_out({ExportForm::lines, false}));
    const std::string text = closed.text();
    CHECK(lines_of(text) == 3);
    const auto entry = model::parse_entry(text.substr(0, text.find('\n')));
    REQUIRE(entry);
    CHECK(entry->fields == closed.first);
}

TEST_CASE("somebody corrected is taken out as last written, an import taken back not at all") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    scene.correct(saved.id, "alamat", "Jalan Baru 7");
    const model::Answers imported = scene.people.next();
    const std::vector<ImportPerson> people{{1, imported, {}}};
    const auto report = expect(import_people(*scene, people, "a.csv", scene.officer, false));
    expect(undo_import(*scene, *report.id, scene.officer));
    scene.close();
    const auto exported = expect(export_people(scene.world(), scene.folder / "data", scene.key,
                                               scene.folder / "out", {ExportForm::csv, false}));
    CHECK(exported.people == 1);
    const std::string text(as_text(support::bytes_of(scene.folder / "out")));
    CHECK(text.find("Jalan Baru 7") != std::string::npos);
    CHECK(text.find(imported.at("nik")) == std::string::npos);
}

TEST_CASE(
    "a register of a newer program is refused, and its people are taken out by reading only") {
    ClosedRegister closed;
    closed.make_newer("ALTER TABLE revision ADD COLUMN photo BLOB; DROP TABLE draft;");
    const auto opened = open_register(closed.scene.world(), closed.data, closed.scene.key);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == "R-08");
    const auto before = support::hash_of_folder(closed.data);
    for (const bool is_sealed : {false, true}) {
        const auto exported = expect(closed.take_out({ExportForm::csv, is_sealed}));
        CHECK(exported.is_from_newer);
        CHECK(exported.people == 3);
        CHECK(support::hash_of_folder(closed.data) == before);
    }
}

TEST_CASE("a newer register whose program died keeps its log and what stands in it") {
    ClosedRegister closed;
    closed.make_newer("");
    support::in_child([&] {
        auto database = expect(
            sqlite::Database::open(closed.data / "register.db", {.key = closed.scene.key.view()}));
        expect(database->execute_script(
            "UPDATE revision SET travels = 0 WHERE number = (SELECT max(number) FROM revision "
            "WHERE type = 'registration')"));
        std::_Exit(0);
        return 0;
    });
    REQUIRE(std::filesystem::exists(closed.data / "register.db-wal"));
    const auto before = support::hash_of_folder(closed.data);
    CHECK(expect(closed.take_out({ExportForm::lines, false})).people == 2);
    CHECK(support::hash_of_folder(closed.data) == before);
}

TEST_CASE("a newer register that keeps people in another way is refused with a code of its own") {
    ClosedRegister closed;
    closed.make_newer("ALTER TABLE revision RENAME COLUMN line TO packed;");
    const auto refused = closed.take_out({ExportForm::csv, false});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::too_new);
    CHECK(refused.error().code == "R-23");
    CHECK_FALSE(std::filesystem::exists(closed.file));
}

TEST_CASE("answers this program does not know are taken out too") {
    ClosedRegister closed;
    closed.make_newer(
        "DROP TRIGGER revision_is_not_changed; UPDATE revision SET line = replace(line, "
        "'\"f\":{', '\"f\":{\"aaa_baru\":\"nilai baru\",') WHERE number = 1;");
    expect(closed.take_out({ExportForm::csv, false}));
    CHECK(closed.text().find("aaa_baru=nilai baru") != std::string::npos);
}

TEST_CASE("a sealed export opens with the recovery sheet, and names nobody") {
    ClosedRegister closed;
    expect(closed.take_out({ExportForm::lines, true}));
    CHECK(closed.text().find(closed.first.at("nama")) == std::string::npos);
    const auto header = expect(sealed::read_header_of(closed.file));
    CHECK(header.stanza_type == "lontar/export-v1");
    std::string plain;
    expect(sealed::open_stream(closed.file, closed.scene.making.sheet, 1 << 20,
                               [&](std::string_view piece) {
                                   plain += piece;
                                   return done();
                               }));
    CHECK(lines_of(plain) == 3);
}

TEST_CASE("nothing is taken out with a wrong key, or beside a program that works in the register") {
    ClosedRegister closed;
    const auto key = sealed::Secret::copy_of(std::string(32, 'x'));
    const auto wrong =
        export_people(closed.scene.world(), closed.data, key, closed.file, PeopleExport{});
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == "R-02");
    const auto lock = expect(lock_folder(closed.data));
    const auto busy = closed.take_out({});
    REQUIRE_FALSE(busy);
    CHECK(busy.error().code == "P-02");
    CHECK_FALSE(std::filesystem::exists(closed.file));
}

TEST_CASE("a copy of an earlier migration goes when the register is open again") {
    RegisterScene scene;
    scene.close();
    support::put_bytes(scene.folder / "data/register.db.before-0", Bytes{1, 2, 3});
    scene.reopen();
    CHECK_FALSE(std::filesystem::exists(scene.folder / "data/register.db.before-0"));
    CHECK(std::filesystem::exists(scene.folder / "data/register.db"));
}

}  // namespace lontar::storage
