#include "storage/register/check.hpp"

#include "storage/embedded_sql.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

Status check_register(Register& village_register) {
    if (auto sound = village_register.database().check_integrity(); !sound) {
        return sound;
    }
    if (auto whole = verify_audit(village_register); !whole) {
        return whole;
    }
    const auto wrong = sqlite::first_integer(village_register.database(),
                                             queries::count_wrong_facts, sqlite::bind_nothing);
    if (!wrong) {
        return wrong.error();
    }
    if (*wrong != 0) {
        return fail(ErrorKind::corrupt, "R-17",
                    "check the standing of " + std::to_string(*wrong) + " registrations");
    }
    return done();
}

}  // namespace lontar::storage
