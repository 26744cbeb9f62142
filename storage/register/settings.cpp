#include "storage/register/settings.hpp"

#include <algorithm>

#include "storage/embedded_sql.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

constexpr std::chrono::seconds longest_believed_silence = std::chrono::hours(24 * 365 * 2);

}  // namespace

Result<std::string> find_setting(sqlite::Database& database, std::string_view name) {
    auto value = sqlite::first_row(
        database, queries::find_setting,
        [&](sqlite::Statement& query) { query.bind(":name", name); },
        [](const sqlite::Statement& row) { return std::string(row.text(0)); });
    if (!value) {
        return std::move(value).error();
    }
    return value->value_or("");
}

Status put_setting(sqlite::Database& database, std::string_view name, std::string_view value) {
    return sqlite::run_query(database, queries::put_setting, [&](sqlite::Statement& query) {
        query.bind(":name", name).bind(":value", value);
    });
}

Result<Moment> moment_of(sqlite::Database& database, Clock& clock) {
    const auto newest_reply =
        sqlite::first_integer(database, queries::find_newest_reply_time, sqlite::bind_nothing);
    if (!newest_reply) {
        return newest_reply.error();
    }
    const Timestamp floor = std::max(build_time(), Timestamp{*newest_reply});
    const Timestamp now = clock.now();
    return Moment{now, now < floor || now > floor + longest_believed_silence};
}

}  // namespace lontar::storage
