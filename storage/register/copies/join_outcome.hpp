#pragma once
/// What joining a backup does, in numbers and names.
#include <cstdint>
#include <string>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/register/copies/lineage.hpp"

namespace lontar::storage {

/// Somebody whom both sides have and see otherwise.
struct JoinedPerson {
    RegistrationId id;
    std::string name;
    JoinDifference difference = JoinDifference::none;
    std::vector<std::string> fields;  ///< keys
};

/// What a join does, or did. `people` = `known + added + renewed + differing.size() + taken_back`.
struct JoinOutcome {
    std::int64_t people = 0;      ///< in the backup
    std::int64_t known = 0;       ///< here as they are there, or newer
    std::int64_t added = 0;       ///< were not here
    std::int64_t renewed = 0;     ///< the backup goes on from what stood here, or says they died
    std::int64_t taken_back = 0;  ///< here, with the import that brought them: left so
    std::int64_t shared_nik = 0;  ///< of these two: whose NIK somebody else here has
    std::int64_t lines = 0;       ///< revisions appended
    std::int64_t drafts = 0;
    std::vector<JoinedPerson> differing;
    [[nodiscard]] bool is_nothing() const { return lines == 0 && drafts == 0; }
};

}  // namespace lontar::storage
