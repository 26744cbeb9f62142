#include "storage/register/settings.hpp"

#include "storage/embedded_sql.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

Result<std::string> find_setting(Register& village_register, std::string_view name) {
    auto value = sqlite::first_row(
        village_register.database(), queries::find_setting,
        [&](sqlite::Statement& query) { query.bind(":name", name); },
        [](const sqlite::Statement& row) { return std::string(row.text(0)); });
    if (!value) {
        return std::move(value).error();
    }
    return value->value_or("");
}

Status put_setting(Register& village_register, std::string_view name, std::string_view value) {
    return sqlite::run_query(
        village_register.database(), queries::put_setting,
        [&](sqlite::Statement& query) { query.bind(":name", name).bind(":value", value); });
}

}  // namespace lontar::storage
