#pragma once
/// Imports: a whole file of people in one transaction, which can be taken back until some of it is
/// sealed.
#include <span>
#include <string_view>

#include "storage/register/saving.hpp"

namespace lontar::storage {

Result<ImportReport> import_file(const SaveScene& scene, std::span<const ImportPerson> people,
                                 std::string_view file_name, const OfficerId& by, bool dry_run);
Result<std::vector<ImportInfo>> list_imports(sqlite::Database& database);
Result<std::int64_t> take_back_import(const SaveScene& scene, const ImportId& id,
                                      const OfficerId& by);

}  // namespace lontar::storage
