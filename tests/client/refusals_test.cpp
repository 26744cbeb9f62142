#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "client/text/exit_code.hpp"
#include "storage/base/os.hpp"
#include "village_scene.hpp"

using namespace lontar;
using namespace lontar::client;

TEST_CASE("a sheet that is none is refused with the reason") {
    VillageOffice office;
    office.set_up();
    const Path sheet = office.folder / "people.csv";
    put_text(sheet, "nama;alamat\nx;y\n");
    const Ran ran = office.run({"import", to_utf8(sheet)});
    CHECK(ran.code == exit_refused);
    CHECK(contains(ran.err, "(I-04)"));
    CHECK(contains(ran.err, "Columns missing: nik, tempat_lahir, tanggal_lahir"));
    CHECK(contains(office.run({"import", to_utf8(office.folder / "none.csv")}).err, "(D-05)"));
}

TEST_CASE("no command writes over a file that is there, unless told to") {
    VillageOffice office;
    office.set_up();
    office.add_next();
    const Path list = office.folder / "my list.csv";
    const std::string name = to_utf8(list);
    for (std::vector<std::string> words : {std::vector<std::string>{"export", "--csv", name},
                                           {"export", "--lines", name},
                                           {"recovery-sheet", "--to", name}}) {
        put_text(list, "work of a day");
        const Ran refused = office.run(words);
        INFO(words[0] << refused.err);
        CHECK(refused.code == exit_refused);
        CHECK(contains(refused.err, "(P-21)"));
        CHECK(as_text(support::bytes_of(list)) == "work of a day");

        TypedConsole console;
        console.at_terminal = true;
        console.lines = {"n"};
        CHECK(office.run_with(console, words).code == exit_try_again);
        CHECK(contains(console.shown, "Replace it?"));
        CHECK(as_text(support::bytes_of(list)) == "work of a day");

        words.emplace_back("--force");
        CHECK(office.run(words).code == exit_done);
        CHECK(as_text(support::bytes_of(list)) != "work of a day");
    }
    VillageOffice other;
    put_text(other.sheet, "another's sheet");
    CHECK(contains(other
                       .run({"setup", to_utf8(other.activation), "--officer", "Maria", "--yes",
                             "--recovery-sheet-to", to_utf8(other.sheet)})
                       .err,
                   "(P-21)"));
    CHECK(as_text(support::bytes_of(other.sheet)) == "another's sheet");
}

TEST_CASE("who reads Indonesian is told no English, but which file, option or column") {
    VillageOffice office;
    office.set_up();
    const std::string sheet = to_utf8(office.folder / "none.csv");
    const std::string absent = office.run({"--lang", "id", "import", sheet}).err;
    CHECK(contains(absent, "Berkas: none.csv"));
    CHECK_FALSE(contains(absent, "open"));
    CHECK(contains(office.run({"--lang", "id", "add", "--nikk", "1"}).err,
                   "Yang tidak dimengerti: --nikk"));
    CHECK_FALSE(contains(office.run({"--lang", "id", "imprt"}).err, "Yang tidak"));
    CHECK(contains(office.run({"--lang", "id", "withdraw", "ab", "--reason", "x"}).err,
                   "Pilihan: --reason"));
    const std::string unknown = office.run({"--lang", "id", "show", "abcdef"}).err;
    CHECK(contains(unknown, "(R-12)"));
    CHECK_FALSE(contains(unknown, "find"));
    // A maintainer reads English.
    CHECK(contains(office.run({"show", "abcdef"}).err, "find a registration"));
}

TEST_CASE("doctor beside an open window does not call the register wrong") {
    VillageOffice office;
    office.set_up();
    const auto window = lock_file(office.home / "lock");
    REQUIRE(window);
    const Ran beside = office.run({"doctor"});
    CHECK(beside.code == exit_try_again);
    CHECK(contains(beside.out, "not checked (P-02)"));
    CHECK_FALSE(contains(beside.out, "WRONG"));

    put_text(office.passphrase, "bukan kata sandi ini\n");
    CHECK(contains(office.run({"doctor"}).out, "not checked"));
}

TEST_CASE("a folder where a file is asked, or a file for a folder, is no dead disk") {
    VillageOffice office;
    office.set_up();
    office.add_next();
    const std::string folder = to_utf8(office.folder / "a folder");
    std::filesystem::create_directory(office.folder / "a folder");
    const std::string file = to_utf8(office.folder / "a file");
    put_text(office.folder / "a file", "x");
    const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes{
        {{"import", folder}, "D-07"},
        {{"add", "--from-json", folder}, "D-07"},
        {{"backup", "verify", folder}, "D-07"},
        {{"export", "--csv", folder}, "D-07"},
        {{"recovery-sheet", "--to", folder}, "D-07"},
        {{"setup", "--again", folder}, "D-07"},
        {{"backup", "create", file}, "D-08"},
        {{"courier", "export", file}, "D-08"},
        {{"courier", "import", file}, "C-04"},
        {{"courier", "relay", file}, "C-04"}};
    for (const auto& [words, code] : mistakes) {
        const Ran ran = office.run(words);
        INFO(words[0] << ' ' << ran.out << ran.err);
        CHECK(ran.code == exit_refused);
        CHECK(contains(ran.err, "(" + code + ")"));
    }
    office.passphrase = office.folder / "a folder";
    CHECK(contains(office.run({"status"}).err, "(D-07)"));
}
