#pragma once
/// Drafts: what was begun and not saved yet.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_drafts_screen(Desk& desk);

}  // namespace lontar::client
