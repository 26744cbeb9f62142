#include "sync/server/audit.hpp"

#include <string>

#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/province_sql.hpp"

namespace lontar::server {

namespace {

Hash link(const Hash& before, Timestamp at, std::string_view action, std::string_view object) {
    Json row;
    row.set("after", before.hex())
        .set("at", at.seconds)
        .set("action", action)
        .set("object", object);
    return sealed::sha256(as_bytes(row.dump()));
}

}  // namespace

Status write_audit(sqlite::Database& database, Timestamp at, std::string_view action,
                   std::string_view object) {
    const auto last =
        sqlite::first_row(database, queries::last_audit, sqlite::bind_nothing,
                          [](const auto& row) { return sqlite::id_of<Hash>(row, 0); });
    if (!last) {
        return last.error();
    }
    const Hash hash = link(last->value_or(Hash{}), at, action, object);
    return sqlite::run_query(database, queries::insert_audit, [&](auto& s) {
        s.bind(":at", at.seconds)
            .bind(":action", action)
            .bind(":object", object)
            .bind(":hash", hash.view());
    });
}

Status check_audit(sqlite::Database& database) {
    Hash before{};
    std::int64_t broken = 0;
    const auto rows =
        sqlite::all_rows(database, queries::list_audit, sqlite::bind_nothing, [&](const auto& row) {
            const Hash expected = link(before, Timestamp{row.integer(1)}, row.text(2), row.text(3));
            before = sqlite::id_of<Hash>(row, 4);
            if (before != expected && broken == 0) {
                broken = row.integer(0);
            }
            return 0;
        });
    if (!rows) {
        return rows.error();
    }
    if (broken != 0) {
        return fail(ErrorKind::corrupt, "V-15",
                    "verify the audit chain: row " + std::to_string(broken));
    }
    return done();
}

}  // namespace lontar::server
