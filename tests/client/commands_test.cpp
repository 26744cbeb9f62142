#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "support/copied_nik.hpp"
#include "sync/laptop/session.hpp"
#include "village_scene.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

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

TEST_CASE("exit codes: wrong use 2, try again 3, refused 1") {
    CHECK(exit_code_of(fail(ErrorKind::invalid_input, "P-01", "")) == exit_wrong_use);
    CHECK(exit_code_of(fail(ErrorKind::invalid_input, "I-01", "")) == exit_refused);
    CHECK(exit_code_of(fail(ErrorKind::unreachable, "L-01", "")) == exit_try_again);
    CHECK(exit_code_of(fail(ErrorKind::locked, "P-02", "")) == exit_try_again);
    CHECK(exit_code_of(fail(ErrorKind::storage_full, "D-01", "")) == exit_try_again);
    CHECK(exit_code_of(fail(ErrorKind::cancelled, "P-05", "")) == exit_try_again);
    CHECK(exit_code_of(fail(ErrorKind::wrong_passphrase, "K-02", "")) == exit_refused);
    CHECK(exit_code_of(fail(ErrorKind::corrupt, "R-02", "")) == exit_refused);
    CHECK(exit_code_of(fail(ErrorKind::too_new, "R-08", "")) == exit_refused);
}

TEST_CASE("status has the counters and they add up") {
    VillageOffice office;
    office.set_up();
    office.add_next();
    office.add_next();
    const Json status = office.status();
    std::int64_t sum = 0;
    for (const std::string_view counter :
         {"draft", "closed", "waiting", "on_the_way", "needs_correction", "received"}) {
        REQUIRE(status.integer_at(counter));
        sum += *status.integer_at(counter);
    }
    CHECK(status.integer_at("entered") == 2);
    CHECK(sum == 2);
    CHECK(status.integer_at("waiting") == 2);
    CHECK(status.text_at("village") == std::string(test_village));
    CHECK(status.text_at("device")->size() == 64);
    CHECK(status.text_at("epoch")->size() == 32);
    REQUIRE(status.find("last_receipt") != nullptr);
    CHECK(status.find("last_receipt")->is_null());
    REQUIRE(status.find("last_backup") != nullptr);
}

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

TEST_CASE("nik answers without a register, as scripts expect it") {
    VillageOffice office;
    struct Row {
        std::vector<std::string> words;
        std::string verdict, reason;
    };
    for (const Row& row :
         std::vector<Row>{{{"5301041208859901"}, "ok", ""},
                          {{"5304092907729901"}, "ok", "nik_old_district"},
                          {{"5302 1512.0885-9901"}, "ok", ""},
                          {{"5302152902019901"}, "error", "nik_date"},
                          {{"5302158501859901"}, "error", "nik_day"},
                          {{"0530215120885991"}, "temporary", "nik_temporary"},
                          {{"5301041208859901", "--birth-date", "1985-08-13"},
                           "warning",
                           "nik_birth_date_differs"},
                          {{"5301041208859901", "--sex", "F"}, "warning", "nik_sex_differs"}}) {
        std::vector<std::string> words{"nik", "--json", "--today", "2026-11-22"};
        words.insert(words.end(), row.words.begin(), row.words.end());
        INFO(row.words.front() << " " << row.verdict);
        const Ran ran = office.run(words);
        CHECK(ran.code == exit_done);
        const Json json = json_of(ran);
        CHECK(json.text_at("verdict") == row.verdict);
        if (!row.reason.empty()) {
            REQUIRE(json.find("reasons")->list() != nullptr);
            REQUIRE_FALSE(json.find("reasons")->list()->empty());
            CHECK(*json.find("reasons")->list()->front().text() == row.reason);
        }
    }
    const Json woman = json_of(office.run({"nik", "5301045208859901", "--json"}));
    CHECK(woman.text_at("sex") == "F");
    CHECK(woman.text_at("birth_date") == "1985-08-12");
    CHECK(woman.text_at("region") == "530104");
    CHECK(json_of(office.run({"nik", "5302152902009901", "--json"})).text_at("birth_date") ==
          "2000-02-29");
    const Json open =
        json_of(office.run({"nik", "5301041208269901", "--today", "2026-11-22", "--json"}));
    CHECK(open.find("birth_date")->is_null());
    const Json young =
        json_of(office.run({"nik", "5321011708010008", "--today", "2026-11-30", "--json"}));
    CHECK(young.text_at("birth_date") == "2001-08-17");
    CHECK(office.run({"nik", "1", "--birth-date", "13-08-1985"}).code == exit_wrong_use);
}

TEST_CASE("a command without register, passphrase or terminal says what is missing") {
    VillageOffice office;
    TypedConsole console;
    const Ran no_register = office.run_with(console, {"status"});
    CHECK(no_register.code == exit_refused);
    CHECK(contains(no_register.err, "(R-01)"));
    office.set_up();
    TypedConsole nobody;
    const Ran no_passphrase = office.run_with(nobody, {"status"});
    CHECK(no_passphrase.code == exit_wrong_use);
    CHECK(contains(no_passphrase.err, "(P-03)"));
    TypedConsole empty;
    put_text(office.folder / "empty", "\n");
    CHECK(contains(
        office.run_with(empty, {"status", "--passphrase-file", to_utf8(office.folder / "empty")})
            .err,
        "(P-14)"));
}

