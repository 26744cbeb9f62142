#pragma once
/// Officers, passphrase, a new recovery sheet, and about this program.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_office_screen(Desk& desk);

}  // namespace lontar::client
