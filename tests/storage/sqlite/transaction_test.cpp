

#include <cerrno>

#include <catch2/catch_test_macros.hpp>

#include "scene.hpp"
#include "support/recorded_disk.hpp"

using namespace lontar;
using namespace lontar::sqlite;
using support::RecordedDisk;
using support::TempFolder;
using support::Unsynced;

namespace {

/// Two rows that belong together.
Status add_pair(Database& database, int number) {
    auto transaction = Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    for (const char* half : {"left ", "right "}) {
        if (auto added = add(database, half + std::to_string(number)); !added) {
            return added;
        }
    }
    return transaction->commit();
}

}  // namespace

TEST_CASE("a transaction that is not committed leaves nothing") {
    const TempFolder folder;
    auto database = with_table(folder / "a.db", {});
    {
        auto transaction = Transaction::begin(*database);
        REQUIRE(transaction);
        REQUIRE(add(*database, "a"));
        CHECK(database->in_transaction());
        Transaction moved = *std::move(transaction);
        CHECK(database->in_transaction());
    }
    CHECK_FALSE(database->in_transaction());
    CHECK(people(*database) == 0);
}

TEST_CASE("a transaction is committed once, and none begins inside another") {
    const TempFolder folder;
    auto database = with_table(folder / "a.db", {});
    auto transaction = Transaction::begin(*database);
    REQUIRE(transaction);
    CHECK_FALSE(Transaction::begin(*database));
    REQUIRE(add(*database, "a"));
    CHECK(transaction->commit());
    CHECK_FALSE(transaction->commit());
    CHECK(people(*database) == 1);
    CHECK(Transaction::begin(*database));
}

TEST_CASE("a commit that a foreign key refuses leaves nothing and no open transaction") {
    const TempFolder folder;
    auto database = with_table(folder / "a.db", {});
    REQUIRE(
        database->execute_script("CREATE TABLE child(person INTEGER REFERENCES person(id) "
                                 "DEFERRABLE INITIALLY DEFERRED) STRICT"));
    auto transaction = Transaction::begin(*database);
    REQUIRE(transaction);
    REQUIRE(add(*database, "a"));
    REQUIRE(database->execute_script("INSERT INTO child VALUES (99)"));
    const Status refused = transaction->commit();
    CHECK(code_of(refused) == "R-09");
    CHECK_FALSE(database->in_transaction());
    CHECK(people(*database) == 0);
    CHECK(add_pair(*database, 1));
}

TEST_CASE(
    "a failing disk at any call leaves the database openable with every commit that was said") {
    const Bytes key = some_key();
    const TempFolder origin;
    {
        auto database = with_table(origin / "register.db", key);
        REQUIRE(add_pair(*database, 0));
    }
    const std::vector<std::pair<int, std::string>> errors{
        {ENOSPC, "R-07"}, {EDQUOT, "R-07"}, {EIO, "R-04"}};
    int faults = 0;
    for (const auto& [number, code] : errors) {
        for (std::size_t act = 1;; ++act) {
            const TempFolder folder;
            support::put_bytes(folder / "register.db", support::bytes_of(origin / "register.db"));
            std::int64_t said = 2;
            bool failed = false;
            {
                RecordedDisk disk(folder.path());
                disk.fail_at(act, number, true);
                auto database = Database::open(folder / "register.db", {.key = key});
                if (database) {
                    for (int i = 1; i <= 3; ++i) {
                        const Status status = add_pair(**database, i);
                        INFO("errno " << number << " from act " << act);
                        CHECK((status || status.error().code == code));
                        said += status ? 2 : 0;
                        CHECK_FALSE((*database)->in_transaction());
                    }
                    static_cast<void>((*database)->checkpoint());
                }
                failed = disk.has_failed();
                disk.heal();
            }
            auto database = opened(folder / "register.db", key);
            INFO("errno " << number << " from act " << act << ", said " << said);
            const std::int64_t present = people(*database);
            CHECK(present >= said);
            CHECK(present <= said + 2);  // one commit whose outcome nobody knew
            CHECK(present % 2 == 0);
            CHECK(said_of(database->check_integrity()) == "done");
            ++faults;
            if (!failed) {
                break;
            }
        }
    }
    CHECK(faults > 30);
}

TEST_CASE("after a failed sync nothing more is promised until the database is opened again") {
    const TempFolder folder;
    const Bytes key = some_key();
    auto database = with_table(folder / "register.db", key);
    REQUIRE(add_pair(*database, 0));
    database.reset();
    {
        RecordedDisk disk(folder.path());
        database = opened(folder / "register.db", key);
        REQUIRE(add_pair(*database, 1));
        const std::size_t before = disk.acts();
        REQUIRE(add_pair(*database, 2));
        const std::size_t acts_of_a_commit = disk.acts() - before;  // the last is its sync
        disk.fail_at(acts_of_a_commit, EIO, false);
        CHECK(code_of(add_pair(*database, 3)) == "R-04");
        CHECK(disk.has_failed());
        CHECK(code_of(add_pair(*database, 4)) == "R-04");
        CHECK(code_of(add(*database, "alone")) == "R-04");
        CHECK_FALSE(database->checkpoint());
        CHECK(people(*database) == 6);
    }
    database.reset();
    database = opened(folder / "register.db", key);
    CHECK(people(*database) >= 6);
    CHECK(add_pair(*database, 5));
}

TEST_CASE("after a power cut at any call every commit that was said is there, and none in part") {
    const TempFolder folder;
    const Bytes key = some_key();
    RecordedDisk disk(folder.path());
    std::vector<std::size_t> said;  // said[i]: acts after which pair i was said to be saved
    std::size_t made = 0;
    {
        auto database = with_table(folder / "register.db", key);
        made = disk.acts();
        for (int i = 0; i < 8; ++i) {
            REQUIRE(add_pair(*database, i));
            said.push_back(disk.acts());
            if (i == 4) {
                REQUIRE(database->checkpoint());
            }
        }
    }
    int images = 0;
    for (std::size_t acts = 0; acts <= disk.acts(); ++acts) {
        std::int64_t expected = 0;
        for (const std::size_t when : said) {
            expected += when <= acts ? 2 : 0;
        }
        for (const Unsynced unsynced :
             {Unsynced::lost, Unsynced::kept, Unsynced::some, Unsynced::torn}) {
            const std::uint64_t seeds =
                unsynced == Unsynced::some || unsynced == Unsynced::torn ? 4 : 1;
            for (std::uint64_t seed = 0; seed < seeds; ++seed) {
                const TempFolder after;
                disk.after_power_cut(acts, unsynced, seed * 1000 + acts, after.path());
                ++images;
                INFO("power cut before " << disk.describe(acts) << ", kind "
                                         << static_cast<int>(unsynced) << ", seed " << seed);
                auto database = Database::open(after / "register.db", {.key = key});
                if (acts < made && !database) {
                    continue;  // nothing was promised yet
                }
                if (!database) {
                    FAIL_CHECK(database.error().code << " " << database.error().context);
                    continue;
                }
                const bool has_table =
                    setting(**database,
                            "SELECT count(*) FROM sqlite_schema WHERE name = 'person'") == "1";
                if (!has_table) {
                    CHECK(acts < made);
                    continue;
                }
                const std::int64_t present = people(**database);
                CHECK(present >= expected);
                CHECK(present <= expected + 2);
                CHECK(present % 2 == 0);
                CHECK(said_of((*database)->check_integrity()) == "done");
            }
        }
    }
    CHECK(images > 300);
}
