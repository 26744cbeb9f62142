#pragma once
/// A database of an older program is opened by way of a copy: what the migration would lose is
/// still there.
#include <memory>
#include <span>

#include "storage/base/durable_file.hpp"
#include "storage/sqlite/database.hpp"

namespace lontar::sqlite {

struct Opened {
    std::unique_ptr<Database> database;
    bool was_migrated = false;  ///< in this opening, from a version that had content
};

/// Opens, and brings to the newest version. One of an older version is first copied whole to
/// `<file>.before-<version>`, and the copy opened and read through; copies of earlier migrations go
/// then, so there is at most one. The caller holds the lock of the folder. As `Database::open` and
/// `migrate`; storage_full "D-01" and the other errors of `Disk`: no copy could be made. On every
/// failure the database is as before.
Result<Opened> open_migrated(Disk& disk, const Path& file, const OpenOptions& options,
                             std::span<const Script> scripts);

/// Takes away the copies of `file`. Called when a program works with the newest version again: a
/// copy would keep what was deleted since.
Status remove_copies(Disk& disk, const Path& file);

}  // namespace lontar::sqlite
