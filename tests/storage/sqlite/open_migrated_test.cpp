#include "storage/sqlite/open_migrated.hpp"

#include <array>
#include <cstdlib>

#include "scene.hpp"
#include "storage/base/crash_point.hpp"
#include "support/child.hpp"
#include "support/faulty_disk.hpp"

using namespace lontar;
using namespace lontar::sqlite;
using support::TempFolder;

namespace {

constexpr std::array<Script, 3> scripts{{
    {"0001_person", make_person},
    {"0002_village", "ALTER TABLE person ADD COLUMN village TEXT NOT NULL DEFAULT 'old';"},
    {"0003_kk", "ALTER TABLE person ADD COLUMN kk TEXT;"},
}};
constexpr std::array<Script, 2> with_a_bad_one{{
    scripts[0],
    {"0002_bad", "ALTER TABLE person ADD COLUMN village TEXT; DELETE FROM person; SELECT nothing;"},
}};

std::span<const Script> first(std::size_t count) {
    return std::span(scripts).first(count);
}

/// A database of version 1 with two people, as the older program left it.
struct OlderDatabase {
    TempFolder folder;
    Path file = folder / "register.db";
    Bytes key = some_key();
    OpenOptions options{.key = key};

    OlderDatabase() {
        auto opened = open_migrated(system_disk(), file, {.key = key, .create = true}, first(1));
        REQUIRE(opened);
        CHECK_FALSE(opened->was_migrated);
        REQUIRE(add(*opened->database, "Maria"));
        REQUIRE(add(*opened->database, "Petrus"));
    }
    [[nodiscard]] std::vector<std::string> files() const {
        std::vector<std::string> names;
        const auto listed = system_disk().list(folder.path());
        REQUIRE(listed);
        for (const FileEntry& entry : *listed) {
            names.push_back(entry.name);
        }
        return names;
    }
    /// What a program of version 1 finds under this name.
    [[nodiscard]] std::string seen_by_older(std::string_view name) const {
        auto opened = open_migrated(system_disk(), folder / name, options, first(1));
        return opened ? std::to_string(people(*opened->database)) + " people" : opened.error().code;
    }
};

std::string code_of_opening(const Result<Opened>& opening) {
    return opening ? "opened" : opening.error().code;
}

}  // namespace

TEST_CASE("a database is copied before it is migrated, and the copy opens with the older program") {
    const OlderDatabase older;
    {
        auto opened = open_migrated(system_disk(), older.file, older.options, scripts);
        REQUIRE(opened);
        CHECK(opened->was_migrated);
        CHECK(setting(*opened->database, "SELECT group_concat(village) FROM person") == "old,old");
    }
    CHECK(older.files() == std::vector<std::string>{"register.db", "register.db.before-1"});
    CHECK(older.seen_by_older("register.db") == "R-08");
    CHECK(older.seen_by_older("register.db.before-1") == "2 people");
}

TEST_CASE("what stood in the log only is in the copy") {
    const OlderDatabase older;
    support::in_child([&] {
        auto opened = open_migrated(system_disk(), older.file, older.options, first(1));
        const bool added = opened && add(*opened->database, "Yohana");
        std::_Exit(added ? 0 : 1);  // without closing: the log stays
        return 1;
    });
    REQUIRE(system_disk().exists(older.folder / "register.db-wal"));
    REQUIRE(open_migrated(system_disk(), older.file, older.options, scripts));
    CHECK(older.seen_by_older("register.db.before-1") == "3 people");
}

TEST_CASE("a migration that fails leaves the database as it was") {
    const OlderDatabase older;
    const auto refused = open_migrated(system_disk(), older.file, older.options, with_a_bad_one);
    CHECK_FALSE(refused);
    CHECK(older.seen_by_older("register.db") == "2 people");
    CHECK(older.seen_by_older("register.db.before-1") == "2 people");
}

TEST_CASE("without room for the copy nothing is migrated, and the older program goes on") {
    const OlderDatabase older;
    support::FaultyDisk disk(system_disk());
    for (std::uint64_t act = 1;; ++act) {
        disk.heal();
        disk.fail_from(act, fail(ErrorKind::storage_full, "D-01", "planted"));
        const auto opened = open_migrated(disk, older.file, older.options, scripts);
        INFO("act " << act);
        if (opened) {
            // The last act takes away older copies.
            CHECK(act > 3);
            break;
        }
        CHECK(opened.error().code == "D-01");
        CHECK(older.seen_by_older("register.db") == "2 people");
    }
}

TEST_CASE("a copy that cannot be read through is not kept, and nothing is migrated") {
    const OlderDatabase older;
    // A page in the middle, which opening does not read.
    {
        auto opened = open_migrated(system_disk(), older.file, older.options, first(1));
        REQUIRE(opened);
        for (int i = 0; i < 2000; ++i) {
            REQUIRE(add(*opened->database, "somebody " + std::to_string(i)));
        }
    }
    Bytes bytes = support::bytes_of(older.file);
    bytes[bytes.size() / 2] ^= 1U;
    support::put_bytes(older.file, bytes);
    const auto opened = open_migrated(system_disk(), older.file, older.options, scripts);
    CHECK(code_of_opening(opened) == "R-06");
    CHECK(older.files() == std::vector<std::string>{"register.db"});
    CHECK(support::bytes_of(older.file) == bytes);
}

TEST_CASE("one copy is kept, that of the last migration, until it is taken away") {
    const OlderDatabase older;
    REQUIRE(open_migrated(system_disk(), older.file, older.options, first(2)));
    REQUIRE(open_migrated(system_disk(), older.file, older.options, scripts));
    CHECK(older.files() == std::vector<std::string>{"register.db", "register.db.before-2"});
    const auto again = open_migrated(system_disk(), older.file, older.options, scripts);
    REQUIRE(again);
    CHECK_FALSE(again->was_migrated);
    CHECK(older.files().size() >= 2);
    REQUIRE(remove_copies(system_disk(), older.file));
    CHECK_FALSE(system_disk().exists(older.folder / "register.db.before-2"));
}

TEST_CASE("a newer database with a log keeps every byte when it is refused") {
    const OlderDatabase newer;
    support::in_child([&] {
        auto opened = open_migrated(system_disk(), newer.file, newer.options, scripts);
        std::_Exit(opened ? 0 : 1);
        return 1;
    });
    REQUIRE(system_disk().exists(newer.folder / "register.db-wal"));
    const auto before = support::hash_of_folder(newer.folder.path());
    CHECK(newer.seen_by_older("register.db") == "R-08");
    CHECK(support::hash_of_folder(newer.folder.path()) == before);
}

#ifdef LONTAR_CRASH_POINTS
TEST_CASE("a program that dies around the copy or the migration is followed by one that works") {
    for (const char* place :
         {"part-written", "renamed", "migration-copied", "migration-script:1", "migrated"}) {
        INFO(place);
        const OlderDatabase older;
        const int outcome = support::in_child([&] {
            const support::Environment crash("LONTAR_CRASH", place);
            return open_migrated(system_disk(), older.file, older.options, scripts) ? 0 : 1;
        });
        CHECK(outcome == crash_exit_code);
        auto opened = open_migrated(system_disk(), older.file, older.options, scripts);
        REQUIRE(opened);
        CHECK(people(*opened->database) == 2);
        CHECK(older.seen_by_older("register.db.before-1") == "2 people");
    }
}
#endif
