#pragma once
/// The moment a record is made at, and whether the clock can be trusted.
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"

namespace lontar::storage {

class Register;

struct Moment {
    Timestamp at;
    bool uncertain = false;
};
/// What the clock says. Uncertain below the floor (build time, newest reply of the province) and
/// more than two years above it.
Result<Moment> find_moment(Register& village_register);

}  // namespace lontar::storage
