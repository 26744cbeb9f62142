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

/// The id of the device that signs with this key.
DeviceId device_id_of(const sealed::SigningKey& key);
/// SHA-256 of salt and machine name; nothing when this system has no name to hash.
std::optional<Hash> machine_hash(ByteView salt);

}  // namespace lontar::storage
