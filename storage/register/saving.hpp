#pragma once
/// Saving a person: checks, the search for the same person, the decision, one transaction. Answers
/// are brought to their stored form first. Errors of all: refused "R-19": nobody active is `by`;
/// invalid_input "R-18": an unknown reason, "R-20": the answers are too long to travel; refused
/// "R-16": the registration is withdrawn.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/model/finding.hpp"
#include "storage/model/form.hpp"
#include "storage/register/duplicates.hpp"

namespace lontar::storage {

enum class SaveResult {
    saved,
    saved_held,     ///< saved, but the NIK stands on another person: held, GANDA
    already_there,  ///< the same person is registered: `id` is that registration; nothing was saved
    has_errors,     ///< `findings` has errors; nothing was saved
    needs_reason,   ///< warnings without a reason; nothing was saved
    needs_decision,  ///< `similar` people must be looked at (continue with `different_people`);
                     ///< nothing was saved
    unchanged,       ///< a correction that changes nothing
};

struct Saved {
    SaveResult result = SaveResult::saved;
    RegistrationId id;
    std::optional<Rev> rev;
    std::vector<model::Finding> findings;
    std::vector<Similar> similar;
};

struct SaveOptions {
    OfficerId by;
    std::optional<std::string> why;     ///< code of model/reasons.hpp
    bool different_people = false;      ///< the officer looked at the similar ones
    bool say_again = false;             ///< the same answers are a correction too: they are right
    std::optional<std::int64_t> draft;  ///< deleted in the same transaction
};

Result<Saved> save_new(Register& village_register, const model::Answers& typed,
                       const SaveOptions& options);
/// `base` is the newest revision here, or the province's as told in a `conflict` verdict, and
/// travels as the entry's base, once; conflict "R-11" otherwise. People it was as much like before
/// are not asked about again. Who was withdrawn as the same person as another one, and the province
/// did not take that, goes on by it.
Result<Saved> correct(Register& village_register, const RegistrationId& id, const Rev& base,
                      const model::Answers& typed, const SaveOptions& options);
/// `base` as for a correction. A withdrawal the province did not take may be said again. As the
/// same person as another one: `same_person.hpp`.
Status withdraw(Register& village_register, const RegistrationId& id, const Rev& base,
                std::string_view why, const OfficerId& by);
/// The officer looked at somebody imported with warnings and found them right. not_found "R-12".
Status mark_checked(Register& village_register, const RegistrationId& id, const OfficerId& by);

/// Told with a likely double: continued on purpose, or brought by an import.
inline constexpr std::string_view likely_duplicate = "likely_duplicate";

}  // namespace lontar::storage
