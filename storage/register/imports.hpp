#pragma once
/// Imports: a whole file of people in one transaction, which can be taken back until some of it is
/// sealed.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/finding.hpp"
#include "storage/model/form.hpp"

namespace lontar::storage {

class Register;

struct ImportPerson {
    std::int64_t row = 0;
    model::Answers answers;
    std::vector<model::Finding> findings;  ///< cell-level, errors refuse the row
};
enum class ImportRowResult { imported, already_there, refused };
struct ImportRow {
    std::int64_t row = 0;
    ImportRowResult result = ImportRowResult::refused;
    std::vector<model::Finding> findings;
};
struct ImportReport {
    std::optional<ImportId> id;  ///< nothing on a dry run or when no row went in
    std::vector<ImportRow> rows;
};
struct ImportInfo {
    ImportId id;
    Timestamp at;
    std::string file_name;
    std::int64_t people = 0;
    bool can_be_undone = false;
};

/// A row without errors goes in, with reason `dari_impor` when it has warnings; a person who is
/// there, in the register or in an earlier row, is `already_there`; a likely double goes in with
/// warning `likely_duplicate`; a NIK of another person is refused (`nik_used_by_other`). A dry run
/// tells the same and keeps nothing. refused "R-19": nobody active is `by`.
Result<ImportReport> import_people(Register& village_register, std::span<const ImportPerson> people,
                                   std::string_view file_name, const OfficerId& by, bool dry_run);
Result<std::vector<ImportInfo>> list_imports(Register& village_register);
/// Takes back what one import brought, and what was corrected of it since, while none of it is
/// sealed: conflict "I-10" otherwise, not_found "I-11". The revisions stay in the history but never
/// travel and are counted and found no more. Returns how many people the file brought.
Result<std::int64_t> undo_import(Register& village_register, const ImportId& id,
                                 const OfficerId& by);

}  // namespace lontar::storage
