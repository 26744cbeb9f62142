#include "client/platform/terminal_look.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <ftxui/dom/node.hpp>
#include <ftxui/screen/screen.hpp>

#include "client/screens/as_shown.hpp"
#include "client/text/translations.hpp"
#include "storage/base/text.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

constexpr TerminalLook all_of_it{};
constexpr TerminalLook linux_console{true, true, false, true};
constexpr TerminalLook ascii{true, true, false, false};

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

}  // namespace

TEST_CASE("a terminal is drawn on as its environment says it can show") {
    CHECK(look_of("xterm-256color", "id_ID.UTF-8", false) == all_of_it);
    CHECK(look_of("tmux", "C.utf8", false) == all_of_it);
    CHECK(look_of("xterm", "id_ID.UTF-8", true) == TerminalLook{true, false, true, true});
    CHECK(look_of("linux", "id_ID.UTF-8", false) == linux_console);
    CHECK(look_of("linux-16color", "id_ID.UTF-8", false) == linux_console);
    CHECK(look_of("vt100", "id_ID.UTF-8", false) == TerminalLook{true, false, false, true});
    CHECK(look_of("vt220", "C", false) == TerminalLook{true, false, false, false});
    CHECK(look_of("dumb", "id_ID.UTF-8", false) == TerminalLook{false, false, false, true});
    for (const std::string_view locale : {"C", "POSIX", "", "id_ID", "id_ID.ISO-8859-1"}) {
        CHECK(look_of("xterm", locale, false) == ascii);
    }
}

TEST_CASE("every sign of the words has one in ASCII, as wide as it was") {
    for (const std::string_view words : {translations::id_po, translations::en_po}) {
        const std::string shown = shown_on(linux_console, words);
        CHECK(is_ascii(shown));
        CHECK(shown.find('?') < shown.size());  // those of questions
        CHECK(std::ranges::count(shown, '?') == std::ranges::count(words, '?'));
    }
    for (const std::string_view signs :
         {"╭─┐│╰╯├┤┼━", "◄►▲▼↑↓", "5301••••••••9901", "█▌▏", "LONTAR · Beranda", "Menyimpan …"}) {
        const std::string shown = shown_on(ascii, signs);
        CHECK(is_ascii(shown));
        CHECK(display_width(shown) == display_width(signs));
        CHECK(shown.find('?') == std::string::npos);
        CHECK(shown_on(all_of_it, signs) == signs);
    }
}

TEST_CASE("letters stay where the terminal has them, and a cut word stays a cut word") {
    CHECK(shown_on(linux_console, "José ✓") == "José v");
    CHECK(shown_on(ascii, "José ✓") == "Jos? v");
    CHECK(shown_on(ascii, "Menyimpan …") == "Menyimpan .");
    CHECK(shown_on(ascii, "menunggu tanda teri…") == "menunggu tanda teri~");
    CHECK(shown_on(ascii, "村") == "??");
}

TEST_CASE("a page on a terminal without colours and signs has none, and every cell in its place") {
    using namespace ftxui;
    const auto page = [] {
        return window(text(" Judul "), hbox({text("✓ ") | color(Color::Green), text("José 村 ba…"),
                                             text("LATIHAN") | bgcolor(Color::Yellow) | inverted}));
    };
    const auto drawn = [&](const TerminalLook& look) {
        auto screen = ftxui::Screen::Create(Dimension::Fixed(30), Dimension::Fixed(3));
        auto element = as_shown(look, page());
        ftxui::Render(screen, element);
        return screen.ToString();
    };
    const std::string plain = drawn({true, false, false, false});
    CHECK(is_ascii(plain));
    CHECK(plain.find("v Jos? ?? ba~") != std::string::npos);
    CHECK(plain.find("+ Judul") != std::string::npos);
    CHECK(plain.find("\x1b[3") == std::string::npos);
    CHECK(plain.find("\x1b[4") == std::string::npos);
    CHECK(plain.find("\x1b[7m") != std::string::npos);
    const std::string coloured = drawn(all_of_it);
    CHECK(coloured.find("\x1b[32m") != std::string::npos);
    CHECK(coloured.find("✓") != std::string::npos);
}
