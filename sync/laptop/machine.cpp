#include "sync/laptop/machine.hpp"

#include "storage/base/os.hpp"
#include "storage/register/making.hpp"
#include "storage/register/register.hpp"

namespace lontar::laptop {

bool is_set_up(const Machine& machine) {
    return machine.world.disk.exists(machine.data_folder / storage::register_file);
}

bool has_lost_register(const Machine& machine) {
    return storage::has_lost_register(machine.world.disk, machine.data_folder);
}

Error not_set_up(const Machine& machine, std::string_view act) {
    return fail(ErrorKind::not_found, has_lost_register(machine) ? "R-39" : "R-01",
                std::string(act));
}

sealed::PassphraseCost passphrase_cost(const Machine& machine) {
    return machine.passphrase_cost ? *machine.passphrase_cost
                                   : sealed::PassphraseCost::for_memory(physical_memory_bytes());
}

}  // namespace lontar::laptop
