#pragma once
/// What people did and which alarms rang, as a chain of hashes: a row changed or taken out later is
/// found.
#include <string_view>

#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/sqlite/database.hpp"

namespace lontar::server {

/// `object`: ids only, never a person's data. Part of the caller's transaction, when there is one.
Status write_audit(sqlite::Database& database, Timestamp at, std::string_view action,
                   std::string_view object);

/// corrupt "V-15" names the first row that does not fit the chain.
Status check_audit(sqlite::Database& database);

}  // namespace lontar::server
