#pragma once
/// Running one embedded query and reading its rows, without repeating the steps at each.
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "storage/base/result.hpp"
#include "storage/sqlite/database.hpp"

namespace lontar::sqlite {

inline constexpr auto bind_nothing = [](Statement&) {};

/// Runs an embedded query that returns no rows. `bind` is given the statement.
template <typename Bind>
Status run_query(Database& database, std::string_view sql, const Bind& bind) {
    auto query = database.prepare(sql);
    if (!query) {
        return std::move(query).error();
    }
    bind(*query);
    return query->run();
}

/// Calls `row` for each row until one call fails; that failure is returned.
template <typename Bind, typename Row>
Status each_row(Database& database, std::string_view sql, const Bind& bind, const Row& row) {
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
        if (Status status = row(std::as_const(*query)); !status) {
            return status;
        }
    }
}

/// Every row, as `row` makes it.
template <typename Bind, typename Row>
auto all_rows(Database& database, std::string_view sql, const Bind& bind, const Row& row)
    -> Result<std::vector<std::invoke_result_t<const Row&, const Statement&>>> {
    std::vector<std::invoke_result_t<const Row&, const Statement&>> rows;
    auto read = each_row(database, sql, bind, [&](const Statement& query) {
        rows.push_back(row(query));
        return done();
    });
    if (!read) {
        return std::move(read).error();
    }
    return rows;
}

/// What `row` makes of the first row; nothing when there is none.
template <typename Bind, typename Row>
auto first_row(Database& database, std::string_view sql, const Bind& bind, const Row& row)
    -> Result<std::optional<std::invoke_result_t<const Row&, const Statement&>>> {
    using Value = std::invoke_result_t<const Row&, const Statement&>;
    auto query = database.prepare(sql);
    if (!query) {
        return std::move(query).error();
    }
    bind(*query);
    auto more = query->step();
    if (!more) {
        return std::move(more).error();
    }
    return *more ? std::optional<Value>(row(std::as_const(*query))) : std::optional<Value>();
}

/// The whole number in the first column of the first row; 0 when it is NULL or there is no row.
template <typename Bind>
Result<std::int64_t> first_integer(Database& database, std::string_view sql, const Bind& bind) {
    auto value =
        first_row(database, sql, bind, [](const Statement& row) { return row.integer(0); });
    if (!value) {
        return std::move(value).error();
    }
    return value->value_or(0);
}

/// An id in a column whose CHECK guarantees its length.
template <typename Identity>
Identity id_of(const Statement& row, int column) {
    return Identity::from_bytes(row.blob(column)).value_or(Identity{});
}
template <typename Identity>
std::optional<Identity> optional_id_of(const Statement& row, int column) {
    return row.is_null(column) ? std::nullopt : Identity::from_bytes(row.blob(column));
}

/// Binds an id, or NULL.
template <typename Identity>
void bind_id(Statement& statement, std::string_view name, const std::optional<Identity>& id) {
    if (id) {
        statement.bind(name, id->view());
    } else {
        statement.bind_null(name);
    }
}

}  // namespace lontar::sqlite
