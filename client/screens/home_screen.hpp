#pragma once
/// Home answers three questions at a glance: how many people are where, did the province get it,
/// when was the last backup.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_home_screen(Desk& desk);

}  // namespace lontar::client
