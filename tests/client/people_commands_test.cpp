#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "support/copied_nik.hpp"
#include "sync/laptop/session.hpp"
#include "village_scene.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

Json json_of(const Ran& ran) {
    INFO(ran.err);
    auto json = parse_json(ran.out);
    REQUIRE(json);
    return *std::move(json);
}

std::vector<std::string> adding(const model::Answers& answers) {
    auto words = as_options(answers);
    words.insert(words.begin(), "add");
    return words;
}

/// Nothing of a person may reach standard error: it is logged by whoever runs the program.
void check_no_personal_data(const std::string& errors, const model::Answers& answers) {
    for (const std::string_view key :
         {"nik", "nama", "nama_ibu_kandung", "no_kk", "ahli_waris_nama", "no_hp"}) {
        const auto answer = answers.find(key);
        if (answer != answers.end()) {
            INFO(key);
            CHECK_FALSE(contains(errors, answer->second));
        }
    }
}

}  // namespace

TEST_CASE("a person added twice is there once, and the second add says who is there") {
    VillageOffice office;
    office.set_up();
    const auto answers = office.people.next();
    const Ran first = office.run(adding(answers));
    CHECK(first.code == exit_done);
    CHECK(contains(first.out, "Saved."));
    auto words = adding(answers);
    words.emplace_back("--json");
    const Ran again = office.run(words);
    CHECK(again.code == exit_refused);
    CHECK(contains(again.err, "(R-33)"));
    CHECK(json_of(again).text_at("result") == "already_there");
    CHECK(office.status().integer_at("entered") == 1);
    check_no_personal_data(again.err, answers);
}

TEST_CASE(
    "an add with errors, without a reason or with somebody alike saves nothing and says why") {
    VillageOffice office;
    office.set_up();
    const auto good = office.people.next();
    REQUIRE(office.run(adding(good)).code == exit_done);

    auto broken = office.people.next();
    broken["tanggal_lahir"] = "31-02-1985";
    broken.erase("alamat");
    const Ran errors = office.run(adding(broken));
    CHECK(errors.code == exit_refused);
    CHECK(contains(errors.err, "(R-30)"));
    CHECK(contains(errors.err, "Birth date: "));
    CHECK(contains(errors.err, "Address: "));
    check_no_personal_data(errors.err, broken);

    auto warned = office.people.next();
    warned.erase("ahli_waris_nama");
    warned.erase("ahli_waris_hubungan");
    auto words = adding(warned);
    CHECK(contains(office.run(words).err, "(R-31)"));
    words.insert(words.end(), {"--reason", "no_such_reason"});
    CHECK(office.run(words).code == exit_wrong_use);
    words.back() = "dijelaskan_orangnya";
    CHECK(office.run(words).code == exit_done);

    auto alike = good;
    alike.erase("nik");
    alike["nik"] = good.at("nik").substr(0, 15) + (good.at("nik").back() == '1' ? "2" : "1");
    words = adding(alike);
    const Ran similar = office.run(words);
    CHECK(contains(similar.err, "(R-32)"));
    check_no_personal_data(similar.err, good);
    words.insert(words.end(), {"--different-people", "--reason", "orang_berbeda"});
    CHECK(office.run(words).code == exit_done);
    CHECK(office.status().integer_at("entered") == 3);
}

TEST_CASE("a person comes from JSON on standard input, with a number as NIK refused") {
    VillageOffice office;
    office.set_up();
    Json person;
    for (const auto& [key, value] : office.people.next()) {
        person.set(key, value);
    }
    const Ran added = office.run({"add", "--from-json", "-", "--json"}, person.dump());
    INFO(added.err);
    CHECK(added.code == exit_done);
    CHECK(json_of(added).text_at("result") == "saved");
    const Ran number = office.run({"add", "--from-json", "-"}, R"({"nik":5301041208859901})");
    CHECK(number.code == exit_wrong_use);
    CHECK(contains(number.err, "(P-10)"));
    CHECK_FALSE(contains(number.err, "53010412"));
    CHECK(office.run({"add", "--from-json", "-"}, R"({"nikk":"1"})").code == exit_wrong_use);
    CHECK(office.run({"add", "--from-json", "-"}, "{").code == exit_wrong_use);
}

TEST_CASE("what cannot be saved yet is kept as a draft when asked") {
    VillageOffice office;
    office.set_up();
    const Ran ran = office.run({"add", "--nama", "Maria Seran", "--draft"});
    CHECK(ran.code == exit_done);
    CHECK(office.status().integer_at("draft") == 1);
    const Json drafts = json_of(office.run({"list", "--drafts", "--json"}));
    REQUIRE(drafts.list()->size() == 1);
    CHECK(drafts.list()->front().text_at("name") == "Maria Seran");
}

