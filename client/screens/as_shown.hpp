#pragma once
/// The one place where a drawn page meets what its terminal can show.
#include <ftxui/dom/elements.hpp>

#include "client/platform/terminal_look.hpp"

namespace lontar::client {

/// `page` without the colours and signs that this terminal lacks; every cell stays where it is.
ftxui::Element as_shown(const TerminalLook& look, ftxui::Element page);

}  // namespace lontar::client
