#include "storage/register/database_file.hpp"

#include "storage/embedded_sql.hpp"

namespace lontar::storage {

Result<sqlite::Opened> open_database(Disk& disk, const Path& file, const sealed::Secret& key,
                                     bool create) {
    return sqlite::open_migrated(disk, file, {.key = key.view(), .create = create},
                                 migrations::all);
}

std::int64_t schema_version() {
    return sqlite::newest_version(migrations::all);
}

}  // namespace lontar::storage
