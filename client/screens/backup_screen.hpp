#pragma once
/// Backup: one sealed file onto a stick.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_backup_screen(Desk& desk);

}  // namespace lontar::client
