#pragma once
/// How the engine will run a query.
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite/database.hpp"

namespace lontar::support {

/// The steps of EXPLAIN QUERY PLAN, e.g. "SEARCH person USING INDEX person_nik (nik=?)". One line
/// telling the error when the query does not prepare.
std::vector<std::string> query_plan(sqlite::Database& database, std::string_view sql);

/// True when a step reads a whole table or a whole index ("SCAN ..."), except values made on the
/// way (constant rows, subqueries, json_each and its like), or when the query does not prepare.
bool scans_a_table(sqlite::Database& database, std::string_view sql);

}  // namespace lontar::support
