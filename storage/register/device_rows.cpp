#include "storage/register/device_rows.hpp"

#include "storage/embedded_sql.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

struct DeviceRow {
    Bytes seed, identity, salt;
    std::optional<Hash> machine;
};

Result<DeviceRow> find_device_row(Register& village_register) {
    auto row = sqlite::first_row(village_register.database(), queries::find_device,
                                 sqlite::bind_nothing, [](const sqlite::Statement& found) {
                                     return DeviceRow{
                                         to_bytes(found.blob(1)), to_bytes(found.blob(2)),
                                         to_bytes(found.blob(3)), Hash::from_bytes(found.blob(4))};
                                 });
    if (!row) {
        return std::move(row).error();
    }
    if (!row->has_value()) {
        return fail(ErrorKind::corrupt, "R-06", "find this device");
    }
    return **std::move(row);
}

}  // namespace

Status insert_device(Register& village_register, ByteView machine_salt) {
    const Device& device = village_register.device();
    return sqlite::run_query(village_register.database(), queries::insert_device,
                             [&](sqlite::Statement& query) {
                                 query.bind(":device_id", device.id.view())
                                     .bind(":signing_seed", device.signing_key.seed())
                                     .bind(":identity", device.identity.bytes())
                                     .bind(":machine_salt", machine_salt);
                                 if (device.machine) {
                                     query.bind(":machine", device.machine->view());
                                 }
                             });
}

Result<KnownDevice> find_device(Register& village_register) {
    auto row = find_device_row(village_register);
    if (!row) {
        return std::move(row).error();
    }
    auto signing_key = sealed::SigningKey::from_seed(row->seed);
    auto identity = sealed::Identity::from_bytes(row->identity);
    sealed::wipe(row->seed);
    sealed::wipe(row->identity);
    if (!signing_key || !identity) {
        return fail(ErrorKind::corrupt, "R-06", "read this device's keys");
    }
    const auto machine = machine_hash(row->salt);
    const DeviceId id = device_id_of(*signing_key);
    // A machine without a name proves nothing, neither then nor now.
    const bool moved = machine && row->machine && *machine != *row->machine;
    return KnownDevice{{id, *std::move(signing_key), *std::move(identity), machine},
                       moved,
                       machine && !row->machine};
}

Status set_machine(Register& village_register, const std::optional<Hash>& machine) {
    return sqlite::run_query(village_register.database(), queries::set_machine,
                             [&](sqlite::Statement& query) {
                                 if (machine) {
                                     query.bind(":machine", machine->view());
                                 }
                             });
}

}  // namespace lontar::storage