TEST_CASE("a correction needs a reason and is a new revision") {
    VillageOffice office;
    office.set_up();
    const Json added = office.add_next();
    const std::string id = *added.text_at("id");
    CHECK(contains(office.run({"edit", id, "--set", "alamat=Dusun Baru"}).err, "(R-31)"));
    const Ran edited = office.run({"edit", id.substr(0, 8), "--set", "alamat=Dusun Baru",
                                   "--reason", "data_berubah", "--json"});
    INFO(edited.err);
    REQUIRE(edited.code == exit_done);
    const Json shown = json_of(office.run({"show", id, "--json"}));
    CHECK(shown.find("fields")->text_at("alamat") == "Dusun Baru");
    CHECK(shown.find("revisions")->list()->size() == 2);
    CHECK(shown.find("revisions")->list()->back().text_at("base") == added.text_at("rev"));
    CHECK(office.run({"edit", id, "--set", "alamat=Dusun Baru", "--reason", "data_berubah"}).code ==
          exit_done);
    CHECK(json_of(office.run({"show", id, "--json"})).find("revisions")->list()->size() == 2);
    CHECK(office.run({"edit", id, "--set", "no_such=1", "--reason", "data_berubah"}).code ==
          exit_wrong_use);
    CHECK(contains(office.run({"edit", "0000", "--set", "rt=1", "--reason", "data_berubah"}).err,
                   "(R-12)"));
}

TEST_CASE("a withdrawal closes a registration once it travels, and needs a reason of the list") {
    VillageOffice office;
    office.set_up();
    const std::string id = *office.add_next().text_at("id");
    CHECK(office.run({"withdraw", id, "--reason", "just_because"}).code == exit_wrong_use);
    CHECK(office.run({"withdraw", id}).code == exit_wrong_use);
    CHECK(office.run({"withdraw", id, "--reason", "pindah"}).code == exit_done);
    CHECK(contains(office.run({"edit", id, "--set", "rt=1", "--reason", "data_berubah"}).err,
                   "(R-16)"));
    CHECK(json_of(office.run({"show", id, "--json"})).boolean_at("withdrawn"));
    CHECK(contains(office.run({"list"}).out, "Withdrawn, unsent"));
    CHECK(office.run({"withdraw", id, "--undo"}).code == exit_done);
    CHECK_FALSE(json_of(office.run({"show", id, "--json"})).boolean_at("withdrawn"));
    CHECK(contains(office.run({"show", id}).out, "withdrawn (taken back)"));
    CHECK(contains(office.run({"withdraw", id, "--undo"}).err, "(R-36)"));
}

TEST_CASE("lists and show mask NIK and family card, and --unmask shows them") {
    VillageOffice office;
    office.set_up();
    const auto answers = office.people.next();
    REQUIRE(office.run(adding(answers)).code == exit_done);
    const std::string& nik = answers.at("nik");
    for (const std::vector<std::string>& words : {std::vector<std::string>{"list"},
                                                  {"list", "--json"},
                                                  {"show", nik},
                                                  {"show", nik, "--json"},
                                                  {"fix"}}) {
        const Ran ran = office.run(words);
        CHECK(ran.code == exit_done);
        CHECK_FALSE(contains(ran.out, nik));
        CHECK_FALSE(contains(ran.out, answers.at("no_kk")));
    }
    CHECK_FALSE(contains(office.history(), "unmask"));
    CHECK(contains(office.run({"show", nik, "--unmask"}).out, nik));
    CHECK(contains(office.history(), "unmask"));
    CHECK(contains(office.run({"list", "--search", answers.at("nama")}).out, "1 person"));
    CHECK(contains(office.run({"list", "--search", "zzzz"}).out, "0 people"));
    CHECK(office.run({"list", "--standing", "nowhere"}).code == exit_wrong_use);
    CHECK(json_of(office.run({"list", "--standing", "waiting", "--json"})).list()->size() == 1);
    CHECK(json_of(office.run({"list", "--standing", "received", "--json"})).list()->empty());
}

TEST_CASE("show, edit, list and withdraw find a NIK in every form in which it is copied") {
    VillageOffice office;
    office.set_up();
    const auto answers = office.people.next();
    REQUIRE(office.run(adding(answers)).code == exit_done);
    int number = 0;
    for (const std::string& copied : support::copied_forms(answers.at("nik"))) {
        INFO(copied);
        const Ran listed = office.run({"list", "--search", copied});
        CHECK(contains(listed.out, "1 person"));
        CHECK(office.run({"show", copied}).code == exit_done);
        const Ran edited =
            office.run({"edit", copied, "--set", "alamat=Dusun " + std::to_string(++number),
                        "--reason", "data_berubah"});
        CHECK(edited.code == exit_done);
    }
    const auto last = support::copied_forms(answers.at("nik")).back();
    CHECK(office.run({"withdraw", last, "--reason", "pindah"}).code == exit_done);
}

