#include <string>

#include <catch2/catch_test_macros.hpp>

#include "client/recovery_sheet.hpp"
#include "storage/base/text.hpp"
#include "village_scene.hpp"

using namespace lontar;
using namespace lontar::client;
using namespace std::string_literals;

TEST_CASE("a passphrase file of any Windows editor is what the keyboard types, or is refused") {
    VillageOffice office;
    office.set_up();
    const std::string typed = "kopi caf\u00E9 pagi hari";
    const Path typed_file = office.folder / "typed";
    put_text(typed_file, typed + "\n");
    const Path made_file = office.folder / "made";
    const std::string utf16 =
        "\xFF\xFEk\0o\0p\0i\0 \0c\0a\0f\0\xE9\0 \0p\0a\0g\0i\0 \0h\0a\0r\0i\0\r\0\n\0"s;
    for (const std::string& made :
         {"\xEF\xBB\xBF" + typed + "\r\n", utf16, "kopi cafe\u0301 pagi hari\r"s, typed}) {
        put_text(made_file, made);
        REQUIRE(office.run({"passphrase", "--new-passphrase-file", to_utf8(made_file)}).code ==
                exit_done);
        office.passphrase = typed_file;
        CHECK(office.run({"unlock"}).code == exit_done);
    }
    put_text(made_file, "kopi caf\xE9 pagi hari\r\n");
    const Ran ansi = office.run({"passphrase", "--new-passphrase-file", to_utf8(made_file)});
    CHECK(contains(ansi.err, "(P-20)"));
    CHECK(contains(ansi.err, "UTF-8"));
    CHECK(office.run({"unlock"}).code == exit_done);
}

TEST_CASE("a recovery sheet typed into a file is the sheet, however an editor saved it") {
    VillageOffice office;
    office.set_up();
    const auto line = support::bytes_of(office.sheet);
    const std::string written(as_text(line));
    const std::string sheet = written.substr(written.rfind("AGE-SECRET-KEY-1"));
    const auto groups =
        sheet_groups(std::string_view(sheet).substr(0, sheet.find_last_not_of("\r\n") + 1));
    std::string numbered;
    std::string plain;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        numbered +=
            std::to_string(i + 1) + ":" + std::string(groups[i]) + (i % 3 == 2 ? "\r\n" : "  ");
        plain += ascii_lower(groups[i]) + "\n";
    }
    const Ran made = office.run({"backup", "create", to_utf8(office.folder / "stick"), "--json"});
    REQUIRE(made.code == exit_done);
    const std::string backup = *parse_json(made.out)->text_at("file");
    std::string utf16 = "\xFF\xFE";
    for (const char c : numbered) {
        utf16 += c;
        utf16 += '\0';
    }
    const Path file = office.folder / "sheet.txt";
    for (const std::string& saved : {"\xEF\xBB\xBF" + written, numbered, plain, utf16, sheet}) {
        put_text(file, saved);
        const Ran ran = office.run({"backup", "verify", backup, "--sheet-file", to_utf8(file)});
        INFO(ran.err);
        CHECK(ran.code == exit_done);
    }
    put_text(file, numbered.substr(0, numbered.size() - 4));
    CHECK(contains(office.run({"backup", "verify", backup, "--sheet-file", to_utf8(file)}).err,
                   "(K-06)"));
}
