#include "storage/register/copies/joined_rows.hpp"

#include <string>
#include <utility>

#include "storage/register/copies/join_plan.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

Status JoinedRows::add(Json row) {
    rows_.push_back(std::move(row));
    return rows_.size() < joined_at_once ? done() : run();
}

Status JoinedRows::run() {
    if (rows_.empty()) {
        return done();
    }
    const std::string text = Json(std::exchange(rows_, {})).dump();
    return sqlite::run_query(register_.database(), sql_,
                             [&](sqlite::Statement& query) { query.bind(":rows", text); });
}

}  // namespace lontar::storage
