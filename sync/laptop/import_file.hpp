#pragma once
/// A CSV brought into the register, or looked at first: one answer for command and screen.
#include <cstdint>
#include <optional>
#include <vector>

#include "storage/model/sheet.hpp"
#include "storage/register/imports.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::laptop {

struct ImportFile {
    Path path;
    std::int64_t rows = 0;           ///< data rows of the sheet
    std::int64_t imported = 0;       ///< people who are new; of a dry run: who would be
    std::int64_t already_there = 0;  ///< rows whose person is registered already; not a problem
    std::int64_t refused = 0;        ///< rows with errors
    std::int64_t with_warnings = 0;  ///< went in (or would) and are listed to check
    std::optional<ImportId> id;      ///< nothing on a dry run or when nothing went in
    std::vector<model::SheetProblem> problems;  ///< by row, errors first within a row
};

/// Reads and checks the whole file; without `dry_run` the good rows go in, in one transaction:
/// durable on return. Errors of Disk::read, model::read_sheet ("I-…") and
/// storage::import_people; nothing went in then.
Result<ImportFile> import_file(Session& session, const Path& path, bool dry_run);

}  // namespace lontar::laptop
