#pragma once
/// First start: activation file, village and date confirmed, officer, passphrase, recovery sheet
/// typed back in part.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

/// In practice no file is asked for.
std::unique_ptr<Screen> make_welcome_screen(Desk& desk);

}  // namespace lontar::client
