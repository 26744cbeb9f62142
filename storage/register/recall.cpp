#include "storage/register/recall.hpp"

#include "storage/embedded_sql.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

Status recall_batch(Register& village_register, const ReplyNumber& by, std::int64_t batch_id,
                    std::set<RegistrationId>& people) {
    sqlite::Database& database = village_register.database();
    const auto bind = [&](sqlite::Statement& query) { query.bind(":batch_id", batch_id); };
    auto taken =
        sqlite::run_query(database, queries::unreceive_batch, [&](sqlite::Statement& query) {
            bind_number(query, by);
            bind(query);
        });
    if (!taken) {
        return taken;
    }
    auto listed =
        sqlite::each_row(database, queries::list_recalled, bind, [&](const sqlite::Statement& row) {
            people.insert(sqlite::id_of<RegistrationId>(row, 0));
            return done();
        });
    return listed ? sqlite::run_query(database, queries::recall_lines, bind) : listed;
}

}  // namespace lontar::storage
