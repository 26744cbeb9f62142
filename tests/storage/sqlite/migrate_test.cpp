#include <catch2/catch_test_macros.hpp>

#include "scene.hpp"
#include "storage/base/crash_point.hpp"
#include "support/child.hpp"
#include "support/recorded_disk.hpp"

using namespace lontar;
using namespace lontar::sqlite;
using support::in_child;
using support::TempFolder;

namespace {

constexpr std::array<Script, 3> scripts{{
    {"0001_person", "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT) STRICT;"},
    {"0002_cover",
     "CREATE TABLE cover(person INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE) STRICT;"
     "INSERT INTO person VALUES (1, 'a'); INSERT INTO cover VALUES (1);"},
    {"0010_rebuild",
     "CREATE TABLE renewed(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"
     "INSERT INTO renewed SELECT id, name FROM person; DROP TABLE person;"
     "ALTER TABLE renewed RENAME TO person;"},
}};

std::span<const Script> first(std::size_t count) {
    return std::span(scripts).first(count);
}

std::string schema(Database& database) {
    return setting(database,
                   "SELECT coalesce(group_concat(sql, '; '), '') FROM (SELECT sql FROM "
                   "sqlite_schema ORDER BY name)");
}

std::int64_t version(Database& database) {
    return *database.user_version();
}

}  // namespace

TEST_CASE("scripts run once, in order, and leave their number") {
    const TempFolder folder;
    auto database = opened(folder / "a.db", {});
    REQUIRE(migrate(*database, first(1)));
    CHECK(version(*database) == 1);
    REQUIRE(migrate(*database, scripts));
    CHECK(version(*database) == 10);
    const auto syncs = database->syncs();
    REQUIRE(migrate(*database, scripts));
    CHECK(database->syncs() == syncs);
}

TEST_CASE("a table is rebuilt without losing what refers to it, and foreign keys hold afterwards") {
    const TempFolder folder;
    auto database = opened(folder / "a.db", {});
    REQUIRE(migrate(*database, scripts));
    CHECK(setting(*database, "SELECT count(*) FROM cover") == "1");
    CHECK(setting(*database, "PRAGMA foreign_keys") == "1");
    CHECK(code_of(database->execute_script("INSERT INTO cover VALUES (99)")) == "R-09");
}

TEST_CASE("a database of a newer program is refused and unchanged") {
    const TempFolder folder;
    auto database = opened(folder / "a.db", {});
    REQUIRE(migrate(*database, scripts));
    const std::string before = schema(*database);
    const Status refused = migrate(*database, first(2));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::too_new);
    CHECK(refused.error().code == "R-08");
    CHECK(schema(*database) == before);
    CHECK(version(*database) == 10);
    CHECK(code_of(migrate(*database, {})) == "R-08");
}

TEST_CASE(
    "a script that fails, ends the transaction or breaks a reference leaves the database as it "
    "was") {
    const TempFolder folder;
    auto database = opened(folder / "a.db", {});
    REQUIRE(migrate(*database, first(2)));
    const std::string before = schema(*database);
    for (const std::string_view last :
         {"CREATE TABLE good(x) STRICT", "CREATE TABLE good(x INTEGER) STRICT; SELECT nothing;",
          "CREATE TABLE good(x INTEGER) STRICT; COMMIT;", "COMMIT; BEGIN;", "ROLLBACK",
          "INSERT INTO cover VALUES (99);",
          "CREATE TABLE good(x INTEGER) STRICT; INSERT INTO person VALUES (1, 'twice');"}) {
        INFO(last);
        const std::array<Script, 4> with_bad{{scripts[0],
                                              scripts[1],
                                              {"0003_fine", "CREATE TABLE fine(x INTEGER) STRICT;"},
                                              {"0004_bad", last}}};
        const Status refused = migrate(*database, with_bad);
        CHECK_FALSE(refused);
        CHECK_FALSE(database->in_transaction());
        CHECK(setting(*database, "PRAGMA foreign_keys") == "1");
        CHECK(schema(*database) == before);
        CHECK(version(*database) == 2);
    }
}

TEST_CASE("scripts without a number, out of order or with one number twice are not run") {
    const TempFolder folder;
    auto database = opened(folder / "a.db", {});
    const Script one{"0001_a", "CREATE TABLE a(x INTEGER) STRICT"};
    const Script two{"0002_b", "CREATE TABLE b(x INTEGER) STRICT"};
    const Script none{"first", "CREATE TABLE c(x INTEGER) STRICT"};
    for (const std::vector<Script>& wrong :
         {std::vector{two, one}, std::vector{one, one}, std::vector{none}}) {
        CHECK(code_of(migrate(*database, wrong)) == "R-04");
        CHECK(schema(*database).empty());
    }
}

#ifdef LONTAR_CRASH_POINTS
TEST_CASE("a program that dies while migrating leaves the old version or the new one") {
    const Bytes key = some_key();
    const std::vector<std::pair<std::string, std::int64_t>> places{
        {"migration-script:1", 1}, {"migration-script:2", 1}, {"migrated", 10}};
    for (const auto& [place, left] : places) {
        const TempFolder folder;
        {
            auto database = opened(folder / "a.db", key);
            REQUIRE(migrate(*database, first(1)));
        }
        const int outcome = in_child([&, crash_place = place] {
            const support::Environment crash("LONTAR_CRASH", crash_place);
            auto database = opened(folder / "a.db", key);
            return migrate(*database, scripts) ? 0 : 1;
        });
        INFO(place);
        CHECK(outcome == crash_exit_code);
        auto database = opened(folder / "a.db", key);
        CHECK(version(*database) == left);
        CHECK(said_of(database->check_integrity()) == "done");
        REQUIRE(migrate(*database, scripts));
        CHECK(setting(*database, "SELECT count(*) FROM cover") == "1");
    }
}
#endif

TEST_CASE("a power cut at any call of a migration leaves the old version or the new one") {
    const TempFolder folder;
    const Bytes key = some_key();
    {
        auto database = opened(folder / "a.db", key);
        REQUIRE(migrate(*database, first(1)));
    }
    support::RecordedDisk disk(folder.path());
    std::size_t said = 0;
    {
        auto database = opened(folder / "a.db", key);
        REQUIRE(migrate(*database, scripts));
        said = disk.acts();
    }
    for (std::size_t acts = 0; acts <= disk.acts(); ++acts) {
        for (std::uint64_t seed = 0; seed < 4; ++seed) {
            const TempFolder after;
            disk.after_power_cut(acts,
                                 seed == 0 ? support::Unsynced::lost : support::Unsynced::torn,
                                 seed, after.path());
            INFO("power cut before " << disk.describe(acts) << ", seed " << seed);
            auto database = opened(after / "a.db", key);
            const std::int64_t left = version(*database);
            CHECK((left == 10 || (left == 1 && acts < said)));
            CHECK(said_of(database->check_integrity()) == "done");
            CHECK(migrate(*database, scripts));
        }
    }
}
