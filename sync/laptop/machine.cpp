#include "sync/laptop/machine.hpp"

#include "storage/base/os.hpp"
#include "storage/register/register.hpp"

namespace lontar::laptop {

bool is_set_up(const Machine& machine) {
    return machine.world.disk.exists(machine.data_folder / storage::register_file);
}

sealed::PassphraseCost passphrase_cost(const Machine& machine) {
    return machine.passphrase_cost ? *machine.passphrase_cost
                                   : sealed::PassphraseCost::for_memory(physical_memory_bytes());
}

}  // namespace lontar::laptop
