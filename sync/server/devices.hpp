#pragma once
/// Tables of who may speak: activations, devices, devices that wait, and the epochs they speak in.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sqlite/database.hpp"
#include "sync/wire/batch.hpp"

namespace lontar::server {

struct Device {
    std::string village;
    bool revoked = false;
    sealed::Recipient recipient;
};

struct DeviceLine {
    DeviceId id;
    std::string village;
    std::string state;
    Timestamp registered_at;
    Timestamp seen_at;
    bool with_register = false;  ///< it gets the people of its village
};

struct PendingDevice {
    DeviceId id;
    std::string village;
    std::string refused;
    Timestamp first_at;
    Timestamp last_at;
};

struct EpochRow {
    std::int64_t id = 0;
    std::int64_t gen = 1;
    std::int64_t n = 0;
    std::int64_t ack = 0;
    std::int64_t upto = 0;
    bool greeted = false;  ///< its hello has come
};

struct CodeUse {
    std::optional<ActivationId> activation;  ///< the code is good
    std::string refused;  ///< else code_used, code_unknown, code_expired, village_mismatch
};

/// So many wait at most; the one not heard of for longest goes first. It asks again daily, so
/// nothing is lost.
inline constexpr std::int64_t max_pending_devices = 200;

Result<std::optional<Device>> find_device(sqlite::Database& database, const DeviceId& id);
Result<std::vector<DeviceLine>> list_devices(sqlite::Database& database);
Result<std::vector<PendingDevice>> list_pending(sqlite::Database& database);

/// Judges the code of a hello at `now`. Changes nothing.
Result<CodeUse> judge_code(sqlite::Database& database, const wire::Hello& hello, Timestamp now);
/// Counts one use and writes the device's row.
Status register_device(sqlite::Database& database, const DeviceId& id, const wire::Hello& hello,
                       const ActivationId& activation, Timestamp now);
/// Newer words of a known device: recipient, officers, machine.
Status greet_device(sqlite::Database& database, const DeviceId& id, const wire::Hello& hello);
/// One transaction of its own.
Status put_pending(sqlite::Database& database, const DeviceId& id, const wire::Hello& hello,
                   std::string_view refused, Timestamp now);

Result<std::optional<EpochRow>> find_epoch(sqlite::Database& database, const DeviceId& device,
                                           const Epoch& epoch);
Result<EpochRow> begin_epoch(sqlite::Database& database, const DeviceId& device, const Epoch& epoch,
                             Timestamp now);
Status greet_epoch(sqlite::Database& database, std::int64_t epoch_id, const wire::Hello& hello);
Status update_epoch(sqlite::Database& database, const EpochRow& epoch);
/// Epochs of laptops with the village's register that see this one, and were not woken since they
/// last sent something; now they are. Counted in batches: clocks are set back.
Result<std::vector<std::int64_t>> wake_epochs(sqlite::Database& database, std::int64_t epoch_id);
/// Epochs in which the other active devices of a village speak now.
Result<std::vector<std::int64_t>> epochs_of_others(sqlite::Database& database,
                                                   const std::string& village,
                                                   const DeviceId& except);

}  // namespace lontar::server
