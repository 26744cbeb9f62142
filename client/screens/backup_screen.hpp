#pragma once
/// Backup: one sealed file onto a stick; or what another one has, brought in.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_backup_screen(Desk& desk);

}  // namespace lontar::client
