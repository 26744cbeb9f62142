#pragma once
/// A backup brought into the register that is open: the file, the recovery sheet, what would come,
/// and what came.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_join_screen(Desk& desk);

}  // namespace lontar::client
