#pragma once
/// Epochs: the one way out of a restore, a clone, a fork or a refused hello.
#include <string_view>

#include "storage/register/village_register.hpp"

namespace lontar::storage {

/// The epoch this device is in. corrupt "R-06" when the register has none.
Result<EpochState> find_epoch_state(sqlite::Database& database);
/// A new epoch in which everything without the province's verdict waits to be sealed again, inside
/// the caller's transaction.
Status start_epoch(sqlite::Database& database, const World& world, const DeviceId& device,
                   std::string_view why);
/// start_epoch in a commit of its own.
Status begin_epoch(sqlite::Database& database, const World& world, const DeviceId& device,
                   std::string_view why);
Status set_hello_problem(sqlite::Database& database, std::string_view problem);

}  // namespace lontar::storage
