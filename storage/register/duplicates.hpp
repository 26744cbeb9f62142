#pragma once
/// Who in the register may be the same person as some answers: found by keys, judged by
/// model/likeness.
#include <optional>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/model/form.hpp"
#include "storage/model/likeness.hpp"

namespace lontar::storage {

class Register;

struct Similar {
    RegistrationId id;
    model::Likeness likeness = model::Likeness::different;
};

/// Everybody in the register who is not `different` from `answers`, in any form, the most alike
/// first. Withdrawn people are not looked at: they may be registered anew. Writes nothing.
Result<std::vector<Similar>> find_similar(Register& village_register, const model::Answers& answers,
                                          const std::optional<RegistrationId>& except);

/// The keys of a person, inside the caller's transaction. `before`: the answers whose keys are
/// replaced.
Status put_duplicate_keys(Register& village_register, const RegistrationId& id,
                          const model::Answers& answers, const model::Answers& before);
Status remove_duplicate_keys(Register& village_register, const RegistrationId& id,
                             const model::Answers& answers);
/// Makes all keys when there are none: after a restore, and after a migration that emptied the
/// table because the rules of likeness changed. Inside the caller's transaction.
Status make_missing_duplicate_keys(Register& village_register);

}  // namespace lontar::storage
