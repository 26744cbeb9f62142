#pragma once
/// A NIK that the village's list has already: who the other person is, and what an official can do.
#include <optional>
#include <string>

#include "storage/model/likeness.hpp"
#include "storage/register/registrations.hpp"

namespace lontar::storage {
class Register;
}

namespace lontar::client {

/// The province says that another registration of this village has the NIK.
bool is_own_double(const storage::Registration& registration);

struct OtherOne {
    storage::Registration registration;
    model::Likeness likeness = model::Likeness::same_nik;
};
/// The other one of an own double, as far as this laptop has it and it is not withdrawn.
Result<std::optional<OtherOne>> find_other(storage::Register& village_register,
                                           const storage::Registration& registration);

/// What the official does next about the answer that counts.
std::string next_step(storage::Register& village_register,
                      const storage::Registration& registration);

}  // namespace lontar::client
