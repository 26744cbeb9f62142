#include <filesystem>
#include <regex>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/world.hpp"
#include "storage/model/limits.hpp"
#include "storage/register/officers.hpp"
#include "storage/sealed/keyring.hpp"
#include "sync/laptop/session.hpp"
#include "village_scene.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

/// Reads the group the program asks for off the sheet it has shown.
std::optional<std::string> copied_group(const std::string& shown) {
    const std::size_t asked = shown.rfind("group number ");
    if (asked == std::string::npos) {
        return std::nullopt;
    }
    const std::string number = std::to_string(std::stoi(shown.substr(asked + 13)));
    std::smatch found;
    const std::regex group("(?:^|[ \\n])" + number + ":([A-Z0-9]+) ");
    return std::regex_search(shown, found, group) ? std::optional<std::string>(found[1])
                                                  : std::nullopt;
}

}  // namespace

TEST_CASE("a person sets the laptop up, copies the recovery sheet and types parts of it back") {
    VillageOffice office;
    TypedConsole console;
    console.at_terminal = true;
    console.lines = {"y",
                     "y",
                     "y",
                     "Maria Seran",
                     "2",
                     std::string(test_passphrase),
                     std::string(test_passphrase)};
    console.reads = copied_group;
    const Ran ran = office.run_with(console, {"setup", to_utf8(office.activation)});
    INFO(ran.out << ran.err);
    CHECK(ran.code == exit_done);
    CHECK(contains(ran.out, "Desa Oesao, Kec. Kupang Timur, Kab. Kupang"));
    CHECK(contains(ran.out, sealed::fingerprint_words(office.province.root.public_key())));
    CHECK(contains(ran.out, "22-11-2026"));
    CHECK(contains(ran.out, "Type group number 3 "));
    CHECK(contains(ran.out, "<clear>"));
    CHECK(office.status().text_at("village") == std::string(test_village));
    const Ran officers = office.run({"officer", "list", "--json"});
    CHECK(contains(officers.out, "\"role\":\"sekdes\""));
}

TEST_CASE("a wrong group is asked for again until it is right") {
    VillageOffice office;
    TypedConsole console;
    console.at_terminal = true;
    console.lines = {"y",
                     "y",
                     "y",
                     "Maria Seran",
                     "1",
                     std::string(test_passphrase),
                     std::string(test_passphrase),
                     "AAAAAA"};
    console.reads = copied_group;
    const Ran ran = office.run_with(console, {"setup", to_utf8(office.activation)});
    CHECK(ran.code == exit_done);
    CHECK(contains(ran.out, "Not the same. Check the paper"));
}

TEST_CASE(
    "set-up stops and leaves nothing when the person says the village, the words or the date are "
    "wrong") {
    for (const std::deque<std::string>& answers :
         {std::deque<std::string>{"t"}, {"y", "n"}, {"y", "y", "tidak"}}) {
        VillageOffice office;
        const Ran ran = office.run_at_terminal({"setup", to_utf8(office.activation)}, answers);
        CHECK(ran.code == exit_refused);
        CHECK(contains(ran.err, "(A-10)"));
        CHECK_FALSE(std::filesystem::exists(office.home));
    }
}

TEST_CASE("a weak passphrase and two different ones are asked for again") {
    VillageOffice office;
    TypedConsole console;
    console.at_terminal = true;
    const std::string good(test_passphrase);
    console.lines = {"y",  "y", "y", "Maria Seran", "1", "rahasia", good, "kuda lari di pasar",
                     good, good};
    console.reads = copied_group;
    const Ran ran = office.run_with(console, {"setup", to_utf8(office.activation)});
    CHECK(ran.code == exit_done);
    CHECK(contains(ran.out, "Too short"));
    CHECK(contains(ran.out, "They are not the same"));
    CHECK(office.run({"unlock"}).code == exit_done);
}

TEST_CASE(
    "set-up without a terminal asks for --yes, an officer and a place for the sheet before it "
    "writes") {
    VillageOffice office;
    const std::string file = to_utf8(office.activation);
    CHECK(contains(office.run({"setup", file}).err, "(P-13)"));
    CHECK(contains(office.run({"setup", file, "--yes", "--officer", "Maria"}).err, "(P-04)"));
    CHECK(contains(
        office.run({"setup", file, "--yes", "--recovery-sheet-to", to_utf8(office.sheet)}).err,
        "(P-13)"));
    const Ran nothing = office.run({"setup"});
    CHECK(nothing.code == exit_wrong_use);
    CHECK(contains(nothing.err, "(P-17)"));
    CHECK(contains(nothing.err, "Missing: lontar setup FILE"));
    const Ran misspelled = office.run({"setup", to_utf8(office.folder / "nofile")});
    CHECK(misspelled.code == exit_refused);
    CHECK(contains(misspelled.err, "(D-05)"));
    CHECK_FALSE(std::filesystem::exists(office.home));
    office.set_up();
}

