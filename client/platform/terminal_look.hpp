#pragma once
/// What the terminal can show, by what its environment says of it.
#include <string>
#include <string_view>

namespace lontar::client {

struct TerminalLook {
    bool screens = true;  ///< a program can draw anywhere on it
    bool colours = true;
    bool signs = true;    ///< frames, arrows, marks
    bool letters = true;  ///< those outside ASCII

    bool operator==(const TerminalLook&) const = default;
};

/// `term`: TERM. `locale`: the first of LC_ALL, LC_CTYPE and LANG that is not empty; one that does
/// not name UTF-8 shows ASCII alone. The Linux console shows letters, but its font has few signs;
/// terminals of the VT line and those without colours are drawn without them. `no_colour`: NO_COLOR
/// is set and not empty (no-color.org).
TerminalLook look_of(std::string_view term, std::string_view locale, bool no_colour);

/// That of this process. On Windows a console shows every letter, whatever the locale is.
TerminalLook terminal_look();

/// `text`, drawable, as this terminal can show it, in as many columns: frames, arrows and marks
/// become ASCII, and other letters a `?` each where it has none.
std::string shown_on(const TerminalLook& look, std::string_view text);

}  // namespace lontar::client
