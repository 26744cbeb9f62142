#pragma once
/// A small database with people for the tests of this folder.
#include <memory>
#include <string>
#include <string_view>

#include <catch2/catch_test_macros.hpp>

#include "storage/sqlite/database.hpp"
#include "support/fakes.hpp"
#include "support/temp_folder.hpp"

namespace lontar::sqlite {

inline constexpr std::string_view make_person =
    "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT UNIQUE, photo BLOB, born INTEGER) "
    "STRICT;";
inline constexpr std::string_view insert_person =
    "INSERT INTO person(name, photo, born) VALUES (:name, :photo, :born);\n";
inline constexpr std::string_view count_people = "SELECT count(*) FROM person";

inline Bytes some_key(std::uint64_t seed = 1) {
    Bytes key(32);
    support::SeededRandom(seed).fill(key);
    return key;
}

inline std::unique_ptr<Database> opened(const Path& path, ByteView key) {
    auto database = Database::open(path, {.key = key, .create = true});
    if (!database) {
        FAIL(database.error().code << " " << database.error().context);
    }
    return *std::move(database);
}

inline std::unique_ptr<Database> with_table(const Path& path, ByteView key) {
    auto database = opened(path, key);
    REQUIRE(database->execute_script(make_person));
    return database;
}

inline Status add(Database& database, std::string_view name) {
    auto statement = database.prepare(insert_person);
    REQUIRE(statement);
    return statement->bind(":name", name).run();
}

inline std::int64_t people(Database& database) {
    auto statement = database.prepare(count_people);
    REQUIRE(statement);
    REQUIRE(statement->step());
    return statement->integer(0);
}

inline std::string setting(Database& database, std::string_view pragma) {
    auto statement = database.prepare(pragma);
    REQUIRE(statement);
    const auto row = statement->step();
    REQUIRE(row);
    return *row ? std::string(statement->text(0)) : std::string();
}

inline std::string code_of(const Result<std::unique_ptr<Database>>& opening) {
    return opening ? "opened" : opening.error().code;
}

inline std::string code_of(const Status& status) {
    return status ? "done" : status.error().code;
}

/// "done", or the code and the context, so that a failing test tells them.
inline std::string said_of(const Status& status) {
    return status ? "done" : status.error().code + " " + status.error().context;
}

}  // namespace lontar::sqlite