TEST_CASE("a recovery sheet or a new passphrase that nobody can type is asked for by its option") {
    VillageOffice office;
    office.set_up();
    const Ran no_sheet = office.run({"unlock", "--recovery"});
    CHECK(no_sheet.code == exit_wrong_use);
    CHECK(contains(no_sheet.err, "(P-18)"));
    CHECK(contains(no_sheet.err, "--sheet-file FILE"));
    for (const auto& words :
         {std::vector<std::string>{"passphrase"}, {"officer", "add", "--name", "Yosef Nahak"}}) {
        const Ran ran = office.run(words);
        CHECK(ran.code == exit_wrong_use);
        CHECK(contains(ran.err, "(P-19)"));
        CHECK(contains(ran.err, "--new-passphrase-file FILE"));
        CHECK(ran.out.empty());
    }
    const Ran no_place = office.run({"recovery-sheet"});
    CHECK(contains(no_place.err, "recovery-sheet --to"));
}

TEST_CASE(
    "the recovery sheet in its file opens the register with a new passphrase and is an age "
    "identity") {
    VillageOffice office;
    office.set_up();
    const std::string text(as_text(support::bytes_of(office.sheet)));
    CHECK(contains(text, "# Lontar recovery sheet for Desa Oesao"));
    CHECK(sealed::parse_identity_file(text));

    const Path fresh = office.folder / "fresh";
    put_text(fresh, "sapi makan rumput hijau\n");
    const Ran ran = office.run({"unlock", "--recovery", "--sheet-file", to_utf8(office.sheet),
                                "--new-passphrase-file", to_utf8(fresh)});
    INFO(ran.err);
    CHECK(ran.code == exit_done);
    CHECK(office.run({"unlock"}).code == exit_refused);
    office.passphrase = fresh;
    CHECK(office.run({"unlock"}).code == exit_done);
}

TEST_CASE("another sheet opens nothing and changes nothing") {
    VillageOffice office;
    office.set_up();
    const Path other = office.folder / "other";
    put_text(other, std::string(sealed::Identity::generate(system_random()).text().text()) + "\n");
    const Path broken = office.folder / "broken";
    put_text(broken, "AGE-SECRET-KEY-1QQQQQQ\n");
    const auto before = support::hash_of_folder(office.home);
    for (const Path& sheet : {other, broken}) {
        const Ran ran = office.run({"unlock", "--recovery", "--sheet-file", to_utf8(sheet)});
        CHECK(ran.code == exit_refused);
        CHECK(contains(ran.err, "(K-06)"));
    }
    CHECK(support::hash_of_folder(office.home) == before);
}

TEST_CASE("a new recovery sheet replaces the old one") {
    VillageOffice office;
    office.set_up();
    const Path second = office.folder / "second";
    CHECK(office.run({"recovery-sheet", "--to", to_utf8(second)}).code == exit_done);
    CHECK(contains(office.run({"unlock", "--recovery", "--sheet-file", to_utf8(office.sheet)}).err,
                   "(K-06)"));
    CHECK(office.run({"unlock", "--recovery", "--sheet-file", to_utf8(second)}).code == exit_done);
}

TEST_CASE("a register whose file went away is told apart from a laptop that was never set up") {
    VillageOffice office;
    CHECK(contains(office.run({"list"}).err, "(R-01)"));
    office.set_up();
    const Path file = office.home / "register.db";
    std::filesystem::rename(file, office.folder / "quarantine.db");
    const Ran lost = office.run({"list"});
    INFO(lost.out << lost.err);
    CHECK(lost.code == exit_refused);
    CHECK(contains(lost.err, "(R-39)"));
    CHECK(contains(lost.err, "quarantine"));
    CHECK(contains(office.run({"doctor"}).out, "R-39"));
    std::filesystem::rename(office.folder / "quarantine.db", file);
    CHECK(office.run({"list"}).code == exit_done);
}

TEST_CASE("a laptop that is set up is not set up again over its register") {
    VillageOffice office;
    office.set_up();
    const auto before = support::hash_of_folder(office.home);
    const Ran ran = office.run({"setup", to_utf8(office.activation), "--yes", "--officer", "X",
                                "--recovery-sheet-to", to_utf8(office.sheet)});
    CHECK(ran.code == exit_refused);
    CHECK(contains(ran.err, "(R-10)"));
    CHECK(support::hash_of_folder(office.home) == before);
}

