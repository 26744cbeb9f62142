#pragma once
/// Which day it is, as far as a laptop can know it.
#include "storage/base/timestamp.hpp"

namespace lontar::model {

/// The days that today can be, both ends included: one day where the clock can be trusted. A rule
/// refuses what is wrong on all of them, and warns of what is wrong on some.
struct Today {
    Date earliest;
    Date latest;

    /// A clock that can be trusted knows the day.
    Today(Date day) : earliest(day), latest(day) {}
    /// `from` is not after `to`.
    Today(Date from, Date to) : earliest(from), latest(to) {}
    bool operator==(const Today&) const = default;
};

}  // namespace lontar::model
