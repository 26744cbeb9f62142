#pragma once
/// Who in the register may be the same person as some answers: found by keys, judged by
/// model/likeness.
#include <optional>
#include <vector>

#include "storage/register/village_register.hpp"

namespace lontar::storage {

/// Everybody in the register who is not `different` from `answers`, the most alike first. Withdrawn
/// people are not looked at: they may be registered anew.
Result<std::vector<Similar>> find_similar(sqlite::Database& database, const model::Answers& answers,
                                          const std::optional<RegistrationId>& except);

/// The keys of a person, inside the caller's transaction. `before`: the answers whose keys are
/// replaced.
Status put_duplicate_keys(sqlite::Database& database, const RegistrationId& id,
                          const model::Answers& answers, const model::Answers& before);
Status remove_duplicate_keys(sqlite::Database& database, const RegistrationId& id,
                             const model::Answers& answers);
/// Makes all keys when there are none: after a restore, and after a migration that emptied the
/// table because the rules of likeness changed. Inside the caller's transaction.
Status make_missing_duplicate_keys(sqlite::Database& database);

}  // namespace lontar::storage
