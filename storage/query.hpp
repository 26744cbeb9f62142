#pragma once
/// The three ways this folder asks its database: run, first row, every row.
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "storage/sqlite/database.hpp"

namespace lontar::storage {

inline constexpr auto bind_nothing = [](sqlite::Statement&) {};

/// Runs an embedded query that returns no rows. `bind` is given the statement.
template <typename Bind>
Status run_query(sqlite::Database& database, std::string_view sql, const Bind& bind) {
    auto query = database.prepare(sql);
    if (!query) {
        return std::move(query).error();
    }
    bind(*query);
    return query->run();
}

/// Calls `row` for each row until one call fails; that failure is returned.
template <typename Bind, typename Row>
Status each_row(sqlite::Database& database, std::string_view sql, const Bind& bind,
                const Row& row) {
    auto query = database.prepare(sql);
    if (!query) {
        return std::move(query).error();
    }
    bind(*query);
    while (true) {
        auto more = query->step();
        if (!more) {
            return std::move(more).error();
        }
        if (!*more) {
            return done();
        }
        if (Status status = row(*query); !status) {
            return status;
        }
    }
}

/// What `row` makes of the first row; nothing when there is none.
template <typename Bind, typename Row>
auto first_row(sqlite::Database& database, std::string_view sql, const Bind& bind, const Row& row)
    -> Result<std::optional<std::invoke_result_t<const Row&, const sqlite::Statement&>>> {
    using Value = std::invoke_result_t<const Row&, const sqlite::Statement&>;
    auto query = database.prepare(sql);
    if (!query) {
        return std::move(query).error();
    }
    bind(*query);
    auto more = query->step();
    if (!more) {
        return std::move(more).error();
    }
    return *more ? std::optional<Value>(row(*query)) : std::optional<Value>();
}

/// The whole number in the first column of the first row; 0 when it is NULL or there is no row.
template <typename Bind>
Result<std::int64_t> first_integer(sqlite::Database& database, std::string_view sql,
                                   const Bind& bind) {
    auto value =
        first_row(database, sql, bind, [](const sqlite::Statement& row) { return row.integer(0); });
    if (!value) {
        return std::move(value).error();
    }
    return value->value_or(0);
}

}  // namespace lontar::storage
