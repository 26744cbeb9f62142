#pragma once
/// Keys under one name, whatever the terminal sends for them.
#include <ftxui/component/event.hpp>

namespace lontar::client {

/// Home and End of the Linux console, of screen and tmux (`ESC[1~`, `ESC[4~`) and of rxvt
/// (`ESC[7~`, `ESC[8~`) become those of xterm, and Enter of the number pad (`ESC O M`) becomes
/// Enter; every other key is itself. The library that reads the terminal does the same for the
/// arrows, the function keys, `ESC O H`, `ESC O F` and both codes of Backspace.
ftxui::Event uniform_key(const ftxui::Event& key);

/// Ctrl-C, where the terminal was told to send it as a key.
bool is_ctrl_c(const ftxui::Event& key);

}  // namespace lontar::client
