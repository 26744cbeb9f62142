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
    /// not the old console window, whose pastes come as keys), and a program that dies of a fault
    /// leaves a terminal that can be used.
    virtual void take_over() = 0;
};

/// Made before the library takes over, so that what it restores is what this one set.
std::unique_ptr<ScreenTerminal> screen_terminal();

}  // namespace lontar::client
