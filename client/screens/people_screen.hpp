#pragma once
/// The people of the register: everybody with search, and those who need something done.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_people_screen(Desk& desk);
/// Only who needs correction, with what is wrong beside each.
std::unique_ptr<Screen> make_fix_screen(Desk& desk);

}  // namespace lontar::client
