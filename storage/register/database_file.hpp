#pragma once
/// The register's database as a file: opened in the schema of this program.
#include <cstdint>

#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "storage/sealed/secret.hpp"
#include "storage/sqlite/open_migrated.hpp"

namespace lontar::storage {

/// As `sqlite::open_migrated`: not_found "R-01", corrupt "R-02", too_new "R-08".
Result<sqlite::Opened> open_database(Disk& disk, const Path& file, const sealed::Secret& key,
                                     bool create);

/// The newest migration's number.
std::int64_t schema_version();

}  // namespace lontar::storage
