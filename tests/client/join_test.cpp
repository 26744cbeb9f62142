#include <filesystem>
#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <ftxui/dom/node.hpp>
#include <ftxui/screen/screen.hpp>

#include "client/recovery_sheet.hpp"
#include "client/screens/backup_screen.hpp"
#include "client/screens/home_screen.hpp"
#include "client/screens/join_screen.hpp"
#include "client/text/words.hpp"
#include "open_desk.hpp"
#include "storage/base/text.hpp"
#include "storage/register/check.hpp"
#include "storage/register/copies/backup.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/register.hpp"
#include "storage/register/saving.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

/// An official with a backup, whose register went away and who set up again.
struct SetUpAgain {
    VillageOffice office;
    Path stick = office.folder / "stick";
    Path old_sheet = office.folder / "old-sheet";
    std::string file;

    explicit SetUpAgain(int people) {
        office.set_up();
        for (int i = 0; i < people; ++i) {
            office.add_next();
        }
        back_up();
        std::filesystem::rename(office.sheet, old_sheet);
        std::filesystem::rename(office.home, office.folder / "gone");
        office.set_up();
        office.add_next();
    }
    void back_up() {
        std::filesystem::create_directories(stick);
        const Ran made = office.run({"backup", "create", to_utf8(stick), "--json"});
        INFO(made.err);
        REQUIRE(made.code == exit_done);
        file = *parse_json(made.out)->text_at("file");
    }
    Ran join(const std::vector<std::string>& more) {
        std::vector<std::string> words{"backup", "restore", file, "--sheet-file",
                                       to_utf8(old_sheet)};
        words.insert(words.end(), more.begin(), more.end());
        return office.run(words);
    }
};

