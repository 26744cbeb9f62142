#pragma once
/// Kirim: what will be sent and what it costs, sending with progress, and what the province
/// answered.
#include <memory>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_delivery_screen(Desk& desk);

}  // namespace lontar::client
