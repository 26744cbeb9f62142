#include "storage/register/verdicts.hpp"

#include "storage/embedded_sql.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

void bind_number(sqlite::Statement& query, const ReplyNumber& number) {
    query.bind(":epoch", number.epoch).bind(":gen", number.gen).bind(":n", number.n);
}

Status put_verdict(Register& village_register, const ReplyNumber& by, Timestamp time,
                   std::int64_t batch_id, const VerdictRecord& verdict) {
    const auto number = sqlite::first_integer(
        village_register.database(), queries::find_sealed_revision, [&](sqlite::Statement& query) {
            query.bind(":batch_id", batch_id).bind(":line", verdict.line);
        });
    if (!number) {
        return number.error();
    }
    return set_verdict(village_register, by, time, *number, verdict.code, verdict.detail);
}

Status set_verdict(Register& village_register, const ReplyNumber& by, Timestamp time,
                   std::int64_t number, std::string_view code, const Json& detail) {
    return sqlite::run_query(village_register.database(), queries::set_verdict,
                             [&](sqlite::Statement& query) {
                                 bind_number(query, by);
                                 query.bind(":number", number)
                                     .bind(":code", code)
                                     .bind(":detail", detail.is_null() ? "{}" : detail.dump())
                                     .bind(":at", time.seconds);
                             });
}

Result<std::int64_t> accept_lines(Register& village_register, const ReplyNumber& by, Timestamp time,
                                  std::int64_t batch_id, const std::set<std::int64_t>& excepted) {
    const std::string lines = Json(Json::List(excepted.begin(), excepted.end())).dump();
    const auto bind = [&](sqlite::Statement& query) {
        bind_number(query, by);
        query.bind(":batch_id", batch_id).bind(":excepted", lines);
    };
    auto gone =
        sqlite::first_integer(village_register.database(), queries::count_questions_gone, bind);
    if (!gone) {
        return gone;
    }
    auto accepted = sqlite::run_query(village_register.database(), queries::accept_lines,
                                      [&](sqlite::Statement& query) {
                                          bind(query);
                                          query.bind(":at", time.seconds);
                                      });
    return accepted ? gone : Result<std::int64_t>(std::move(accepted).error());
}

}  // namespace lontar::storage
