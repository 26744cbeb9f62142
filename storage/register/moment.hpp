#pragma once
/// The moment a record is made at, and whether the clock can be trusted.
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/today.hpp"

namespace lontar::storage {

class Register;

struct Moment {
    Timestamp at;            ///< what the clock says
    bool uncertain = false;  ///< below the floor, or more than two years above it
    Timestamp floor;         ///< it is later than this, whatever the clock says
};
/// Of a clock that shows `now`. `newest_reply`: when the province last spoke; the floor is that or
/// the build of this program.
Moment moment_of(Timestamp now, Timestamp newest_reply);
/// What the clock says, by the newest reply in the register.
Result<Moment> find_moment(Register& village_register);
/// The days that today can be: that of the clock; that of the floor where the clock stands less
/// than a day below it; else, where it is wrong, from the floor to what the clock shows, at least
/// for two years.
model::Today today_at(const Moment& moment);

}  // namespace lontar::storage
