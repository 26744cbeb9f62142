#pragma once
/// Start of libsodium, needed before it may choose its fastest code and guard memory.

namespace lontar::sealed {

/// Does it once; ends the program when the library cannot start. Every Secret calls it.
void require_sodium();

}  // namespace lontar::sealed
