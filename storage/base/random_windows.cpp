#include <windows.h>
// bcrypt.h needs the types of windows.h.
#include <algorithm>
#include <cstdlib>

#include <bcrypt.h>

#include "storage/base/random.hpp"

namespace lontar {

namespace {

class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override {
        while (!out.empty()) {
            const auto part = static_cast<ULONG>(std::min(out.size(), std::size_t{1} << 20U));
            if (BCryptGenRandom(nullptr, out.data(), part, BCRYPT_USE_SYSTEM_PREFERRED_RNG) != 0) {
                std::abort();
            }
            out = out.subspan(part);
        }
    }
};

}  // namespace

Random& system_random() {
    static SystemRandom random;
    return random;
}

}  // namespace lontar
