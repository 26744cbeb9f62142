#pragma once
/// A disk whose syncs take time, as those of an old laptop do. In force for this whole program.
#include <chrono>
#include <cstdint>

namespace lontar::bench {

/// Every fsync and fdatasync of the process takes so much longer.
void slow_syncs(std::chrono::milliseconds longer);
/// Syncs since the start.
std::uint64_t syncs();

}  // namespace lontar::bench
