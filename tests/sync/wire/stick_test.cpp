#include "sync/wire/stick.hpp"

#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "support/lying_disk.hpp"
#include "support/temp_folder.hpp"

using namespace lontar;

TEST_CASE("a folder named like a village is one, a file or a link to elsewhere is none") {
    const support::TempFolder stick;
    std::filesystem::create_directories(stick / "5301022002");
    std::filesystem::create_directories(stick / "5301022001");
    std::filesystem::create_directories(stick / "530102200");
    std::filesystem::create_directories(stick / "keys");
    support::put_bytes(stick / "5301022003", as_bytes("no folder"));
    std::error_code unable;
    std::filesystem::create_directory_symlink(stick / "keys", stick / "5301022004", unable);
    CHECK(wire::villages_in(stick.path()) == std::vector<std::string>{"5301022001", "5301022002"});
    CHECK(wire::villages_in(stick / "nothing").empty());
}

TEST_CASE("a note of a device has a short name of its own") {
    DeviceId device;
    device.bytes.fill(0xab);
    CHECK(wire::device_note_name(device) == "abababababababab.device.json");
    CHECK(wire::is_device_note_name(wire::device_note_name(device)));
    CHECK_FALSE(wire::is_device_note_name("link.json"));
}

TEST_CASE("a copy that reads back differently is taken away and told") {
    const support::TempFolder stick;
    const Path file = stick / "LONTAR" / "copy.age";
    REQUIRE(wire::put_on_stick(system_disk(), file, as_bytes("whole")));
    CHECK(support::bytes_of(file) == to_bytes("whole"));
    support::LyingDisk liar("copy.age");
    const auto lied = wire::put_on_stick(liar, file, as_bytes("whole"));
    REQUIRE_FALSE(lied);
    CHECK(lied.error().code == "C-03");
    CHECK_FALSE(std::filesystem::exists(file));
}
