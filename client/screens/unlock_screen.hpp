#pragma once
/// Opening the register: officer and passphrase, or the recovery sheet.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_unlock_screen(Desk& desk);

}  // namespace lontar::client