TEST_CASE("a name with control characters reaches the terminal only as marks") {
    VillageOffice office;
    office.set_up();
    auto answers = office.people.next();
    // NOLINTNEXTLINE(misc-misleading-bidirectional): what a terminal must not be given
    answers["alamat"] = "Dusun \xe2\x80\xae\x1b[2J 1";
    REQUIRE(office.run(adding(answers)).code == exit_done);
    TypedConsole console;
    console.at_terminal = true;
    console.lines = {std::string(test_passphrase)};
    const Ran ran = office.run_with(console, {"show", answers.at("nik")});
    CHECK_FALSE(contains(ran.out, "\x1b[2J"));
    // NOLINTNEXTLINE(misc-misleading-bidirectional): the same
    CHECK_FALSE(contains(ran.out, "\xe2\x80\xae"));
}

TEST_CASE("an import takes the good rows, lists the refused, and can be taken back") {
    VillageOffice office;
    office.set_up();
    auto people = office.people.make(5);
    people.push_back(people.front());
    people[1]["nik"] = "5301";
    people[2]["pekerjaan"] = "rumah_tangga";
    const Path sheet = office.folder / "people.csv";
    put_text(sheet, support::people_csv(people));

    const Json dry = json_of(office.run({"import", to_utf8(sheet), "--dry-run", "--json"}));
    CHECK(dry.integer_at("rows") == 6);
    CHECK(dry.integer_at("importable") == 5);
    CHECK(office.status().integer_at("entered") == 0);

    const Ran ran = office.run({"import", to_utf8(sheet), "--json"});
    CHECK(ran.code == exit_done);
    const Json report = json_of(ran);
    CHECK(report.integer_at("importable") == 5);
    CHECK(report.integer_at("already_there") == 1);
    CHECK(report.integer_at("refused") == 1);
    bool saw_refused = false;
    for (const Json& problem : *report.find("problems")->list()) {
        REQUIRE(problem.integer_at("row"));
        CHECK(problem.integer_at("row") != 7);
        if (problem.text_at("severity") == "error") {
            saw_refused = true;
            CHECK(problem.integer_at("row") == 3);
            CHECK(problem.text_at("column") == "nik");
            CHECK(problem.text_at("code") == "nik_length");
        }
        CHECK(problem.text_at("severity") != "information");
        for (const auto& person : people) {
            CHECK_FALSE(contains(*problem.text_at("text"), person.at("nama")));
        }
    }
    CHECK(saw_refused);
    CHECK(office.status().integer_at("entered") == 4);
    CHECK(contains(office.run({"fix"}).out, "Homemaker"));

    CHECK(office.status().integer_at("to_check") == 1);
    const Json to_check = json_of(office.run({"list", "--to-check", "--json"}));
    REQUIRE(to_check.list()->size() == 1);
    CHECK(office.run({"checked", *to_check.list()->front().text_at("id")}).code == exit_done);
    CHECK(office.status().integer_at("to_check") == 0);

    const Ran undone = office.run({"import", "--undo", "--json"});
    CHECK(undone.code == exit_done);
    CHECK(json_of(undone).integer_at("undone") == 4);
    CHECK(office.status().integer_at("entered") == 0);
    CHECK(contains(office.run({"import", "--undo"}).err, "(I-10)"));
}

TEST_CASE("an import that brings one new person says one, not every row of the sheet") {
    VillageOffice office;
    office.set_up();
    auto people = office.people.make(4);
    const Path sheet = office.folder / "people.csv";
    put_text(sheet, support::people_csv(std::span(people).first(3)));
    CHECK(contains(office.run({"import", to_utf8(sheet)}).out,
                   "Saved: 3 new people. Of 3 rows: 0 were there already, 0 refused."));
    put_text(sheet, support::people_csv(people));
    CHECK(
        contains(office.run({"import", to_utf8(sheet), "--dry-run"}).out, "1 new person, 3 there"));
    CHECK(contains(office.run({"import", to_utf8(sheet)}).out,
                   "Saved: 1 new person. Of 4 rows: 3 were there already, 0 refused."));
    const std::string again = office.run({"import", to_utf8(sheet)}).out;
    CHECK(contains(again, "Nobody new to save. Of 4 rows: 4 were there already"));
    CHECK_FALSE(contains(again, "Saved"));
}
