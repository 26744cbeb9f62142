#include "storage/base/os.hpp"

#include <csignal>

#include <catch2/catch_test_macros.hpp>

#include "support/child.hpp"
#include "support/temp_folder.hpp"

#ifndef _WIN32
#include <sys/resource.h>
#endif

using namespace lontar;
using support::Child;
using support::in_child;
using support::TempFolder;

TEST_CASE("one process holds a lock, and a killed one holds it no more") {
    const TempFolder folder;
    std::unique_ptr<FileLock> held;
    Child holder([&] {
        auto lock = lock_file(folder / "lock");
        if (lock) {
            held = *std::move(lock);
        }
    });
    const auto refused = lock_file(folder / "lock");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::locked);
    CHECK(refused.error().code == "P-02");
    holder.kill();
    CHECK(lock_file(folder / "lock"));
}

TEST_CASE("a lock is refused a second time in the same process and free after its life") {
    const TempFolder folder;
    {
        const auto lock = lock_file(folder / "lock");
        REQUIRE(lock);
        CHECK_FALSE(lock_file(folder / "lock"));
    }
    CHECK(lock_file(folder / "lock"));
}

TEST_CASE("a lock of the parent is refused to its child") {
    const TempFolder folder;
    const auto lock = lock_file(folder / "lock");
    REQUIRE(lock);
    const int taken = in_child([&] { return lock_file(folder / "lock") ? 1 : 0; });
    CHECK(taken == 0);
}

TEST_CASE("locking changes no byte of what stands in the folder") {
    const TempFolder folder;
    { const auto lock = lock_file(folder / "lock"); }
    const std::string before = support::hash_of_folder(folder.path());
    { const auto lock = lock_file(folder / "lock"); }
    CHECK(support::hash_of_folder(folder.path()) == before);
}

TEST_CASE("of eight processes at once exactly one gets the lock") {
    const TempFolder folder;
    for (int round = 0; round < 20; ++round) {
        std::vector<std::unique_ptr<Child>> children;
        children.reserve(8);
        std::unique_ptr<FileLock> held;
        for (int i = 0; i < 8; ++i) {
            children.push_back(std::make_unique<Child>([&] {
                auto lock = lock_file(folder / "lock");
                if (lock) {
                    held = *std::move(lock);
                    support::put_bytes(folder / ("winner-" + std::to_string(i)), {});
                }
            }));
        }
        auto files = system_disk().list(folder.path());
        REQUIRE(files);
        CHECK(files->size() == 2);  // the lock and one winner
        children.clear();
        for (const FileEntry& entry : *files) {
            REQUIRE(system_disk().remove(folder / entry.name));
        }
    }
}

#ifndef _WIN32
TEST_CASE("a hardened process leaves no core") {
    const int outcome = in_child([] {
        harden_process();
        rlimit limit{1, 1};
        ::getrlimit(RLIMIT_CORE, &limit);
        return limit.rlim_cur == 0 && limit.rlim_max == 0 ? 0 : 1;
    });
    CHECK(outcome == 0);
}
#endif

TEST_CASE("the machine tells its memory, its environment and the same name each time") {
    CHECK(physical_memory_bytes() > std::uint64_t{64} << 20U);
    CHECK(machine_name_secret() == machine_name_secret());
    CHECK(machine_name_secret().find('\n') == std::string::npos);
    const support::Environment set("LONTAR_TEST_VARIABLE", "Sa'at é");
    CHECK(environment("LONTAR_TEST_VARIABLE") == "Sa'at é");
    CHECK_FALSE(environment("LONTAR_TEST_VARIABLE_ABSENT"));
}
