#include "storage/register/moment.hpp"

#include <algorithm>

#include "storage/embedded_sql.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

constexpr std::chrono::seconds longest_believed_silence = std::chrono::hours(24 * 365 * 2);
/// A clock as little below the floor goes slow or stands in another time zone.
constexpr std::chrono::seconds small_slip = std::chrono::hours(24);

}  // namespace

Moment moment_of(Timestamp now, Timestamp newest_reply) {
    const Timestamp floor = std::max(build_time(), newest_reply);
    return {now, now < floor || now > floor + longest_believed_silence, floor};
}

Result<Moment> find_moment(Register& village_register) {
    const auto newest_reply = sqlite::first_integer(
        village_register.database(), queries::find_newest_reply_time, sqlite::bind_nothing);
    if (!newest_reply) {
        return newest_reply.error();
    }
    return moment_of(village_register.world().clock.now(), Timestamp{*newest_reply});
}

model::Today today_at(const Moment& moment) {
    if (!moment.uncertain) {
        return Date::in_wita(moment.at);
    }
    if (moment.at < moment.floor && moment.floor - moment.at < small_slip) {
        return Date::in_wita(moment.floor);
    }
    const Timestamp latest = std::max(moment.at, moment.floor + longest_believed_silence);
    return {Date::in_wita(moment.floor), Date::in_wita(latest)};
}

}  // namespace lontar::storage
