#include "storage/sqlite/engine.hpp"

#include <cassert>
#include <cerrno>

namespace lontar::sqlite {

namespace {

/// The engine reports a full disk or quota found by sync or truncate as an I/O error.
bool system_is_full(sqlite3* connection) {
    const int number = sqlite3_system_errno(connection);
#ifdef _WIN32
    // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED
    return number == 112 || number == 39 || number == 1295;
#else
    return number == ENOSPC || number == EDQUOT;
#endif
}

}  // namespace

Error error_of(sqlite3* connection, int outcome, std::string_view act) {
    std::string context(act);
    context += ": ";
    context += connection == nullptr ? sqlite3_errstr(outcome) : sqlite3_errmsg(connection);
    context += " (" + std::to_string(outcome) + ")";
    switch (outcome & 0xFF) {
        case SQLITE_FULL:
            return fail(ErrorKind::storage_full, "R-07", std::move(context));
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return fail(ErrorKind::locked, "R-03", std::move(context));
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return fail(ErrorKind::corrupt, "R-06", std::move(context));
        case SQLITE_CONSTRAINT:
            return fail(ErrorKind::conflict, "R-09", std::move(context));
        case SQLITE_IOERR:
            if (connection != nullptr && system_is_full(connection)) {
                return fail(ErrorKind::storage_full, "R-07", std::move(context));
            }
            return fail(ErrorKind::storage_failed, "R-04", std::move(context));
        default:
            return fail(ErrorKind::storage_failed, "R-04", std::move(context));
    }
}

Engine::~Engine() {
    cache.clear();
    const int outcome = sqlite3_close(connection);
    assert(outcome == SQLITE_OK);  // else a Statement outlives its database
    static_cast<void>(outcome);
}

Status Engine::run(const char* sql, std::string_view act) {
    const int outcome = sqlite3_exec(connection, sql, nullptr, nullptr, nullptr);
    return outcome == SQLITE_OK ? done() : error_of(connection, outcome, act);
}

Result<std::string> Engine::ask(const char* sql, std::string_view act) {
    auto statement = prepare(sql, 0);
    if (!statement) {
        return std::move(statement).error();
    }
    const int outcome = sqlite3_step(statement->get());
    if (outcome == SQLITE_DONE) {
        return std::string();
    }
    if (outcome != SQLITE_ROW) {
        return error_of(connection, outcome, act);
    }
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement->get(), 0));
    return std::string(text == nullptr ? "" : text);
}

Result<OwnedStatement> Engine::prepare(std::string_view sql, unsigned flags) {
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    int outcome = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()), flags,
                                     &statement, &rest);
    OwnedStatement owned(statement);
    if (outcome != SQLITE_OK) {
        return error_of(connection, outcome, "prepare a query");
    }
    sqlite3_stmt* second = nullptr;
    const auto left = static_cast<int>(sql.data() + sql.size() - rest);
    outcome = sqlite3_prepare_v3(connection, rest, left, 0, &second, nullptr);
    const OwnedStatement owned_second(second);
    if (!owned || outcome != SQLITE_OK || owned_second) {
        return fail(ErrorKind::storage_failed, "R-04",
                    "prepare a query: not exactly one statement");
    }
    return owned;
}

}  // namespace lontar::sqlite
