#pragma once
/// What the files of this folder share and nobody outside sees: the connection and its errors.
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include <sqlite3.h>

#include "storage/base/result.hpp"
#include "storage/sqlite/sync_watch.hpp"

namespace lontar::sqlite {

struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using OwnedStatement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// The engine's outcome after trying to `act`, with its own words, which name tables and columns,
/// never values.
Error error_of(sqlite3* connection, int outcome, std::string_view act);

struct Engine {
    Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    Engine(Engine&&) = delete;
    Engine& operator=(Engine&&) = delete;
    ~Engine();

    struct Cached {
        std::string text;  ///< another text may come to stand at the address of one that is gone
        OwnedStatement statement;
        bool in_use = false;
    };

    SyncWatch watch;  // before the connection that uses it
    sqlite3* connection = nullptr;
    bool encrypted = false;
    bool read_only = false;
    /// By address of the embedded text. Nodes of a map stay where they are, so a Statement may
    /// point into one.
    std::unordered_map<const char*, Cached> cache;

    /// Runs statements without parameters and results.
    Status run(const char* sql, std::string_view act);
    /// First column of the first row as text; empty when there is no row.
    Result<std::string> ask(const char* sql, std::string_view act);
    Result<OwnedStatement> prepare(std::string_view sql, unsigned flags);
};

}  // namespace lontar::sqlite
