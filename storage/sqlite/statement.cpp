#include <cassert>
#include <utility>

#include "storage/sqlite/database.hpp"
#include "storage/sqlite/engine.hpp"

namespace lontar::sqlite {

Statement::Statement(Statement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)),
      in_use_(std::exchange(other.in_use_, nullptr)),
      failure_(other.failure_) {}

Statement& Statement::operator=(Statement&& other) noexcept {
    if (this != &other) {
        give_back();
        statement_ = std::exchange(other.statement_, nullptr);
        in_use_ = std::exchange(other.in_use_, nullptr);
        failure_ = other.failure_;
    }
    return *this;
}

Statement::~Statement() {
    give_back();
}

void Statement::give_back() {
    if (in_use_ == nullptr) {
        sqlite3_finalize(statement_);
        return;
    }
    sqlite3_reset(statement_);
    // A person's data does not stay in memory for the next use.
    sqlite3_clear_bindings(statement_);
    *in_use_ = false;
}

void Statement::keep(int outcome) {
    if (failure_ == SQLITE_OK) {
        failure_ = outcome;
    }
}

int Statement::position_of(std::string_view name) {
    const int position = sqlite3_bind_parameter_index(statement_, std::string(name).c_str());
    assert(position != 0);
    if (position == 0) {
        keep(SQLITE_RANGE);
    }
    return position;
}

Statement& Statement::bind(std::string_view name, std::string_view text) {
    // An empty view may have no address, which the engine would take for NULL.
    const char* bytes = text.empty() ? "" : text.data();
    keep(sqlite3_bind_text64(statement_, position_of(name), bytes, text.size(), SQLITE_TRANSIENT,
                             SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(std::string_view name, std::int64_t value) {
    keep(sqlite3_bind_int64(statement_, position_of(name), value));
    return *this;
}

Statement& Statement::bind(std::string_view name, ByteView blob) {
    if (blob.empty()) {
        keep(sqlite3_bind_zeroblob(statement_, position_of(name), 0));
    } else {
        keep(sqlite3_bind_blob64(statement_, position_of(name), blob.data(), blob.size(),
                                 SQLITE_TRANSIENT));
    }
    return *this;
}

Statement& Statement::bind_null(std::string_view name) {
    keep(sqlite3_bind_null(statement_, position_of(name)));
    return *this;
}

Statement& Statement::bind(std::string_view name, const std::optional<std::string>& text) {
    return text ? bind(name, std::string_view(*text)) : bind_null(name);
}

Statement& Statement::bind(std::string_view name, const std::optional<std::int64_t>& value) {
    return value ? bind(name, *value) : bind_null(name);
}

Result<bool> Statement::step() {
    sqlite3* connection = sqlite3_db_handle(statement_);
    if (failure_ != SQLITE_OK) {
        return error_of(nullptr, failure_, "bind");
    }
    const int outcome = sqlite3_step(statement_);
    if (outcome == SQLITE_ROW) {
        return true;
    }
    if (outcome == SQLITE_DONE) {
        sqlite3_reset(statement_);
        return false;
    }
    auto error = error_of(connection, outcome, "run a query");
    sqlite3_reset(statement_);
    return error;
}

Status Statement::run() {
    while (true) {
        auto row = step();
        if (!row) {
            return std::move(row).error();
        }
        if (!*row) {
            return done();
        }
    }
}

void Statement::reset() {
    sqlite3_reset(statement_);
    failure_ = SQLITE_OK;
}

std::string_view Statement::text(int column) const {
    // The text first: asking for it may convert the value and change its size.
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    const int size = sqlite3_column_bytes(statement_, column);
    return bytes == nullptr ? std::string_view()
                            : std::string_view(bytes, static_cast<std::size_t>(size));
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

ByteView Statement::blob(int column) const {
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    const int size = sqlite3_column_bytes(statement_, column);
    return bytes == nullptr ? ByteView() : ByteView(bytes, static_cast<std::size_t>(size));
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::optional<std::string> Statement::optional_text(int column) const {
    return is_null(column) ? std::nullopt : std::optional<std::string>(text(column));
}

std::optional<std::int64_t> Statement::optional_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
}

}  // namespace lontar::sqlite
