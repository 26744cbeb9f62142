#pragma once
/// This laptop as the province knows it: keys born at set-up, kept inside the register, in no
/// backup.
#include <array>
#include <cstdint>
#include <optional>

#include "storage/base/ids.hpp"
#include "storage/base/random.hpp"
#include "storage/base/result.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/signing.hpp"

namespace lontar::storage {

class Register;

/// Ids and secrets of this device, held inside the register.
struct Device {
    DeviceId id;
    sealed::SigningKey signing_key;
    sealed::Identity identity;  ///< replies are sealed to it
    /// Salted hash of the machine's name; nothing where the system has none.
    std::optional<Hash> machine;
};

/// A new device: keys from `random`, bound to this machine.
struct NewDevice {
    Device device;
    std::array<std::uint8_t, 16> machine_salt{};
};
NewDevice make_device(Random& random);
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
