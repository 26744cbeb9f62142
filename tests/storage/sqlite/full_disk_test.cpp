#include <catch2/catch_test_macros.hpp>

#include "scene.hpp"
#include "support/tiny_disk.hpp"

using namespace lontar;
using namespace lontar::sqlite;

TEST_CASE(
    "on a really full disk a save is refused, all saved before is there, and goes on when there is "
    "room") {
    support::TinyDisk folder("1m");
    if (!folder.problem().empty()) {
        SKIP(folder.problem());
    }

    const Bytes key = some_key();
    REQUIRE(system_disk().write(folder / "reserve", Bytes(200'000, 1)));
    auto database = with_table(folder / "register.db", key);
    std::int64_t said = 0;
    Status last;
    for (int i = 0; i < 2000 && last; ++i) {
        last = add(*database, std::string(2000, 'x') + std::to_string(i));
        said += last ? 1 : 0;
    }
    REQUIRE_FALSE(last);
    CHECK(last.error().kind == ErrorKind::storage_full);
    CHECK(last.error().code == "R-07");
    CHECK(people(*database) == said);
    CHECK(said > 20);

    REQUIRE(system_disk().remove(folder / "reserve"));
    CHECK(add(*database, "after the reserve was given up"));
    database.reset();
    // Moving the log into the file needs room for the file beside the log.
    REQUIRE(folder.resize("4m"));
    auto again = opened(folder / "register.db", key);
    CHECK(people(*again) == said + 1);
    CHECK(said_of(again->check_integrity()) == "done");
}
