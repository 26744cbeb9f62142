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

TEST_CASE("a link of a later version is told as newer, one without a version as damaged") {
    support::TestProvince province;
    const auto text = spool::link_text(some_link(province));
    const auto with = [&](std::string_view to) {
        auto changed = text;
        const std::string_view from = "\"v\": 1";
        const auto at = changed.find(from);
        REQUIRE(at != std::string::npos);
        return spool::parse_link(changed.replace(at, from.size(), to));
    };
    CHECK(with("\"v\": 1"));
    const auto later = with("\"v\": 2");
    REQUIRE_FALSE(later);
    CHECK(later.error().kind == ErrorKind::too_new);
    CHECK(later.error().code == "A-05");
    for (const char* other : {"\"w\": 1", "\"v\": 0", "\"v\": \"1\""}) {
        CHECK(with(other).error().code == "L-20");
    }
}

TEST_CASE("a link with all that it may hold is read, and above that the newest stay") {
    support::TempFolder folder;
    support::TestProvince province;
    // Its two lines as long as a manifest may be.
    const std::string begins = "-----BEGIN CERTIFICATE-----\n";
    province.manifest.ca.assign(4, begins);
    province.sign_again();
    std::size_t left = wire::max_manifest_bytes - province.manifest.text().size();
    for (std::string& certificate : province.manifest.ca) {
        // A quote and a line's end need four bytes in a link.
        const auto more = std::min(left / 2, (wire::max_certificate_bytes - begins.size()) / 2);
        certificate += std::string(more, '\n');
        left -= 2 * more;
    }
    province.sign_again();
    REQUIRE(province.manifest.text().size() + 2 > wire::max_manifest_bytes);
    auto link = some_link(province);
    for (std::size_t i = 0; i < spool::max_earlier_devices; ++i) {
        link.earlier.push_back(DeviceId::random(province.random));
    }
    for (std::size_t i = 0; i < spool::max_greeted_epochs; ++i) {
        link.greeted.push_back(Epoch::random(province.random));
    }
    REQUIRE(spool::write_link(system_disk(), folder.path(), link));
    const auto at = spool::read_link(system_disk(), folder.path());
    REQUIRE(at);
    CHECK(at->earlier == link.earlier);
    CHECK(at->greeted == link.greeted);
    auto above = link;
    above.earlier.push_back(DeviceId::random(province.random));
    above.greeted.push_back(Epoch::random(province.random));
    const auto read = spool::parse_link(spool::link_text(above));
    REQUIRE(read);
    CHECK(read->earlier == link.earlier);
    CHECK(read->greeted == link.greeted);
}

TEST_CASE("a link that could not be read again is not written, and the one before stays") {
    support::TempFolder folder;
    support::TestProvince province;
    const auto link = some_link(province);
    REQUIRE(spool::write_link(system_disk(), folder.path(), link));
    auto bad = link;
    const auto code = [&] {
        const auto written = spool::write_link(system_disk(), folder.path(), bad);
        REQUIRE_FALSE(written);
        CHECK(written.error().kind == ErrorKind::invalid_input);
        return written.error().code;
    };
    bad.village = "53.01.02.20";
    CHECK(code() == "L-28");
    bad = link;
    bad.ack = -1;
    CHECK(code() == "L-28");
    bad = link;
    bad.manifest.signature = "x";
    CHECK(code() == "L-28");
    CHECK(spool::read_link(system_disk(), folder.path())->ack == link.ack);
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
