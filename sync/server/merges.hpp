#pragma once
/// Whom a batch can touch besides those it names: a withdrawal into another registration waits
/// until that one lives, and a NIK that it frees goes to somebody else.
#include <set>
#include <string>

#include "storage/base/result.hpp"
#include "storage/sqlite/database.hpp"
#include "sync/server/claims.hpp"
#include "sync/server/registrations.hpp"

namespace lontar::server {

struct Reach {
    LoadedRegistrations registrations;
    Claims claims;  ///< on every NIK that one of them has, had or may get
};

/// Of registrations with an entry in a batch, those its withdrawals name, and the NIKs of its
/// entries.
Result<Reach> load_reach(sqlite::Database& database, const std::set<RegistrationId>& ids,
                         const std::set<RegistrationId>& named, std::set<std::string> niks);

}  // namespace lontar::server
