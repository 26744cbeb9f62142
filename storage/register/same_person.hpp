#pragma once
/// Two registrations of the village that are one person: one goes on, the other is withdrawn.
#include <cstdint>
#include <optional>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/model/form.hpp"

namespace lontar::storage {

class Register;

/// Answers of a form for `goes_on` with what the one that leaves has otherwise. `typed`: a draft
/// that is there already; what was typed in it stays.
model::Answers with_differences(const model::Answers& goes_on, const model::Answers& leaves,
                                const std::optional<model::Answers>& typed);

struct SamePerson {
    std::optional<std::int64_t> draft;  ///< of the differences, on `into`; nothing: there are none
};
/// Withdraws `id` as the same person as `into`, and puts what `id` has otherwise into a draft on
/// `into`, in one transaction. `base` as for a withdrawal. conflict "R-40": one cannot go on in
/// itself; refused "R-16": one of the two is withdrawn; not_found "R-12"; conflict "R-11", refused
/// "R-19" as in saving. Before it is sealed it can be taken back; the draft stays.
Result<SamePerson> merge_into(Register& village_register, const RegistrationId& id, const Rev& base,
                              const RegistrationId& into, const OfficerId& by);

}  // namespace lontar::storage
