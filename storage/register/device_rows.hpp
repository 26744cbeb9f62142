#pragma once
/// This laptop's device as the register keeps it.
#include <optional>

#include "storage/register/device.hpp"

namespace lontar::storage {

class Register;

/// The register's own device, inside the caller's transaction.
Status insert_device(Register& village_register, ByteView machine_salt);

struct KnownDevice {
    Device device;
    bool is_other_machine = false;  ///< the register was last open on another machine
    bool is_unbound = false;        ///< its machine had no name before and has one now
};
/// corrupt "R-06": there is none, or its keys are none.
Result<KnownDevice> find_device(Register& village_register);
/// The register lives on this machine from now on, inside the caller's transaction.
Status set_machine(Register& village_register, const std::optional<Hash>& machine);

}  // namespace lontar::storage
