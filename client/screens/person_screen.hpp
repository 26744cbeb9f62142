#pragma once
/// One registration: what is known, where it is on its way, what to do next, and its history.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_person_screen(Desk& desk, const RegistrationId& id);

}  // namespace lontar::client