TEST_CASE("a wrong passphrase may be typed three times") {
    VillageOffice office;
    office.set_up();
    const Ran third = office.run_at_terminal(
        {"status"}, {"wrong one here", "another wrong", std::string(test_passphrase)});
    CHECK(third.code == exit_done);
    const Ran never =
        office.run_at_terminal({"status"}, {"a", "b", "c", std::string(test_passphrase)});
    CHECK(never.code == exit_refused);
    CHECK(contains(never.err, "(K-02)"));
}

TEST_CASE("output that could not be written is not called done") {
    VillageOffice office;
    office.set_up();
    TypedConsole console;
    console.can_write = false;
    const Ran ran =
        office.run_with(console, {"status", "--passphrase-file", to_utf8(office.passphrase)});
    CHECK(ran.code == exit_try_again);
    CHECK(contains(ran.err, "(P-07)"));
}

TEST_CASE("a second program is told that the first one has the register") {
    VillageOffice office;
    office.set_up();
    const laptop::Machine machine{{system_disk(), office.clock, system_random()}, office.home};
    const auto first =
        laptop::Session::unlock(machine, std::nullopt, sealed::Secret::copy_of(test_passphrase));
    REQUIRE(first);
    const Ran second = office.run({"status"});
    CHECK(second.code == exit_try_again);
    CHECK(contains(second.err, "(P-02)"));
}

TEST_CASE("a backup is made, proved with the sheet and restored on another laptop") {
    VillageOffice office;
    office.set_up();
    office.add_next();
    office.add_next();
    const Path stick = office.folder / "stick";
    std::filesystem::create_directory(stick);
    const Json made = json_of(office.run({"backup", "create", to_utf8(stick), "--json"}));
    CHECK(made.integer_at("registrations") == 2);
    const std::string file = *made.text_at("file");
    CHECK(office.status().find("last_backup")->text() != nullptr);
    const Json proved = json_of(
        office.run({"backup", "verify", file, "--sheet-file", to_utf8(office.sheet), "--json"}));
    CHECK(proved.boolean_at("opened"));
    CHECK(contains(office.run({"backup", "restore", file}).err, "(B-03)"));

    const support::Environment other("LONTAR_HOME", to_utf8(office.folder / "other"));
    CHECK(contains(office
                       .run({"backup", "restore", file, "--yes", "--officer", "Yosef",
                             "--sheet-file", to_utf8(office.sheet), "--village", "5301062014"})
                       .err,
                   "(B-05)"));
    const Ran restored =
        office.run({"backup", "restore", file, "--yes", "--officer", "Yosef", "--sheet-file",
                    to_utf8(office.sheet), "--village", std::string(test_village)});
    INFO(restored.err);
    REQUIRE(restored.code == exit_done);
    CHECK(office.status().integer_at("entered") == 2);
}

TEST_CASE("everybody is taken out into one file, which is logged, and the form must be said") {
    VillageOffice office;
    office.set_up();
    office.add_next();
    office.add_next();
    const Path file = office.folder / "orang.csv";
    const Ran ran = office.run({"export", "--csv", to_utf8(file)});
    INFO(ran.err);
    CHECK(ran.code == exit_done);
    CHECK(contains(ran.out, "2 people (0 withdrawn)"));
    CHECK(contains(ran.out, "Delete it after use"));
    CHECK(contains(std::string(as_text(support::bytes_of(file))), "5301062015"));
    CHECK(contains(office.history(), "\"action\":\"export\""));
    for (const auto& words : {std::vector<std::string>{"export"},
                              {"export", "--csv", "a", "--lines", "b"},
                              {"export", "--sealed"}}) {
        CHECK(office.run(words).code == exit_wrong_use);
    }
    CHECK(contains(office.run({"export"}).err, "--csv|--lines"));
}

TEST_CASE("of a register that a newer program wrote the people can still be taken out") {
    VillageOffice office;
    office.set_up();
    office.add_next();
    office.make_newer();
    CHECK(contains(office.run({"status"}).err, "(R-08)"));
    const Ran ran = office.run({"export", "--lines", to_utf8(office.folder / "all"), "--sealed"});
    INFO(ran.err);
    CHECK(ran.code == exit_done);
    CHECK(contains(ran.out, "newer program"));
    CHECK(contains(ran.out, "Only the recovery sheet opens it"));
}

TEST_CASE("doctor finds a laptop well, and a missing recovery file") {
    VillageOffice office;
    office.set_up();
    const Ran well = office.run({"doctor", "--json"});
    INFO(well.out);
    CHECK(well.code == exit_done);
    std::filesystem::remove(office.home / "recovery.age");
    const Ran ill = office.run({"doctor", "--json"});
    CHECK(ill.code == exit_refused);
    CHECK(contains(ill.out, "K-08"));
}

TEST_CASE("sync without a passphrase does not open the register") {
    VillageOffice office;
    office.set_up();
    TypedConsole console;
    const Ran ran = office.run_with(console, {"sync"});
    // The province of the tests does not exist: nothing is lost, try again.
    CHECK((ran.code == exit_done || ran.code == exit_try_again));
    CHECK(contains(ran.out, "The register is locked"));
}

TEST_CASE("version, about and nik need nothing, not even a home") {
    VillageOffice office;
    const support::Environment no_place("LONTAR_HOME", "");
    const support::Environment no_data("XDG_DATA_HOME", "");
    const support::Environment no_home("HOME", "");
    const support::Environment no_local_data("LOCALAPPDATA", "");
    CHECK(office.run({"nik", "5301041208859901"}).code == exit_done);
    CHECK(contains(office.run({"status"}).err, "(P-08)"));
    CHECK(contains(office.run({"--version"}).out, "lontar "));
    CHECK(contains(office.run({"about"}).out, "lontar "));
    CHECK(contains(office.run({"version"}).out, "lontar "));
}