/// The screens of an open office, and a backup that another laptop of its village made.
class Keyboard : public OpenDesk {
public:
    Keyboard() {
        storage::SaveOptions options;
        options.by = desk.session()->officer().id;
        options.why = "sesuai_ktp";
        REQUIRE(
            storage::save_new(desk.session()->village_register(), office.people.next(), options));
        backup =
            storage::create_backup(desk.session()->village_register(), office.folder / "usb", {})
                ->path;
        const auto sheet = sheet_of_file(std::string(as_text(support::bytes_of(office.sheet))));
        REQUIRE(sheet);
        typed_sheet = std::string(sheet->text().text());
    }
    void open(std::unique_ptr<Screen> screen) {
        desk.open(std::move(screen));
        look();
    }
    void type(std::string_view letters) {
        for (const char letter : letters) {
            desk.take_key(letter == '\n' ? ftxui::Event::Return : ftxui::Event::Character(letter));
        }
    }
    /// A key that no screen knows lets work that is done be seen.
    void look() { desk.take_key(ftxui::Event::Special("\x1b[29~")); }
    /// Waits until this is shown.
    bool comes(std::string_view words) {
        for (int i = 0; i < 500; ++i) {
            look();
            if (shown().find(words) != std::string::npos) {
                return true;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        UNSCOPED_INFO(shown());
        return false;
    }
    std::string shown() {
        auto screen =
            ftxui::Screen::Create(ftxui::Dimension::Fixed(80), ftxui::Dimension::Fixed(24));
        ftxui::Render(screen, desk.draw());
        std::string all;
        for (int y = 0; y < 24; ++y) {
            for (int x = 0; x < 80; ++x) {
                all += screen.PixelAt(x, y).character;
            }
            all += '\n';
        }
        return all;
    }

    Path backup;
    std::string typed_sheet;
};

}  // namespace

TEST_CASE("a backup is added to a laptop that was set up again, after saying what comes") {
    SetUpAgain again(2);
    const Ran dry = again.join({"--dry-run"});
    INFO(dry.err);
    CHECK(dry.code == exit_done);
    CHECK(contains(dry.out, "2 people in the backup: 0 here already, 2 to be added"));
    CHECK(again.office.status().integer_at("entered") == 1);

    const Ran asked = again.join({});
    CHECK(contains(asked.err, "(P-13)"));
    CHECK(again.office.status().integer_at("entered") == 1);

    const Ran joined = again.join({"--yes"});
    INFO(joined.err);
    CHECK(joined.code == exit_done);
    CHECK(contains(joined.out, "2 added"));
    CHECK(contains(joined.out, "Send now"));
    const Json status = again.office.status();
    CHECK(status.integer_at("entered") == 3);
    CHECK(status.integer_at("waiting") == 3);
    CHECK(again.office.run({"doctor"}).code == exit_done);
    CHECK(contains(again.office.history(), "\"action\":\"backup_joined\""));

    const Ran twice = again.join({"--yes"});
    CHECK(twice.code == exit_done);
    CHECK(contains(twice.out, "nothing to add"));
}

TEST_CASE("looking at a backup changes no byte of the laptop") {
    SetUpAgain again(1);
    const Path data = again.office.home;
    const auto register_hash = [&] { return support::bytes_of(data / "register.db"); };
    REQUIRE(again.join({"--dry-run"}).code == exit_done);
    const auto before = register_hash();
    REQUIRE(again.join({"--dry-run"}).code == exit_done);
    CHECK(register_hash() == before);
}

TEST_CASE("what both sides changed is listed by name and field, as JSON without the name") {
    SetUpAgain again(1);
    // The first laptop comes back, and both correct the same person.
    again.join({"--yes"});
    const auto people = parse_json(again.office.run({"list", "--json"}).out);
    std::string id;
    for (const Json& person : *people->list()) {
        id = *person.text_at("id");
        const Ran edited =
            again.office.run({"edit", id, "--set", "alamat=RT 1", "--reason", "data_berubah"});
        INFO(edited.err);
        REQUIRE(edited.code == exit_done);
    }
    std::filesystem::rename(again.office.home, again.office.folder / "second");
    std::filesystem::rename(again.office.folder / "gone", again.office.home);
    const auto old_people = parse_json(again.office.run({"list", "--json"}).out);
    id = *old_people->list()->front().text_at("id");
    REQUIRE(
        again.office.run({"edit", id, "--set", "alamat=RT 2", "--reason", "data_berubah"}).code ==
        exit_done);
    again.back_up();
    std::filesystem::rename(again.office.home, again.office.folder / "gone");
    std::filesystem::rename(again.office.folder / "second", again.office.home);

    const Ran dry = again.join({"--dry-run"});
    INFO(dry.err);
    CHECK(contains(dry.out, "1 different"));
    CHECK(contains(dry.out, ": Address"));
    const Ran joined = again.join({"--yes", "--json"});
    const auto json = parse_json(joined.out);
    REQUIRE(json);
    CHECK(json->boolean_at("joined"));
    const Json& person = json->find("differing")->list()->front();
    CHECK(person.text_at("id") == id);
    CHECK(person.text_at("difference") == "fields");
    CHECK(*person.find("fields") == Json(Json::List{"alamat"}));
    CHECK(person.find("name") == nullptr);
    CHECK(contains(again.office.run({"show", id}).out, "RT 1"));
}

TEST_CASE("a person at a terminal is asked, and no is no") {
    SetUpAgain again(1);
    const Ran no = again.office.run_at_terminal(
        {"backup", "restore", again.file, "--sheet-file", to_utf8(again.old_sheet)},
        {std::string(test_passphrase), "n"});
    INFO(no.err);
    CHECK(no.code == exit_try_again);
    CHECK(contains(no.out, "Add it now?"));
    CHECK(again.office.status().integer_at("entered") == 1);
    const Ran yes = again.office.run_at_terminal(
        {"backup", "restore", again.file, "--sheet-file", to_utf8(again.old_sheet)},
        {std::string(test_passphrase), "y"});
    CHECK(yes.code == exit_done);
    CHECK(again.office.status().integer_at("entered") == 2);
}

TEST_CASE("another village's backup and another sheet are refused with words, and nothing comes") {
    SetUpAgain again(1);
    CHECK(contains(again.join({"--yes", "--village", "5301062014"}).err, "(B-05)"));
    const std::string own = again.file;
    {
        const support::Environment neighbour("LONTAR_HOME",
                                             to_utf8(again.office.folder / "neighbour"));
        put_text(again.office.folder / "neighbour.lontar-activation",
                 again.office.province.activation("5301062014").text);
        const Ran ran = again.office.run(
            {"setup", to_utf8(again.office.folder / "neighbour.lontar-activation"), "--officer",
             "Yosef Klau", "--yes", "--recovery-sheet-to", to_utf8(again.office.folder / "s")});
        INFO(ran.err);
        REQUIRE(ran.code == exit_done);
        again.back_up();
    }
    const support::Environment back("LONTAR_HOME", to_utf8(again.office.home));
    const Ran elsewhere = again.join({"--yes"});
    CHECK(elsewhere.code == exit_refused);
    CHECK(contains(elsewhere.err, "(B-12)"));
    again.file = own;
    const Ran closed = again.office.run(
        {"backup", "restore", again.file, "--yes", "--sheet-file", to_utf8(again.office.sheet)});
    CHECK(contains(closed.err, "(B-06)"));
    CHECK(again.office.status().integer_at("entered") == 1);
}

TEST_CASE("ctrl-C while a backup is read adds nothing") {
    SetUpAgain again(300);
    TypedConsole console;
    console.ctrl_c = true;
    const Ran ran = again.office.run_with(
        console, {"backup", "restore", again.file, "--yes", "--sheet-file",
                  to_utf8(again.old_sheet), "--passphrase-file", to_utf8(again.office.passphrase)});
    CHECK(ran.code == exit_try_again);
    CHECK(contains(ran.err, "(B-07)"));
    CHECK(again.office.status().integer_at("entered") == 1);
}

TEST_CASE("the backup screen leads to adding from another backup") {
    Keyboard keyboard;
    keyboard.open(make_home_screen(keyboard.desk));
    keyboard.open(make_backup_screen(keyboard.desk));
    CHECK(keyboard.comes("Tambahkan dari cadangan lain"));
    for (int i = 0; i < 9; ++i) {
        keyboard.desk.take_key(ftxui::Event::ArrowDown);  // below all sticks
    }
    keyboard.type("\n");
    CHECK(keyboard.comes("Orang dari cadangan desa ini ditambahkan"));
}

TEST_CASE("at the screens a backup that has nothing new is looked at and nothing is asked") {
    Keyboard keyboard;
    keyboard.open(make_home_screen(keyboard.desk));
    keyboard.open(make_join_screen(keyboard.desk));
    keyboard.type(to_utf8(keyboard.backup) + "\n");
    REQUIRE(keyboard.comes("Ketik lembar pemulihan"));
    keyboard.type(keyboard.typed_sheet + "\n");
    CHECK(keyboard.comes("Tidak ada yang perlu ditambahkan"));
    CHECK(keyboard.comes("1 sudah ada di sini"));
}
