#include "storage/sqlite/database.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/fakes.hpp"
#include "support/temp_folder.hpp"

using namespace lontar;
using namespace lontar::sqlite;
using support::bytes_of;
using support::hash_of_folder;
using support::put_bytes;
using support::SeededRandom;
using support::TempFolder;

namespace {

constexpr std::string_view make_person =
    "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT UNIQUE, photo BLOB, born INTEGER) "
    "STRICT;";
constexpr std::string_view insert_person =
    "INSERT INTO person(name, photo, born) VALUES (:name, :photo, :born);\n";
constexpr std::string_view count_people = "SELECT count(*) FROM person";

Bytes some_key(std::uint64_t seed = 1) {
    Bytes key(32);
    SeededRandom(seed).fill(key);
    return key;
}

std::unique_ptr<Database> opened(const Path& path, ByteView key) {
    auto database = Database::open(path, {.key = key, .create = true});
    if (!database) {
        FAIL(database.error().code << " " << database.error().context);
    }
    return *std::move(database);
}

std::unique_ptr<Database> with_table(const Path& path, ByteView key) {
    auto database = opened(path, key);
    REQUIRE(database->execute_script(make_person));
    return database;
}

Status add(Database& database, std::string_view name) {
    auto statement = database.prepare(insert_person);
    REQUIRE(statement);
    return statement->bind(":name", name).run();
}

std::int64_t people(Database& database) {
    auto statement = database.prepare(count_people);
    REQUIRE(statement);
    REQUIRE(statement->step());
    return statement->integer(0);
}

std::string setting(Database& database, std::string_view pragma) {
    auto statement = database.prepare(pragma);
    REQUIRE(statement);
    const auto row = statement->step();
    REQUIRE(row);
    return *row ? std::string(statement->text(0)) : std::string();
}

std::string code_of(const Result<std::unique_ptr<Database>>& opening) {
    return opening ? "opened" : opening.error().code;
}

}  // namespace

TEST_CASE("what was committed is there when the database is opened again") {
    const TempFolder folder;
    const Bytes key = some_key();
    {
        auto database = with_table(folder / "register.db", key);
        CHECK(add(*database, "one"));
        CHECK(add(*database, "two"));
    }
    auto database = opened(folder / "register.db", key);
    CHECK(people(*database) == 2);
    CHECK(database->check_integrity());
}

TEST_CASE("every setting of the register holds on an open database") {
    const TempFolder folder;
    const Bytes key = some_key();
    auto database = with_table(folder / "register.db", key);
    CHECK(setting(*database, "PRAGMA journal_mode") == "wal");
    CHECK(setting(*database, "PRAGMA locking_mode") == "exclusive");
    CHECK(setting(*database, "PRAGMA synchronous") == "2");
    CHECK(setting(*database, "PRAGMA foreign_keys") == "1");
    CHECK(setting(*database, "PRAGMA temp_store") == "2");
    CHECK(setting(*database, "PRAGMA secure_delete") == "1");
    CHECK(setting(*database, "PRAGMA trusted_schema") == "0");
    CHECK(setting(*database, "PRAGMA cell_size_check") == "1");
    CHECK(!setting(*database, "PRAGMA cipher_version").empty());
    CHECK_FALSE(database->execute_script(
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = 'x'"));
}

TEST_CASE("a committed change costs one sync") {
    const TempFolder folder;
    const Bytes key = some_key();
    auto database = with_table(folder / "register.db", key);
    REQUIRE(add(*database, "first after a checkpoint"));
    const auto before = database->syncs();
    for (const auto* name : {"a", "b", "c", "d", "e"}) {
        REQUIRE(add(*database, name));
    }
    CHECK(database->syncs() - before == 5);
}

TEST_CASE("no shared-memory file appears beside an open database") {
    const TempFolder folder;
    const Bytes key = some_key();
    auto database = with_table(folder / "register.db", key);
    REQUIRE(add(*database, "one"));
    auto names = system_disk().list(folder.path());
    REQUIRE(names);
    REQUIRE(names->size() == 2);
    CHECK((*names)[0].name == "register.db");
    CHECK((*names)[1].name == "register.db-wal");
}

TEST_CASE("a wrong key opens nothing and changes no byte, also with a log left by a crash") {
    const TempFolder folder;
    const Bytes key = some_key();
    { auto database = with_table(folder / "register.db", key); }
    {
        auto database = opened(folder / "register.db", key);
        REQUIRE(add(*database, "only in the log"));
        put_bytes(folder / "copy.db", bytes_of(folder / "register.db"));
        put_bytes(folder / "copy.db-wal", bytes_of(folder / "register.db-wal"));
    }
    const std::string before = hash_of_folder(folder.path());
    for (const char* name : {"register.db", "copy.db"}) {
        CHECK(code_of(Database::open(folder / name, {.key = some_key(2)})) == "R-02");
        CHECK(code_of(Database::open(folder / name, {.key = some_key(2), .create = true})) ==
              "R-02");
        CHECK(code_of(Database::open(folder / name, {})) == "R-02");
    }
    CHECK(hash_of_folder(folder.path()) == before);
    auto copy = opened(folder / "copy.db", key);
    CHECK(people(*copy) == 1);
}
