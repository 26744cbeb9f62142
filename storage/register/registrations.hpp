#pragma once
/// One registration with all its revisions and answers, and how it is found.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/entry.hpp"
#include "storage/model/form.hpp"
#include "storage/model/standing.hpp"

namespace lontar::storage {

class Register;

struct Verdict {
    std::string code;  ///< empty: none yet; else accepted, duplicate, needs_correction, conflict,
                       ///< held, refused; of a registration also `withdrawn`
    /// Object by code (`sync/wire/FORMAT.md`); a duplicate in our own village has `own` also from
    /// a province that did not say it.
    Json detail;
    std::optional<Timestamp> at;
};

struct RevisionInfo {
    Rev rev;
    Hash content;  ///< SHA-256 of the line as stored; the province computes the same
    std::optional<Rev> base;
    std::int64_t number = 0;  ///< order in this register
    Timestamp at;
    bool uncertain = false;
    bool taken_back = false;  ///< with its import, or a withdrawal that was; it never travels
    bool told = false;        ///< by the province: written on another laptop, or put together there
    OfficerId by;
    std::optional<std::string> why;
    std::optional<RegistrationId> into;  ///< withdrawn as the same person as this one
    std::vector<std::string> warn;
    model::EntryType type = model::EntryType::registration;
    model::Answers fields;
    std::optional<Epoch> epoch;  ///< batch it was sealed in
    std::optional<std::int64_t> seq;
    Verdict verdict;
};

struct Registration {
    RegistrationId id;
    model::Answers fields;  ///< newest
    Rev rev;                ///< newest
    model::Standing standing = model::Standing::waiting;
    bool withdrawn = false;
    bool can_reopen = false;  ///< no batch ever carried the withdrawal
    /// Withdrawn as the same person as this one.
    std::optional<RegistrationId> into;
    bool to_check = false;                ///< imported with warnings nobody has looked at yet
    Verdict verdict;                      ///< the one that counts
    std::vector<RevisionInfo> revisions;  ///< oldest first

    /// The province did not take that this is the same person as `into`: another reason may be
    /// given, or the person goes on.
    [[nodiscard]] bool is_held_merge() const {
        return withdrawn && into && standing == model::Standing::needs_correction;
    }
};

/// not_found "R-12".
Result<Registration> find_registration(Register& village_register, const RegistrationId& id);
/// Registration whose id begins with these hex digits, or whose NIK this is, as it is copied from
/// anywhere (`cleaned_digits`). not_found "R-12", conflict "R-13" when several.
Result<RegistrationId> find_person(Register& village_register, std::string_view typed);

}  // namespace lontar::storage