TEST_CASE(
    "set-up again takes another file of the same village and province, and begins a new epoch") {
    VillageOffice office;
    office.set_up();
    const auto epoch = office.status().text_at("epoch");
    const Path second = office.folder / "second.lontar-activation";
    put_text(second, office.province.activation(std::string(test_village)).text);
    const Ran ran = office.run({"setup", "--again", to_utf8(second)});
    INFO(ran.err);
    CHECK(ran.code == exit_done);
    CHECK(office.status().text_at("epoch") != epoch);

    put_text(second, office.province.activation("5301062014").text);
    CHECK(contains(office.run({"setup", "--again", to_utf8(second)}).err, "(A-11)"));
    support::TestProvince other(99);
    put_text(second, other.activation(std::string(test_village)).text);
    CHECK(contains(office.run({"setup", "--again", to_utf8(second)}).err, "(A-02)"));
}

TEST_CASE("a second officer opens the register, and the last one cannot be removed") {
    VillageOffice office;
    office.set_up();
    const Path second = office.folder / "second";
    put_text(second, "sapi makan rumput hijau\n");
    REQUIRE(office
                .run({"officer", "add", "--name", "Yosef Klau", "--role", "kades",
                      "--new-passphrase-file", to_utf8(second)})
                .code == exit_done);
    const Path first = office.passphrase;
    office.passphrase = second;
    CHECK(office.run({"unlock"}).code == exit_done);
    CHECK(office.run({"unlock", "--as", "yosef klau"}).code == exit_done);
    CHECK(contains(office.run({"unlock", "--as", "Maria Seran"}).err, "(K-02)"));
    CHECK(contains(office.run({"unlock", "--as", "Nobody"}).err, "(K-10)"));
    CHECK(office.run({"officer", "remove", "Maria Seran"}).code == exit_done);
    office.passphrase = first;
    CHECK(office.run({"unlock"}).code == exit_refused);
    office.passphrase = second;
    CHECK(contains(office.run({"officer", "remove", "Yosef Klau"}).err, "(K-09)"));
}

TEST_CASE("an officer of a name that is there, or with somebody's passphrase, is not added") {
    VillageOffice office;
    office.set_up();
    const Path second = office.folder / "second";
    put_text(second, "sapi makan rumput hijau\n");
    const auto add = [&](const char* name, const Path& passphrase) {
        return office.run({"officer", "add", "--name", name, "--role", "operator",
                           "--new-passphrase-file", to_utf8(passphrase)});
    };
    const Ran twin = add("maria  SERAN", second);
    CHECK(twin.code == exit_refused);
    CHECK(contains(twin.err, "(K-12)"));
    const Ran same_secret = add("Yosef Nahak", office.passphrase);
    CHECK(same_secret.code == exit_refused);
    CHECK(contains(same_secret.err, "(K-13)"));
    CHECK(add("Yosef Nahak", second).code == exit_done);
    const Ran theirs = office.run({"passphrase", "--new-passphrase-file", to_utf8(second)});
    CHECK(theirs.code == exit_refused);
    CHECK(contains(theirs.err, "(K-13)"));
}

TEST_CASE("a name that is too long to travel is refused at entry, wherever an officer is named") {
    VillageOffice office;
    const std::string most(model::max_name_bytes, 'x');
    const auto set_up = [&](const std::string& name) {
        return office.run({"setup", to_utf8(office.activation), "--yes", "--officer", name,
                           "--recovery-sheet-to", to_utf8(office.sheet)});
    };
    const Ran refused = set_up(most + "x");
    CHECK(refused.code == exit_refused);
    CHECK(contains(refused.err, "(K-15)"));
    CHECK_FALSE(system_disk().exists(office.home / "register.db"));
    REQUIRE(set_up(most).code == exit_done);
    const Path second = office.folder / "second";
    put_text(second, "sapi makan rumput hijau\n");
    const auto add = [&](const std::string& name) {
        return office.run(
            {"officer", "add", "--name", name, "--new-passphrase-file", to_utf8(second)});
    };
    CHECK(contains(add(std::string(model::max_name_bytes + 1, 'y')).err, "(K-15)"));
    CHECK(add(std::string(model::max_name_bytes, 'y')).code == exit_done);
    CHECK_FALSE(contains(office.run({"doctor"}).out, "K-15"));
    // A register of before this limit works on, and doctor says what the province misses.
    {
        const laptop::Machine machine{{system_disk(), office.clock, system_random()}, office.home};
        const auto session = laptop::Session::unlock(machine, std::nullopt,
                                                     sealed::Secret::copy_of(test_passphrase));
        REQUIRE(session);
        REQUIRE(storage::insert_officer((*session)->village_register(),
                                        OfficerId::random(system_random()), most + "xx", "operator",
                                        office.clock.now()));
    }
    const Ran told = office.run({"doctor"});
    CHECK(told.code == exit_done);
    CHECK(contains(told.out, "K-15"));
}

