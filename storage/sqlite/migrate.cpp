#include <charconv>

#include "storage/base/crash_point.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/sqlite/engine.hpp"

namespace lontar::sqlite {

namespace {

/// The number a script's name begins with; 0 when it has none.
std::int64_t number_of(const Script& script) {
    std::int64_t number = 0;
    std::from_chars(script.name.data(), script.name.data() + script.name.size(), number);
    return number;
}

Error wrong_script(const Script& script, std::string_view why) {
    return fail(ErrorKind::storage_failed, "R-04",
                "migrate by " + std::string(script.name) + ": " + std::string(why));
}

Status check_order(std::span<const Script> scripts) {
    std::int64_t last = 0;
    for (const Script& script : scripts) {
        const std::int64_t number = number_of(script);
        if (number <= last) {
            return wrong_script(script, "its number is not above the one before");
        }
        last = number;
    }
    return done();
}

/// While it lives, statements cannot end the transaction they run in.
class TransactionGuard {
public:
    explicit TransactionGuard(sqlite3* connection) : connection_(connection) {
        sqlite3_set_authorizer(connection_, judge, nullptr);
    }
    TransactionGuard(const TransactionGuard&) = delete;
    TransactionGuard& operator=(const TransactionGuard&) = delete;
    TransactionGuard(TransactionGuard&&) = delete;
    TransactionGuard& operator=(TransactionGuard&&) = delete;
    ~TransactionGuard() { sqlite3_set_authorizer(connection_, nullptr, nullptr); }

private:
    static int judge(void*, int act, const char*, const char*, const char*, const char*) {
        return act == SQLITE_TRANSACTION ? SQLITE_DENY : SQLITE_OK;
    }
    sqlite3* connection_;
};

/// Rebuilding a table drops the old one, which would delete what refers to it. The switch works
/// outside a transaction only; a check before the commit does its work instead.
class ForeignKeysOff {
public:
    explicit ForeignKeysOff(Engine& engine)
        : engine_(engine), off_(engine.run("PRAGMA foreign_keys = OFF", "begin a migration")) {}
    ForeignKeysOff(const ForeignKeysOff&) = delete;
    ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;
    ForeignKeysOff(ForeignKeysOff&&) = delete;
    ForeignKeysOff& operator=(ForeignKeysOff&&) = delete;
    ~ForeignKeysOff() {
        static_cast<void>(engine_.run("PRAGMA foreign_keys = ON", "end a migration"));
    }
    [[nodiscard]] const Status& status() const { return off_; }

private:
    Engine& engine_;
    Status off_;
};

/// Runs the scripts above `version`; the caller holds the transaction.
Status run_scripts(Database& database, std::span<const Script> scripts, std::int64_t version) {
    for (const Script& script : scripts) {
        const std::int64_t number = number_of(script);
        if (number <= version) {
            continue;
        }
        if (auto run = database.execute_script(script.sql); !run) {
            Error error = std::move(run).error();
            error.context = "migrate by " + std::string(script.name) + ": " + error.context;
            return error;
        }
        // The pragma takes no parameters.
        const std::string stamp = "PRAGMA user_version = " + std::to_string(number);
        if (auto stamped = database.execute_script(stamp); !stamped) {
            return stamped;
        }
        crash_point("migration-script");
    }
    return done();
}

}  // namespace

std::int64_t newest_version(std::span<const Script> scripts) {
    return scripts.empty() ? 0 : number_of(scripts.back());
}

Status migrate(Database& database, std::span<const Script> scripts) {
    if (auto ordered = check_order(scripts); !ordered) {
        return ordered;
    }
    const auto version = database.user_version();
    if (!version) {
        return version.error();
    }
    const std::int64_t newest = newest_version(scripts);
    if (*version > newest) {
        return fail(ErrorKind::too_new, "R-08",
                    "open a database of version " + std::to_string(*version) + " with " +
                        std::to_string(newest));
    }
    if (*version == newest) {
        return done();
    }

    Engine& engine = *database.engine_;
    // Declared before the transaction, so that this ends after it.
    const ForeignKeysOff keys(engine);
    if (auto off = keys.status(); !off) {
        return off;
    }
    auto transaction = Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    {
        const TransactionGuard guard(engine.connection);
        if (auto run = run_scripts(database, scripts, *version); !run) {
            return run;
        }
    }
    const auto dangling = engine.ask("PRAGMA foreign_key_check", "check foreign keys");
    if (!dangling) {
        return dangling.error();
    }
    if (!dangling->empty()) {
        return fail(ErrorKind::storage_failed, "R-04",
                    "migrate: a foreign key of table " + *dangling + " points nowhere");
    }
    if (auto committed = transaction->commit(); !committed) {
        return committed;
    }
    crash_point("migrated");
    return done();
}

}  // namespace lontar::sqlite
