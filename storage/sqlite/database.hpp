#pragma once
/// One connection to one SQLite or SQLCipher file. The only folder that knows sqlite3.h. Statement,
/// Transaction and migrate have a source each.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "storage/base/bytes.hpp"
#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "storage/base/sql_script.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace lontar::sqlite {

class Database;
struct Engine;  ///< the connection; engine.hpp

/// Errors of every act on an open database, beside what each function says: conflict "R-09" (a
/// constraint of the schema refuses), storage_full "R-07", storage_failed "R-04", corrupt "R-06",
/// locked "R-03". After a failed sync every further write fails until the database is opened anew:
/// what the system then holds is not known.

/// A prepared statement with named parameters. Must not outlive its database. Binding and stepping
/// errors are kept and told by `step`/`run`, so that a chain of binds needs one check. Text and
/// blobs are copied, with explicit length.
class Statement {
public:
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) noexcept;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    /// `name` with its colon (":nik"). What is not bound is NULL. An unknown name is a programmer's
    /// error (assert) and fails the step.
    Statement& bind(std::string_view name, std::string_view text);
    Statement& bind(std::string_view name, const char* text) {
        return bind(name, std::string_view(text));
    }
    Statement& bind(std::string_view name, const std::string& text) {
        return bind(name, std::string_view(text));
    }
    Statement& bind(std::string_view name, std::int64_t value);
    Statement& bind(std::string_view name, int value) { return bind(name, std::int64_t{value}); }
    Statement& bind(std::string_view name, bool value) {
        return bind(name, std::int64_t{value ? 1 : 0});
    }
    Statement& bind(std::string_view name, ByteView blob);
    Statement& bind_null(std::string_view name);
    /// NULL when there is nothing.
    Statement& bind(std::string_view name, const std::optional<std::string>& text);
    Statement& bind(std::string_view name, const std::optional<std::int64_t>& value);

    /// True: a row is there to read. False: no more rows; the statement is reset and may be bound
    /// again.
    Result<bool> step();
    /// Runs a statement that returns no rows and resets it.
    Status run();
    /// Frees the row and keeps the bindings.
    void reset();

    // Columns of the current row, by position in the query file. Views live until the next step.
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] ByteView blob(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::optional<std::string> optional_text(int column) const;
    [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;

private:
    friend class Database;
    Statement(sqlite3_stmt* statement, bool* in_use) : statement_(statement), in_use_(in_use) {}
    void give_back();
    /// Position of a parameter; 0 and a kept failure when there is none.
    int position_of(std::string_view name);
    void keep(int outcome);

    sqlite3_stmt* statement_ = nullptr;
    bool* in_use_ =
        nullptr;  ///< the cache's mark; null: the statement is finalized with this object
    int failure_ = 0;
};

struct OpenOptions {
    /// 32 bytes: the SQLCipher raw key. Empty: a plain file (scratch databases and tests).
    ByteView key;
    bool create = false;  ///< makes the file when absent or empty, readable by the owner only
    /// No statement may change anything, and the files keep their bytes.
    bool read_only = false;
};

/// A connection with the settings of the register (see `storage/sqlite/DESIGN.md` for each reason):
/// EXCLUSIVE locking, WAL, synchronous FULL, foreign keys, memory temp store, secure delete, no
/// trusted schema, cell-size check, cipher log off. One thread at a time.
class Database {
public:
    /// Opens and proves: the engine is SQLCipher (when a key is given), the key fits, the file is a
    /// database. An empty file is none unless `create`. On failure files that existed keep their
    /// bytes and a file made for this is gone. not_found "R-01"; wrong key or not a database:
    /// corrupt "R-02" (the two cannot be told apart); locked "R-03"; storage_failed "R-04"; engine
    /// without encryption: storage_failed "R-05".
    static Result<std::unique_ptr<Database>> open(const Path& path, const OpenOptions& options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    Database(Database&&) = delete;
    Database& operator=(Database&&) = delete;

    /// Prepares the one statement in `sql`, or hands out the one prepared before from the same
    /// embedded text (cache by address of the text; the statement comes reset and unbound). Use the
    /// constants of the embedded queries. While the cached one is in use, another is prepared.
    Result<Statement> prepare(std::string_view sql);

    /// Runs a script of several statements (migrations only). Not a transaction by itself.
    Status execute_script(std::string_view sql);

    [[nodiscard]] std::int64_t changes() const;
    /// PRAGMA user_version.
    Result<std::int64_t> user_version();
    /// Pages pass their MACs and the structure is sound, or corrupt "R-06". Reads everything, after
    /// a checkpoint unless read-only.
    Status check_integrity();
    /// Number of syncs the engine asked for since open (tests and benchmarks).
    [[nodiscard]] std::uint64_t syncs() const;
    /// Flushes the WAL into the file and truncates it.
    Status checkpoint();
    /// From now on closing leaves file and WAL as they are.
    void leave_log();

    [[nodiscard]] bool in_transaction() const;

private:
    friend class Transaction;
    friend Status migrate(Database& database, std::span<const SqlScript> scripts);
    Database();
    std::unique_ptr<Engine> engine_;
};

/// BEGIN IMMEDIATE on `begin`; one at a time on a database. Rolled back at the end of its life
/// unless `commit` returned success.
class Transaction {
public:
    static Result<Transaction> begin(Database& database);
    Transaction(Transaction&&) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    /// Durable on return. On failure everything is rolled back: storage_full "R-07", storage_failed
    /// "R-04".
    Status commit();

private:
    explicit Transaction(Database* database) : database_(database) {}
    Database* database_ = nullptr;
};

/// A migration: its name begins with its number (`0001_begin`).
using Script = SqlScript;

/// The number of the last script; 0 without any.
std::int64_t newest_version(std::span<const Script> scripts);

/// Brings a database to the newest version: runs each script whose number is above user_version, in
/// order, all in one transaction, and checks that no foreign key points nowhere. On failure the
/// database is as before. too_new "R-08" when the database is newer than the scripts: nothing is
/// changed.
Status migrate(Database& database, std::span<const Script> scripts);

}  // namespace lontar::sqlite
