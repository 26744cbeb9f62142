#pragma once
/// What a copy to a stick and one from it tell the person who waits.
#include <cstddef>

#include "sync/courier/courier.hpp"

namespace lontar::courier {

inline Error stopped() {
    return fail(ErrorKind::cancelled, "C-05", "copy: stopped by the person");
}

/// False: the person wants to stop.
inline bool go_on(const Progress& progress, std::size_t done, std::size_t total) {
    return !progress || progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
}

}  // namespace lontar::courier
