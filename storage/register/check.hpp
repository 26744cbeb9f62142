#pragma once
/// Whether all of a register is sound: what `doctor` runs.
#include "storage/base/result.hpp"

namespace lontar::storage {

class Register;

/// Pages and structure, audit chain, and the kept standings against the facts. corrupt "R-06",
/// "R-15", "R-17".
Status check_register(Register& village_register);

}  // namespace lontar::storage
