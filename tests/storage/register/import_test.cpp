#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/standing.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/imports.hpp"
#include "storage/register/people.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/status.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

namespace {

std::vector<ImportPerson> sheet_of(const std::vector<model::Answers>& people) {
    std::vector<ImportPerson> sheet;
    sheet.reserve(people.size());
    for (const auto& answers : people) {
        sheet.push_back({static_cast<std::int64_t>(sheet.size()) + 2, answers, {}});
    }
    return sheet;
}

ImportReport import_sheet(RegisterScene& scene, const std::vector<ImportPerson>& sheet,
                          bool dry_run = false) {
    return expect(import_people(*scene, sheet, "warga.csv", scene.officer, dry_run));
}

std::int64_t count(const ImportReport& report, ImportRowResult result) {
    return std::ranges::count(report.rows, result, &ImportRow::result);
}

}  // namespace

TEST_CASE("a file of people goes in and is listed") {
    RegisterScene scene;
    const auto report = import_sheet(scene, sheet_of(scene.people.make(20)));
    CHECK(count(report, ImportRowResult::imported) == 20);
    REQUIRE(report.id);
    CHECK(scene.counters() == model::Counters{.waiting = 20});
    const auto imports = expect(list_imports(*scene));
    REQUIRE(imports.size() == 1);
    CHECK(imports[0].id == *report.id);
    CHECK(imports[0].people == 20);
    CHECK(imports[0].file_name == "warga.csv");
    CHECK(imports[0].can_be_undone);
}

TEST_CASE("a dry run tells the same and keeps nothing") {
    RegisterScene scene;
    auto people = scene.people.make(5);
    people.push_back(people[1]);
    people[3]["nik"] = "99";
    const auto sheet = sheet_of(people);
    const auto told = import_sheet(scene, sheet, true);
    CHECK_FALSE(told.id);
    CHECK(scene.counters().entered() == 0);
    CHECK(expect(list_imports(*scene)).empty());
    const auto done = import_sheet(scene, sheet);
    REQUIRE(told.rows.size() == done.rows.size());
    for (std::size_t i = 0; i < told.rows.size(); ++i) {
        CHECK(told.rows[i].row == done.rows[i].row);
        CHECK(told.rows[i].result == done.rows[i].result);
        CHECK(told.rows[i].findings == done.rows[i].findings);
    }
}

TEST_CASE("a repeated row and a person who is there are already there, not a problem") {
    RegisterScene scene;
    auto people = scene.people.make(3);
    scene.save(people[0]);
    people.push_back(people[1]);
    const auto report = import_sheet(scene, sheet_of(people));
    CHECK(report.rows[0].result == ImportRowResult::already_there);
    CHECK(report.rows[1].result == ImportRowResult::imported);
    CHECK(report.rows[2].result == ImportRowResult::imported);
    CHECK(report.rows[3].result == ImportRowResult::already_there);
    CHECK_FALSE(model::has_errors(report.rows[3].findings));
    CHECK(scene.counters().entered() == 3);
}

TEST_CASE("rows with errors are refused and the good ones go in") {
    RegisterScene scene;
    auto people = scene.people.make(3);
    people[1].erase("nama");
    auto sheet = sheet_of(people);
    sheet[2].answers.erase("nik");
    sheet[2].findings.push_back({model::Severity::error, "nik_number_cell", "nik"});
    const auto report = import_sheet(scene, sheet);
    CHECK(report.rows[0].result == ImportRowResult::imported);
    CHECK(report.rows[1].result == ImportRowResult::refused);
    CHECK(report.rows[2].result == ImportRowResult::refused);
    // The cell says it; that the NIK is missing is not said beside it.
    CHECK(std::ranges::count(report.rows[2].findings, std::string("nik"), &model::Finding::field) ==
          1);
    CHECK(scene.counters().entered() == 1);
}

TEST_CASE("a NIK of another person is refused on import") {
    RegisterScene scene;
    auto people = scene.people.make(2);
    people[1]["nik"] = people[0]["nik"];
    people[1]["tanggal_lahir"] = people[0]["tanggal_lahir"];
    people[1]["jenis_kelamin"] = people[0]["jenis_kelamin"];
    const auto report = import_sheet(scene, sheet_of(people));
    CHECK(report.rows[1].result == ImportRowResult::refused);
    CHECK(std::ranges::find(report.rows[1].findings, "nik_used_by_other", &model::Finding::code) !=
          report.rows[1].findings.end());
}

