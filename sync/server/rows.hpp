#pragma once
/// Running one query and reading its rows, without repeating the steps at each.
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/sqlite/database.hpp"

namespace lontar::server {

/// Runs a statement for its effect. `bind` is called with the Statement.
template <typename Bind>
Status run_query(sqlite::Database& database, std::string_view sql, Bind bind) {
    auto statement = database.prepare(sql);
    if (!statement) {
        return std::move(statement).error();
    }
    bind(*statement);
    return statement->run();
}

/// Every row, as `read(Statement)` makes it.
template <typename Bind, typename Read>
auto all_rows(sqlite::Database& database, std::string_view sql, Bind bind, Read read)
    -> Result<std::vector<decltype(read(std::declval<const sqlite::Statement&>()))>> {
    auto statement = database.prepare(sql);
    if (!statement) {
        return std::move(statement).error();
    }
    bind(*statement);
    std::vector<decltype(read(std::declval<const sqlite::Statement&>()))> rows;
    for (;;) {
        const auto has_row = statement->step();
        if (!has_row) {
            return has_row.error();
        }
        if (!*has_row) {
            return rows;
        }
        rows.push_back(read(std::as_const(*statement)));
    }
}

/// The first row, or nothing.
template <typename Bind, typename Read>
auto first_row(sqlite::Database& database, std::string_view sql, Bind bind, Read read)
    -> Result<std::optional<decltype(read(std::declval<const sqlite::Statement&>()))>> {
    using Row = decltype(read(std::declval<const sqlite::Statement&>()));
    auto statement = database.prepare(sql);
    if (!statement) {
        return std::move(statement).error();
    }
    bind(*statement);
    const auto has_row = statement->step();
    if (!has_row) {
        return has_row.error();
    }
    std::optional<Row> row;
    if (*has_row) {
        row = read(std::as_const(*statement));
    }
    statement->reset();
    return row;
}

inline void bind_nothing(sqlite::Statement&) {}

/// An id as the schema guarantees it: the column has a CHECK on its length.
template <typename Identity>
Identity id_of(const sqlite::Statement& row, int column) {
    return Identity::from_bytes(row.blob(column)).value_or(Identity{});
}
template <typename Identity>
std::optional<Identity> optional_id_of(const sqlite::Statement& row, int column) {
    return row.is_null(column) ? std::nullopt : Identity::from_bytes(row.blob(column));
}

/// Binds an id, or NULL.
template <typename Identity>
void bind_id(sqlite::Statement& statement, std::string_view name,
             const std::optional<Identity>& id) {
    if (id) {
        statement.bind(name, id->view());
    } else {
        statement.bind_null(name);
    }
}

}  // namespace lontar::server
