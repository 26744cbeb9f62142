#include <cstring>

#include <catch2/catch_test_macros.hpp>
#include <sys/mount.h>
#include <unistd.h>

#include "storage/base/durable_file.hpp"
#include "support/temp_folder.hpp"

using namespace lontar;
using support::TempFolder;

TEST_CASE(
    "a really full disk refuses the file, keeps the old one and takes it when there is room "
    "again") {
    const TempFolder folder;
    if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=1m,mode=700") != 0) {
        SKIP("no tmpfs of 1 MiB can be mounted here: " << std::strerror(errno));
    }
    struct Unmount {
        const Path& path;
        ~Unmount() { ::umount2(path.c_str(), MNT_DETACH); }
    } const unmount{folder.path()};

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
