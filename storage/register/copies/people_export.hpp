#pragma once
/// The people of a register into one file, without changing a byte of the register: also of one
/// that a newer program wrote, which this one cannot open to work with.
#include <cstdint>

#include "storage/base/durable_file.hpp"
#include "storage/base/os.hpp"
#include "storage/base/result.hpp"
#include "storage/base/world.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::storage {

enum class ExportForm {
    /// For a spreadsheet: UTF-8 with mark, one row a person, first row the names of the fields.
    /// Fields this program does not know stand together in the last column.
    csv,
    /// The entry lines as they are stored (`sync/wire/FORMAT.md`), each with LF.
    lines,
};

struct PeopleExport {
    ExportForm form = ExportForm::csv;
    /// As a backup is, for the recovery sheet and the province's recovery key; stanza
    /// `lontar/export-v1`. Else whoever has the file can read it.
    bool is_sealed = false;
};

struct ExportedPeople {
    std::int64_t people = 0;
    std::int64_t withdrawn = 0;  ///< of these
    bool is_from_newer = false;  ///< the register is of a newer program
};

/// Everybody as last written, the withdrawn too, into `file`, whole or not at all. Takes the
/// process lock: locked "P-02". not_found "R-01"; corrupt "R-02", "R-06"; too_new "R-23": the newer
/// program keeps people in another way; `Disk`'s errors for `file`.
Result<ExportedPeople> export_people(const World& world, const Path& folder,
                                     const sealed::Secret& register_key, const Path& file,
                                     const PeopleExport& wanted);

}  // namespace lontar::storage
