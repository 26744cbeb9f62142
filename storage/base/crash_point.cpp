#include "storage/base/crash_point.hpp"

#ifdef LONTAR_CRASH_POINTS

#include <atomic>
#include <charconv>
#include <cstdlib>

#include "storage/base/os.hpp"

namespace lontar {

void crash_point(std::string_view place) {
    const auto wish = environment("LONTAR_CRASH");
    if (!wish) {
        return;
    }
    std::string_view name = *wish;
    int passing = 1;
    if (const auto colon = name.rfind(':'); colon != std::string_view::npos) {
        const std::string_view number = name.substr(colon + 1);
        std::from_chars(number.data(), number.data() + number.size(), passing);
        name = name.substr(0, colon);
    }
    if (name != place) {
        return;
    }
    static std::atomic<int> passed{0};
    if (++passed == passing) {
        std::_Exit(crash_exit_code);
    }
}

}  // namespace lontar

#endif
