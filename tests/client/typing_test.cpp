#include <catch2/catch_test_macros.hpp>
#include <ftxui/dom/node.hpp>
#include <ftxui/screen/screen.hpp>

#include "client/screens/desk.hpp"
#include "client/screens/form_screen.hpp"
#include "client/screens/home_screen.hpp"
#include "client/screens/message_screen.hpp"
#include "client/screens/unlock_screen.hpp"
#include "client/text/words.hpp"
#include "client/widgets/keys.hpp"
#include "open_desk.hpp"
#include "storage/register/drafts.hpp"

using namespace lontar;
using namespace lontar::client;
using namespace std::chrono_literals;

namespace {

const ftxui::Event ctrl_c = ftxui::Event::Special("\x03");

/// A person at the open screens; what is typed and pasted comes as the terminal sends it.
class Keyboard : public OpenDesk {
public:
    /// Puts the screen on top; it is the desk's from now on.
    Screen& open(std::unique_ptr<Screen> screen) {
        Screen& opened = *screen;
        desk.open(std::move(screen));
        press(ftxui::Event::Special("\x1b[29~"));  // a key that no screen knows
        return opened;
    }
    void press(const ftxui::Event& key) { desk.take_key(key); }
    void type(std::string_view letters) {
        for (const char letter : letters) {
            press(letter == '\n' ? ftxui::Event::Return : ftxui::Event::Character(letter));
        }
    }
    void paste(std::string_view letters) {
        press(ftxui::Event::Special("\x1b[200~"));
        type(letters);
        press(ftxui::Event::Special("\x1b[201~"));
    }
};

/// What a terminal of 80 by 24 shows of it.
std::string shown(const ftxui::Element& element) {
    auto screen = ftxui::Screen::Create(ftxui::Dimension::Fixed(80), ftxui::Dimension::Fixed(24));
    ftxui::Render(screen, element);
    std::string all;
    for (int y = 0; y < 24; ++y) {
        for (int x = 0; x < 80; ++x) {
            all += screen.PixelAt(x, y).character;
        }
        all += '\n';
    }
    return all;
}

bool shows(const std::string& all, std::string_view words) {
    return all.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a name pasted with a line break stays in its field") {
    Keyboard keyboard;
    Screen& form = keyboard.open(make_form_screen(keyboard.desk));
    keyboard.type("5301061211820001\n");
    keyboard.paste("Yohanes Bria\nSeran");
    CHECK(shows(shown(form.draw()), "Yohanes Bria Seran"));
    keyboard.type("\n");
    CHECK(shows(shown(form.draw()), "Yohanes Bria Seran"));
}

TEST_CASE("a paste where nothing is typed opens nothing") {
    Keyboard keyboard;
    int chosen = 0;
    Screen& choice =
        keyboard.open(make_choice_screen(keyboard.desk, "Pilih", {}, {{"a", "Ya"}, {"b", "Tidak"}},
                                         [&](const std::string&) { ++chosen; }));
    keyboard.paste("1\n2\n");
    REQUIRE(chosen == 0);
    CHECK(shows(shown(choice.draw()), "Ya"));
    keyboard.type("2");
    CHECK(chosen == 1);
}

TEST_CASE("a passphrase pasted with its line end is the passphrase") {
    Keyboard keyboard;
    std::string taken;
    keyboard.open(
        make_line_screen(keyboard.desk, "Kata sandi", {}, "", true, [&](const std::string& typed) {
            taken = typed;
            return std::string();
        }));
    keyboard.paste("kuda lari di pantai\n");
    CHECK(taken.empty());
    keyboard.type("\n");
    CHECK(taken == "kuda lari di pantai");
}

TEST_CASE("Ctrl-C with something typed asks before it leaves, and says what is kept") {
    Keyboard keyboard;
    Screen& form = keyboard.open(make_form_screen(keyboard.desk));
    keyboard.type("5301061211820001");
    keyboard.press(ctrl_c);
    CHECK_FALSE(keyboard.desk.is_leaving());
    CHECK(shows(shown(keyboard.desk.draw()), "tersimpan sebagai draf"));
    const auto drafts = storage::list_drafts(keyboard.desk.session()->village_register());
    REQUIRE(drafts);
    CHECK(drafts->size() == 1);
    SECTION("Escape stays, and typing goes on where it was") {
        keyboard.press(ftxui::Event::Escape);
        CHECK_FALSE(keyboard.desk.is_leaving());
        keyboard.type("\nYohanes");
        CHECK(shows(shown(form.draw()), "Yohanes"));
        keyboard.press(ctrl_c);
        CHECK_FALSE(keyboard.desk.is_leaving());
    }
    SECTION("Enter stays, since it was chosen first") {
        keyboard.type("\n");
        CHECK_FALSE(keyboard.desk.is_leaving());
    }
    SECTION("the second Ctrl-C leaves") {
        keyboard.press(ctrl_c);
        CHECK(keyboard.desk.is_leaving());
    }
    SECTION("so does the choice") {
        keyboard.type("2");
        CHECK(keyboard.desk.is_leaving());
    }
}

TEST_CASE("Ctrl-C where nothing was typed leaves at once") {
    Keyboard keyboard;
    keyboard.open(make_form_screen(keyboard.desk));
    keyboard.press(ctrl_c);
    CHECK(keyboard.desk.is_leaving());
}

TEST_CASE("Ctrl-C over a text that is not kept says so, also from a question above it") {
    Keyboard keyboard;
    const auto done = [](const std::string&) { return std::string(); };
    keyboard.open(make_line_screen(keyboard.desk, "Nama", {}, "", false, done));
    keyboard.type("Maria");
    keyboard.open(make_choice_screen(keyboard.desk, "Jabatan", {}, {{"a", "Operator"}}, {}));
    keyboard.press(ftxui::Event::F1);
    keyboard.press(ctrl_c);
    CHECK_FALSE(keyboard.desk.is_leaving());
    CHECK(shows(shown(keyboard.desk.draw()), "akan hilang"));
}

TEST_CASE("Ctrl-Z is answered with words and changes nothing") {
    Keyboard keyboard;
    Screen& form = keyboard.open(make_form_screen(keyboard.desk));
    keyboard.type("53010612");
    keyboard.press(Desk::pause_refused());
    CHECK(shows(shown(keyboard.desk.draw()), "Ctrl-Z tidak dipakai"));
    keyboard.type("11820001");
    CHECK(shows(shown(form.draw()), "5301061211820001"));
}

TEST_CASE("Home and End are known by every code a terminal sends") {
    for (const std::string_view code : {"\x1b[H", "\x1b[1~", "\x1b[7~"}) {
        CHECK(uniform_key(ftxui::Event::Special(std::string(code))) == ftxui::Event::Home);
    }
    for (const std::string_view code : {"\x1b[F", "\x1b[4~", "\x1b[8~"}) {
        CHECK(uniform_key(ftxui::Event::Special(std::string(code))) == ftxui::Event::End);
    }
    CHECK(uniform_key(ftxui::Event::Special("\x1bOM")) == ftxui::Event::Return);
    CHECK(uniform_key(ftxui::Event::Delete) == ftxui::Event::Delete);
    CHECK(uniform_key(ftxui::Event::Character('1')) == ftxui::Event::Character('1'));
    Keyboard keyboard;
    Screen& form = keyboard.open(make_form_screen(keyboard.desk));
    keyboard.type("01");
    keyboard.press(ftxui::Event::Special("\x1b[1~"));
    keyboard.type("53");
    keyboard.press(ftxui::Event::Special("\x1b[4~"));
    keyboard.type("06");
    CHECK(shows(shown(form.draw()), "530106"));
}

TEST_CASE("keys work again when the end of a paste was lost") {
    Keyboard keyboard;
    Screen& form = keyboard.open(make_form_screen(keyboard.desk));
    keyboard.press(ftxui::Event::Special("\x1b[200~"));
    keyboard.type("5301061211820001");
    keyboard.office.clock.pass(5s);
    keyboard.press(Desk::tick());
    CHECK(shows(shown(form.draw()), "5301061211820001"));
    keyboard.type("\nYohanes");
    CHECK(shows(shown(form.draw()), "Yohanes"));
}

TEST_CASE("a paste that comes while the help is shown goes nowhere") {
    Keyboard keyboard;
    Screen& form = keyboard.open(make_form_screen(keyboard.desk));
    keyboard.press(ftxui::Event::F1);
    keyboard.paste("5301061211820001");
    keyboard.press(ftxui::Event::Escape);
    CHECK_FALSE(shows(shown(form.draw()), "5301061211820001"));
}
