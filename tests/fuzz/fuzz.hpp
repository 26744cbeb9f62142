#pragma once
/// What every fuzz target defines, and one driver or libFuzzer calls.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "storage/base/bytes.hpp"

/// Ends the process (abort, sanitizer) when the program does something that it must never do.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace lontar::fuzz {

/// Sound and nearly sound inputs, from which changes are tried.
std::vector<Bytes> seeds();

}  // namespace lontar::fuzz
