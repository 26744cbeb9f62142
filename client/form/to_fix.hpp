#pragma once
/// The list of people an official has to look at again: who, why in words, and what to do.
#include <optional>
#include <string>
#include <vector>

#include "client/form/conflict.hpp"
#include "storage/register/people.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::client {

struct ToFix {
    storage::PersonLine person;
    std::string why;                      ///< drawable
    std::string advice;                   ///< what to do next
    std::vector<Difference> differences;  ///< after a conflict: both sides' answers
    std::optional<RegistrationId> other;  ///< who has the NIK in this village, where it is here
};

/// First what the province returned or holds, then what an import left to check. Errors of the
/// register.
Result<std::vector<ToFix>> to_fix(laptop::Session& session);

}  // namespace lontar::client
