#pragma once
/// Whom a sealed copy of a register is for.
#include <array>

#include "storage/base/result.hpp"
#include "storage/sealed/age_keys.hpp"

namespace lontar::storage {

class Register;

/// The recovery sheet and the province's offline recovery key. corrupt "R-06": the register names
/// none.
Result<std::array<sealed::Recipient, 2>> find_recipients(Register& village_register);

}  // namespace lontar::storage
