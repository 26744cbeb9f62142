#pragma once
/// The world outside, as one parameter: disk, clock and randomness. Tests give their own.
#include "storage/base/durable_file.hpp"
#include "storage/base/random.hpp"
#include "storage/base/timestamp.hpp"

namespace lontar {

struct World {
    Disk& disk;
    Clock& clock;
    Random& random;
};

}  // namespace lontar
