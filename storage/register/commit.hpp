#pragma once
/// Ends a transaction between two named places where a test may end the process.
#include <string_view>

#include "storage/base/crash_point.hpp"
#include "storage/sqlite/database.hpp"

namespace lontar::storage {

/// Durable on return. `before` and `after` are crash points, e.g. `save-before-commit`.
inline Status commit(sqlite::Transaction& transaction, std::string_view before,
                     std::string_view after) {
    crash_point(before);
    auto committed = transaction.commit();
    if (committed) {
        crash_point(after);
    }
    return committed;
}

}  // namespace lontar::storage
