#pragma once
/// How the register stands: the home screen's figures, and whether all of it is sound.
#include "storage/register/register_impl.hpp"

namespace lontar::storage {

Result<RegisterStatus> find_status(VillageRegister::Impl& impl);
/// Remembers a finished backup, for the home screen and the audit chain.
Status put_backup(sqlite::Database& database, Timestamp at, std::int64_t registrations);
/// Pages, structure, audit chain, and the kept standings against the facts. corrupt "R-06", "R-15",
/// "R-17".
Status check_register(sqlite::Database& database);

Result<RegisterSizes> find_sizes(sqlite::Database& database);

}  // namespace lontar::storage
