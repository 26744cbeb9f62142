#include "sync/laptop/import_file.hpp"

#include <catch2/catch_test_macros.hpp>

#include "village.hpp"

using namespace lontar;
using namespace lontar::laptop;
using lontar::support::expect;

TEST_CASE("a sheet is looked at without a trace, then brought in once") {
    Village village;
    village.set_up();
    const auto people = village.people.make(3);
    const Path file = village.folder / "contoh.csv";
    support::put_bytes(file, as_bytes(support::people_csv(people)));
    const auto looked = expect(import_file(*village.session, file, true));
    CHECK(looked.rows == 3);
    CHECK(looked.imported == 3);
    CHECK_FALSE(looked.id);
    CHECK(village.unsealed() == 0);
    const auto brought = expect(import_file(*village.session, file, false));
    CHECK(brought.imported == 3);
    CHECK(brought.id);
    CHECK(village.unsealed() == 3);
    CHECK(expect(import_file(*village.session, file, false)).already_there == 3);
    CHECK(village.unsealed() == 3);
}

TEST_CASE("rows with errors stay out and are listed by row") {
    Village village;
    village.set_up();
    auto people = village.people.make(2);
    people[1]["nik"] = "12";
    const Path file = village.folder / "contoh.csv";
    support::put_bytes(file, as_bytes(support::people_csv(people)));
    const auto brought = expect(import_file(*village.session, file, false));
    CHECK(brought.imported == 1);
    CHECK(brought.refused == 1);
    CHECK(village.unsealed() == 1);
    const auto found =
        std::ranges::find(brought.problems, std::int64_t{3}, &model::SheetProblem::row);
    REQUIRE(found != brought.problems.end());
    CHECK_FALSE(found->finding.code.empty());
}
