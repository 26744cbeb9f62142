#pragma once
/// A list from a CSV: first what would happen, row by row, then the import itself, and its undoing
/// until it is sealed.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_import_screen(Desk& desk);

}  // namespace lontar::client
