#include "sync/spool/link.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/faulty_disk.hpp"
#include "support/province/test_province.hpp"
#include "support/temp_folder.hpp"

using namespace lontar;

namespace {

spool::Link some_link(support::TestProvince& province) {
    const support::TestDevice device(province.random);
    return {device.id(), "5301022001", device.epoch, 3, 9, Timestamp{77}, province.manifest};
}

}  // namespace

TEST_CASE("a link reads back as it was written") {
    support::TempFolder folder;
    support::TestProvince province;
    const auto link = some_link(province);
    REQUIRE(spool::write_link(system_disk(), folder / "new", link));
    const auto read = spool::read_link(system_disk(), folder / "new");
    REQUIRE(read);
    CHECK(read->device == link.device);
    CHECK(read->village == link.village);
    CHECK(read->epoch == link.epoch);
    CHECK(read->gen == 3);
    CHECK(read->ack == 9);
    CHECK(read->clock_floor == Timestamp{77});
    CHECK(read->manifest.text() == province.manifest.text());
}

TEST_CASE("a link cut at any byte or with any bit of its manifest turned is L-20") {
    support::TestProvince province;
    auto text = spool::link_text(some_link(province));
    for (std::size_t length = 0; length + 2 < text.size(); ++length) {
        const auto read = spool::parse_link(std::string_view(text).substr(0, length));
        REQUIRE_FALSE(read);
        REQUIRE(read.error().code == "L-20");
    }
    const auto first = text.find("\"manifest\"") + 14;
    for (auto i = first; i < first + 300; ++i) {
        text[i] = static_cast<char>(text[i] ^ 4);
        REQUIRE(spool::parse_link(text).error().code == "L-20");
        text[i] = static_cast<char>(text[i] ^ 4);
    }
    CHECK(spool::parse_link(text));
    CHECK(spool::parse_link(std::string(100'000, '{')).error().code == "L-20");
}

TEST_CASE("a folder without a link is not found, an unchanged link is not written again") {
    support::TempFolder folder;
    support::TestProvince province;
    CHECK(spool::read_link(system_disk(), folder.path()).error().kind == ErrorKind::not_found);
    const auto link = some_link(province);
    REQUIRE(spool::write_link(system_disk(), folder.path(), link));
    support::FaultyDisk disk(system_disk());
    REQUIRE(spool::write_link(disk, folder.path(), link));
    CHECK(disk.acts() == 1);
}
