#pragma once
/// An office whose official has just opened the screens.
#include "client/screens/desk.hpp"
#include "support/faulty_disk.hpp"
#include "village_scene.hpp"

namespace lontar::client {

class OpenDesk {
public:
    OpenDesk();

    VillageOffice office;
    support::FaultyDisk disk{system_disk()};  ///< under the register
    laptop::Machine machine{{disk, office.clock, system_random()}, office.home};
    Desk desk{machine, false};
};

}  // namespace lontar::client
