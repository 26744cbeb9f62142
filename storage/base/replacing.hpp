#pragma once
/// Asked before anything is written over.
#include "storage/base/durable_file.hpp"

namespace lontar {

/// Writing this file would replace one, or whether it would cannot be told. False for a folder of
/// that name: nothing replaces it, which the writing tells (D-07).
bool would_replace(Disk& disk, const Path& file);

}  // namespace lontar
