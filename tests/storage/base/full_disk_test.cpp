#include <catch2/catch_test_macros.hpp>

#include "storage/base/durable_file.hpp"
#include "support/tiny_disk.hpp"

using namespace lontar;

TEST_CASE(
    "a really full disk refuses the file, keeps the old one and takes it when there is room "
    "again") {
    const support::TinyDisk folder("1m");
    if (!folder.problem().empty()) {
        SKIP(folder.problem());
    }

    REQUIRE(system_disk().write(folder / "a", as_bytes("old")));
    const Bytes filler(600'000, 1);
    REQUIRE(system_disk().write(folder / "filler", filler));
    CHECK(*system_disk().free_bytes(folder.path()) < 500'000);

    const auto refused = system_disk().write(folder / "a", filler);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::storage_full);
    CHECK(refused.error().code == "D-01");
    CHECK(support::bytes_of(folder / "a") == to_bytes("old"));
    CHECK(system_disk().list(folder.path())->size() == 2);

    REQUIRE(system_disk().remove(folder / "filler"));
    CHECK(system_disk().write(folder / "a", filler));
    CHECK(support::bytes_of(folder / "a") == filler);
}