TEST_CASE(
    "people imported with warnings go in with a reason and are listed until somebody looked at "
    "them") {
    RegisterScene scene;
    auto people = scene.people.make(3);
    people[0]["penghasilan"] = "20000000";
    auto likely = people[1];
    likely["nik"].back() = likely["nik"].back() == '1' ? '2' : '1';
    people.push_back(likely);
    const auto report = import_sheet(scene, sheet_of(people));
    CHECK(count(report, ImportRowResult::imported) == 4);
    CHECK(std::ranges::find(report.rows[3].findings, "likely_duplicate", &model::Finding::code) !=
          report.rows[3].findings.end());
    CHECK(expect(find_status(*scene)).to_check == 2);

    PeopleFilter filter;
    filter.to_check = true;
    const auto lines = expect(list_people(*scene, filter));
    REQUIRE(lines.size() == 2);
    CHECK(expect(find_registration(*scene, lines[0].id)).revisions[0].why == "dari_impor");
    expect(mark_checked(*scene, lines[0].id, scene.officer));
    scene.correct(lines[1].id, "alamat", "Jalan Baru 7");
    CHECK(expect(find_status(*scene)).to_check == 0);
    CHECK(expect(count_people(*scene, filter)) == 0);
}

TEST_CASE("a notice that no sheet can tell of does not put everybody on the list to check") {
    RegisterScene scene;
    auto people = scene.people.make(2);
    for (auto& answers : people) {
        answers.erase("pemberitahuan_tanggal");
        answers.erase("pemberitahuan_cara");
    }
    people[1]["penghasilan"] = "20000000";
    import_sheet(scene, sheet_of(people));
    CHECK(expect(find_status(*scene)).to_check == 1);
    const auto plain =
        expect(find_registration(*scene, expect(find_person(*scene, people[0].at("nik")))));
    CHECK_FALSE(plain.to_check);
    CHECK(plain.revisions[0].why == "dari_impor");
    CHECK(expect(find_registration(*scene, expect(find_person(*scene, people[1].at("nik")))))
              .to_check);
}

TEST_CASE("an import can be taken back until some of it is sealed") {
    RegisterScene scene;
    scene.save_next();
    const auto people = scene.people.make(10);
    const auto report = import_sheet(scene, sheet_of(people));
    const auto line = expect(list_people(*scene, {})).front();

    SECTION("its people are counted, found, searched and sealed no more") {
        CHECK(expect(undo_import(*scene, *report.id, scene.officer)) == 10);
        CHECK(scene.counters() == model::Counters{.waiting = 1});
        CHECK(expect(list_people(*scene, {})).size() == 1);
        CHECK(expect(list_unsealed(*scene, 100)).size() == 1);
        CHECK(expect(find_similar(*scene, people[4], std::nullopt)).empty());
        CHECK_FALSE(find_person(*scene, people[4].at("nik")));
        CHECK_FALSE(expect(list_imports(*scene))[0].can_be_undone);
        CHECK(check_register(*scene));
    }
    SECTION("the same file can be imported again") {
        expect(undo_import(*scene, *report.id, scene.officer));
        CHECK(count(import_sheet(scene, sheet_of(people)), ImportRowResult::imported) == 10);
        CHECK(scene.counters().entered() == 11);
    }
    SECTION("what was corrected of it since goes with it") {
        const auto imported = expect(find_person(*scene, people[2].at("nik")));
        scene.correct(imported, "alamat", "Jalan Baru 7");
        Draft draft;
        draft.of = imported;
        expect(save_draft(*scene, draft));
        expect(undo_import(*scene, *report.id, scene.officer));
        CHECK(expect(list_unsealed(*scene, 100)).size() == 1);
        CHECK(expect(list_drafts(*scene)).empty());
    }
    SECTION("a second time is refused") {
        expect(undo_import(*scene, *report.id, scene.officer));
        const auto again = undo_import(*scene, *report.id, scene.officer);
        REQUIRE_FALSE(again);
        CHECK(again.error().code == "I-10");
    }
    SECTION("after sealing it is refused, also in a new epoch") {
        scene.seal(3);
        expect(begin_epoch(*scene, "fork"));
        CHECK_FALSE(expect(list_imports(*scene))[0].can_be_undone);
        const auto late = undo_import(*scene, *report.id, scene.officer);
        REQUIRE_FALSE(late);
        CHECK(late.error().code == "I-10");
        CHECK(scene.counters().entered() == 11);
    }
    SECTION("an unknown import is not found") {
        const auto unknown = undo_import(*scene, ImportId::random(scene.random), scene.officer);
        REQUIRE_FALSE(unknown);
        CHECK(unknown.error().code == "I-11");
    }
}

TEST_CASE("a file without a single good row leaves no import behind") {
    RegisterScene scene;
    auto people = scene.people.make(1);
    people[0].erase("nik");
    CHECK_FALSE(import_sheet(scene, sheet_of(people)).id);
    CHECK(expect(list_imports(*scene)).empty());
}

}  // namespace lontar::storage
