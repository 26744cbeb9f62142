#include "storage/register/device.hpp"

#include "storage/base/os.hpp"
#include "storage/sealed/hash.hpp"

namespace lontar::storage {

NewDevice make_device(Random& random) {
    NewDevice made{
        {{}, sealed::SigningKey::generate(random), sealed::Identity::generate(random), {}}, {}};
    made.device.id = device_id_of(made.device.signing_key);
    random.fill(made.machine_salt);
    made.device.machine = machine_hash(made.machine_salt);
    return made;
}

DeviceId device_id_of(const sealed::SigningKey& key) {
    return DeviceId{key.public_key()};
}

std::optional<Hash> machine_hash(ByteView salt) {
    const std::string name = machine_name_secret();
    if (name.empty()) {
        return std::nullopt;
    }
    sealed::Sha256 hash;
    hash.update(salt);
    hash.update(as_bytes(name));
    return hash.finish();
}

}  // namespace lontar::storage
