#pragma once
/// The other road: sealed files out to a stick, replies in from a stick.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_stick_screen(Desk& desk);

}  // namespace lontar::client
