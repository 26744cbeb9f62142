#include "storage/register/moment.hpp"

#include <algorithm>

#include "storage/embedded_sql.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

constexpr std::chrono::seconds longest_believed_silence = std::chrono::hours(24 * 365 * 2);

}  // namespace

Result<Moment> find_moment(Register& village_register) {
    const auto newest_reply = sqlite::first_integer(
        village_register.database(), queries::find_newest_reply_time, sqlite::bind_nothing);
    if (!newest_reply) {
        return newest_reply.error();
    }
    const Timestamp floor = std::max(build_time(), Timestamp{*newest_reply});
    const Timestamp now = village_register.world().clock.now();
    return Moment{now, now < floor || now > floor + longest_believed_silence};
}

}  // namespace lontar::storage
