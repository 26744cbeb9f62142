#pragma once
/// What the screens ask of the terminal beyond drawing on it.
#include <memory>

namespace lontar::client {

/// The terminal while the screens have it; as it was before when dropped. Two phases, around the
/// moment in which the library that draws takes the terminal over and gives it back.
class ScreenTerminal {
public:
    ScreenTerminal() = default;
    ScreenTerminal(const ScreenTerminal&) = delete;
    ScreenTerminal& operator=(const ScreenTerminal&) = delete;
    ScreenTerminal(ScreenTerminal&&) = delete;
    ScreenTerminal& operator=(ScreenTerminal&&) = delete;
    virtual ~ScreenTerminal() = default;

    /// After the library took over, whose handlers of signals only count. From here on a paste
    /// comes between brackets where the terminal knows them (all of Linux; on Windows the Terminal,
    /// not the old console window, whose pastes come as keys), a program that dies of a fault
    /// leaves a terminal that can be used, and the system's request to pause is noted and not done.
    virtual void take_over() = 0;
};

/// True once after each request to pause (Ctrl-Z).
bool pause_was_asked();

/// Made before the library takes over, so that what it restores is what this one set: Ctrl-C,
/// Ctrl-S, Ctrl-Q and Ctrl-\ come as keys, in the order in which they were typed.
std::unique_ptr<ScreenTerminal> screen_terminal();

}  // namespace lontar::client