TEST_CASE("two officers of one name in an old register are told apart by id, never by chance") {
    VillageOffice office;
    office.set_up();
    const Path second = office.folder / "second";
    put_text(second, "sapi makan rumput hijau\n");
    REQUIRE(office
                .run({"officer", "add", "--name", "Yosef Nahak", "--new-passphrase-file",
                      to_utf8(second)})
                .code == exit_done);
    Disk& disk = system_disk();
    auto keyring = sealed::read_keyring(disk, office.home);
    REQUIRE(keyring);
    const std::string first_id = keyring->wraps.front().officer.hex();
    const std::string second_id = keyring->wraps.back().officer.hex();
    keyring->wraps.back().name = "MARIA SERAN";
    REQUIRE(sealed::write_keyring(disk, office.home, *keyring));
    const Ran several = office.run({"--as", "Maria Seran", "unlock"});
    CHECK(several.code == exit_refused);
    CHECK(contains(several.err, "(K-11)"));
    CHECK(contains(several.err, first_id));
    CHECK(contains(several.err, second_id));
    CHECK(office.run({"--as", first_id, "unlock"}).code == exit_done);
    office.passphrase = second;
    CHECK(office.run({"--as", second_id, "unlock"}).code == exit_done);
}

TEST_CASE("after a restore the list shows who has no passphrase, and one is given there") {
    VillageOffice office;
    office.set_up();
    const Path second = office.folder / "second";
    put_text(second, "sapi makan rumput hijau\n");
    REQUIRE(office
                .run({"officer", "add", "--name", "Yosef Nahak", "--new-passphrase-file",
                      to_utf8(second)})
                .code == exit_done);
    const Ran made = office.run({"backup", "create", to_utf8(office.folder.path()), "--json"});
    const auto backup = parse_json(made.out)->text_at("file");
    REQUIRE(backup);
    const support::Environment other("LONTAR_HOME", to_utf8(office.folder / "other"));
    REQUIRE(office
                .run({"backup", "restore", *backup, "--yes", "--officer", "Maria Seran",
                      "--sheet-file", to_utf8(office.sheet)})
                .code == exit_done);
    const Ran before = office.run({"officer", "list"});
    CHECK(contains(before.out, "no passphrase yet"));
    CHECK(contains(office.run({"officer", "list", "--json"}).out, "\"has_passphrase\":false"));
    CHECK(
        office
            .run({"officer", "passphrase", "YOSEF NAHAK", "--new-passphrase-file", to_utf8(second)})
            .code == exit_done);
    CHECK_FALSE(contains(office.run({"officer", "list"}).out, "no passphrase"));
    CHECK(contains(
        office
            .run({"officer", "passphrase", "Yosef Nahak", "--new-passphrase-file", to_utf8(second)})
            .err,
        "(K-14)"));
    office.passphrase = second;
    CHECK(contains(office.run({"unlock"}).out, "Yosef Nahak"));
}

TEST_CASE("the passphrase is changed") {
    VillageOffice office;
    office.set_up();
    const Path fresh = office.folder / "fresh";
    put_text(fresh, "sapi makan rumput hijau\r\n");
    CHECK(office.run({"passphrase", "--new-passphrase-file", to_utf8(fresh)}).code == exit_done);
    CHECK(office.run({"unlock"}).code == exit_refused);
    office.passphrase = fresh;
    CHECK(office.run({"unlock"}).code == exit_done);
}

TEST_CASE("practice needs no file, is marked everywhere and never sends") {
    VillageOffice office;
    const Ran ran = office.run({"setup", "--training", "--yes", "--officer", "Maria"});
    INFO(ran.err);
    REQUIRE(ran.code == exit_done);
    CHECK(office.status().boolean_at("training"));
    CHECK(contains(office.run({"status"}).out, "LATIHAN"));
    support::PeopleMaker villagers(7, *office.status().text_at("village"));
    auto words = as_options(villagers.next());
    words.insert(words.begin(), "add");
    CHECK(office.run(words).code == exit_done);
    const Ran sync = office.run({"sync"});
    CHECK(sync.code == exit_done);
    CHECK(contains(sync.out, "Practice: nothing is sent."));
    CHECK(office.status().integer_at("waiting") == 1);
    CHECK(contains(office.run({"courier", "export", to_utf8(office.folder.path())}).err, "(C-10)"));
}
