#pragma once
/// Named places where a test may end the process, to show that nothing acknowledged is lost.
#include <string_view>

namespace lontar {

/// What a shell reports for a killed process, so that tests treat a real kill and this alike.
inline constexpr int crash_exit_code = 137;

/// In builds with LONTAR_CRASH_POINTS: ends the process at once (no destructors, no flushing,
/// `crash_exit_code`) when `LONTAR_CRASH` in the environment is `<place>` or `<place>:<n>` and this
/// is its n-th passing (first when absent). Otherwise nothing, and compiled away.
#ifdef LONTAR_CRASH_POINTS
void crash_point(std::string_view place);
#else
inline void crash_point(std::string_view) {}
#endif

}  // namespace lontar
