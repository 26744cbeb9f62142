#include <utility>

#include "storage/sqlite/database.hpp"
#include "storage/sqlite/engine.hpp"

namespace lontar::sqlite {

namespace {

/// The engine may have rolled back by itself (full disk, I/O error); a second time would be an
/// error.
void roll_back(sqlite3* connection) {
    if (sqlite3_get_autocommit(connection) == 0) {
        sqlite3_exec(connection, "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

}  // namespace

Result<Transaction> Transaction::begin(Database& database) {
    if (auto begun = database.engine_->run("BEGIN IMMEDIATE", "begin a transaction"); !begun) {
        return std::move(begun).error();
    }
    return Transaction(&database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
    if (database_ != nullptr) {
        roll_back(database_->engine_->connection);
    }
}

Status Transaction::commit() {
    if (database_ == nullptr) {
        return fail(ErrorKind::storage_failed, "R-04", "commit twice");
    }
    Database& database = *std::exchange(database_, nullptr);
    auto committed = database.engine_->run("COMMIT", "commit");
    if (!committed) {
        roll_back(database.engine_->connection);
    }
    return committed;
}

}  // namespace lontar::sqlite
