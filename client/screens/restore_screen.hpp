#pragma once
/// A register made again from a backup file, on a laptop that has none: the file, the recovery
/// sheet, who works here, and a new passphrase.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_restore_screen(Desk& desk);

}  // namespace lontar::client
