#include "storage/register/recall.hpp"

#include "storage/embedded_sql.hpp"
#include "storage/register/register.hpp"
#include "storage/register/told_lines.hpp"
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

Status recall_earlier(Register& village_register, const ReplyNumber& by, const Epoch& current,
                      std::set<std::int64_t>& touched, std::set<RegistrationId>& people) {
    const auto batches = sqlite::all_rows(
        village_register.database(), queries::list_answered_earlier,
        [&](sqlite::Statement& query) { query.bind(":epoch", current.view()); },
        [](const sqlite::Statement& row) { return row.integer(0); });
    if (!batches) {
        return batches.error();
    }
    for (const std::int64_t id : *batches) {
        touched.insert(id);
        if (auto recalled = recall_batch(village_register, by, id, people); !recalled) {
            return recalled;
        }
    }
    const auto files = list_files_of_told_lines(village_register, by);
    if (!files) {
        return files.error();
    }
    for (const model::EpochUpto& file : *files) {
        if (auto taken = take_over_lines(village_register, file.epoch, file.seq, people); !taken) {
            return taken;
        }
    }
    return done();
}

}  // namespace lontar::storage
