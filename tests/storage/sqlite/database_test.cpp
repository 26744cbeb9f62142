#include "storage/sqlite/database.hpp"

#include <cstdio>

#include <catch2/catch_test_macros.hpp>

#include "scene.hpp"
#include "support/child.hpp"
#include "support/query_plan.hpp"

using namespace lontar;
using namespace lontar::sqlite;
using support::bytes_of;
using support::Child;
using support::hash_of_folder;
using support::put_bytes;
using support::TempFolder;

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
    CHECK(said_of(database->check_integrity()) == "done");
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

TEST_CASE("a wrong key writes nothing to the screen") {
    const TempFolder folder;
    const Bytes key = some_key();
    { auto database = with_table(folder / "register.db", key); }
    const std::string screen_file = to_utf8(folder / "screen");
    const int outcome = support::in_child([&] {
        std::FILE* screen = std::freopen(screen_file.c_str(), "w", stderr);
        if (screen == nullptr || std::freopen(screen_file.c_str(), "a", stdout) == nullptr) {
            return 2;
        }
        const auto refused = Database::open(folder / "register.db", {.key = some_key(2)});
        std::fflush(nullptr);
        return refused ? 1 : 0;
    });
    CHECK(outcome == 0);
    CHECK(as_text(bytes_of(folder / "screen")).empty());
}

TEST_CASE("an absent file is not found and an empty one is no database, unless it is to be made") {
    const TempFolder folder;
    const Bytes key = some_key();
    CHECK(code_of(Database::open(folder / "absent.db", {.key = key})) == "R-01");
    CHECK_FALSE(system_disk().exists(folder / "absent.db"));
    put_bytes(folder / "empty.db", {});
    CHECK(code_of(Database::open(folder / "empty.db", {.key = key})) == "R-02");
    CHECK(bytes_of(folder / "empty.db").empty());
    CHECK(code_of(Database::open(folder / "empty.db", {.key = key, .create = true})) == "opened");
    CHECK_FALSE(Database::open(folder / "no-such-folder/a.db", {.key = key, .create = true}));
}

TEST_CASE("a key of another length is refused and leaves no file") {
    const TempFolder folder;
    for (const std::size_t length : {1U, 16U, 31U, 33U, 64U}) {
        const Bytes key(length, 7);
        CHECK_FALSE(Database::open(folder / "a.db", {.key = key, .create = true}));
        CHECK_FALSE(system_disk().exists(folder / "a.db"));
    }
}

TEST_CASE("foreign bytes are no database") {
    const TempFolder folder;
    const Bytes key = some_key();
    for (const std::size_t length : {1U, 15U, 512U, 4096U, 20'000U}) {
        Bytes bytes(length);
        support::SeededRandom(length).fill(bytes);
        put_bytes(folder / "a.db", bytes);
        INFO(length);
        CHECK(code_of(Database::open(folder / "a.db", {.key = key})) == "R-02");
        CHECK(code_of(Database::open(folder / "a.db", {.key = key, .create = true})) == "R-02");
        CHECK(code_of(Database::open(folder / "a.db", {})) == "R-02");
        CHECK(bytes_of(folder / "a.db") == bytes);
    }
}

TEST_CASE("nothing typed stands readable in the files") {
    const TempFolder folder;
    const Bytes key = some_key();
    auto database = with_table(folder / "register.db", key);
    REQUIRE(add(*database, "MARIA-CANARY"));
    const auto found_in = [&](const char* name) {
        return as_text(bytes_of(folder / name)).find("CANARY") != std::string_view::npos;
    };
    CHECK_FALSE(found_in("register.db-wal"));
    REQUIRE(database->checkpoint());
    CHECK_FALSE(found_in("register.db"));
    auto plain = with_table(folder / "plain.db", {});
    REQUIRE(add(*plain, "MARIA-CANARY"));
    CHECK(found_in("plain.db-wal"));
}

#ifndef _WIN32  // no permission bits: what lies below the user's own folder is the user's
TEST_CASE("the file and its log are readable by the owner only") {
    const TempFolder folder;
    const Bytes key = some_key();
    auto database = with_table(folder / "register.db", key);
    using std::filesystem::perms;
    for (const char* name : {"register.db", "register.db-wal"}) {
        CHECK(std::filesystem::status(folder / name).permissions() ==
              (perms::owner_read | perms::owner_write));
    }
}
#endif

TEST_CASE("a second process finds the database locked from opening to the end of the first") {
    const TempFolder folder;
    const Bytes key = some_key();
    { auto database = with_table(folder / "register.db", key); }
    std::unique_ptr<Database> held;
    Child holder([&] { held = opened(folder / "register.db", key); });
    const auto refused = Database::open(folder / "register.db", {.key = key, .create = true});
    CHECK(code_of(refused) == "R-03");
    CHECK(refused.error().kind == ErrorKind::locked);
    holder.kill();
    CHECK(code_of(Database::open(folder / "register.db", {.key = key})) == "opened");
}

TEST_CASE("a database opened for reading refuses changes and keeps every byte") {
    const TempFolder folder;
    const Bytes key = some_key();
    { auto database = with_table(folder / "register.db", key); }
    {
        auto database = opened(folder / "register.db", key);
        REQUIRE(add(*database, "in the log"));
        put_bytes(folder / "copy.db", bytes_of(folder / "register.db"));
        put_bytes(folder / "copy.db-wal", bytes_of(folder / "register.db-wal"));
    }
    const std::string before = hash_of_folder(folder.path());
    {
        auto database = Database::open(folder / "copy.db", {.key = key, .read_only = true});
        REQUIRE(database);
        CHECK(people(**database) == 1);
        CHECK_FALSE(add(**database, "two"));
        CHECK(said_of((*database)->check_integrity()) == "done");
    }
    CHECK(hash_of_folder(folder.path()) == before);
}

TEST_CASE("a checkpoint moves the log into the file and empties it") {
    const TempFolder folder;
    const Bytes key = some_key();
    auto database = with_table(folder / "register.db", key);
    REQUIRE(add(*database, "one"));
    REQUIRE(database->checkpoint());
    CHECK(bytes_of(folder / "register.db-wal").empty());
    put_bytes(folder / "copy.db", bytes_of(folder / "register.db"));
    auto copy = opened(folder / "copy.db", key);
    CHECK(people(*copy) == 1);
}

TEST_CASE("the plan of a query tells whether it reads a whole table") {
    const TempFolder folder;
    auto database = with_table(folder / "plain.db", {});
    CHECK(support::scans_a_table(*database, "SELECT id FROM person WHERE born = :born"));
    CHECK(support::scans_a_table(*database, "SELECT name FROM person"));
    CHECK_FALSE(support::scans_a_table(*database, "SELECT id FROM person WHERE name = :name"));
    CHECK_FALSE(support::scans_a_table(
        *database, "SELECT name FROM person WHERE id IN (SELECT value FROM json_each(:ids))"));
    CHECK_FALSE(support::scans_a_table(
        *database, "WITH n(x) AS (VALUES (1), (2)) SELECT name FROM n JOIN person ON id = x"));
    CHECK(support::scans_a_table(*database, "SELECT no_such_column FROM person"));
}
