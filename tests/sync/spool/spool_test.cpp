#include "sync/spool/spool.hpp"

#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "support/faulty_disk.hpp"
#include "support/province/test_province.hpp"
#include "support/temp_folder.hpp"

using namespace lontar;
using lontar::support::put_bytes;
using lontar::support::TempFolder;

namespace {

const Epoch epoch_a = *Epoch::from_hex(std::string(32, 'a'));
const Epoch epoch_b = *Epoch::from_hex(std::string(32, 'b'));

}  // namespace

TEST_CASE("batches are listed by epoch and number, other names are not") {
    TempFolder folder;
    spool::Spool spool(system_disk(), folder.path());
    CHECK(spool.out()->empty());
    for (const auto& [epoch, seq] : {std::pair{epoch_b, 1}, {epoch_a, 10}, {epoch_a, 9}}) {
        REQUIRE(spool.put_out(epoch, seq, as_bytes("bytes")));
    }
    for (const auto* name : {"x.batch.age", "note.txt", "-1.batch.age"}) {
        put_bytes(folder / ("spool/out/" + std::string(name)), as_bytes("x"));
    }
    put_bytes(folder / ("spool/out/" + wire::batch_file_name(epoch_a, 3) + ".part"), {});
    const auto files = *spool.out();
    REQUIRE(files.size() == 3);
    CHECK(files[0].seq == 9);
    CHECK(files[1].seq == 10);
    CHECK(files[2].epoch == epoch_b);
    CHECK(files[0].bytes == 5);
    CHECK(as_text(*spool.read_out(epoch_a, 9)) == "bytes");
    REQUIRE(spool.remove_out(epoch_a, 9));
    REQUIRE(spool.remove_out(epoch_a, 9));
    CHECK(spool.out()->size() == 2);
}

TEST_CASE("a reply that comes twice is kept once, another one under its name beside it") {
    TempFolder folder;
    spool::Spool spool(system_disk(), folder.path());
    const std::string name = epoch_a.hex() + "-1-1.reply.age";
    REQUIRE(spool.put_in(name, as_bytes("one")));
    REQUIRE(spool.put_in(name, as_bytes("one")));
    CHECK(*spool.in() == std::vector{name});
    REQUIRE(spool.put_in(name, as_bytes("two")));
    REQUIRE(spool.put_in(name, as_bytes("three")));
    CHECK(*spool.in() == std::vector{name, name + ".2"});
    CHECK(as_text(*spool.read_in(name)) == "one");
    CHECK(as_text(*spool.read_in(name + ".2")) == "three");
    REQUIRE(spool.set_aside_in(name));
    CHECK(*spool.in() == std::vector{name + ".2"});
    CHECK(std::filesystem::exists(folder / ("spool/in/foreign/" + name)));
}

TEST_CASE("marks of the uploader read back and a damaged one is no mark") {
    TempFolder folder;
    spool::Spool spool(system_disk(), folder.path());
    const spool::SentMark mark{epoch_a, 3, *Hash::from_hex(std::string(64, '5')), Timestamp{9}};
    REQUIRE(spool.mark_sent(mark));
    put_bytes(folder / ("spool/in/" + epoch_a.hex() + "-4.sent.json"), as_bytes("{"));
    put_bytes(folder / "spool/in/other.sent.json", as_bytes("{}"));
    const auto marks = *spool.sent_marks();
    REQUIRE(marks.size() == 1);
    CHECK(marks[0].epoch == epoch_a);
    CHECK(marks[0].seq == 3);
    CHECK(marks[0].file == mark.file);
    CHECK(marks[0].at == mark.at);
    REQUIRE(spool.remove_mark(epoch_a, 3));
    CHECK(spool.sent_marks()->empty());
}

TEST_CASE("the manifest that waits is the one with the greatest number") {
    TempFolder folder;
    spool::Spool spool(system_disk(), folder.path());
    support::TestProvince province;
    CHECK(spool.waiting_manifest()->empty());
    province.manifest.number = 5;
    province.sign_again();
    const auto five = province.manifest;
    province.manifest.number = 4;
    province.sign_again();
    REQUIRE(spool.put_manifest(five));
    REQUIRE(spool.put_manifest(province.manifest));
    CHECK(*spool.waiting_manifest() == five.text());
    REQUIRE(spool.remove_manifest());
    CHECK(spool.waiting_manifest()->empty());
}

TEST_CASE("a full disk leaves the file that was there, and says D-01") {
    TempFolder folder;
    support::FaultyDisk disk(system_disk());
    spool::Spool spool(disk, folder.path());
    REQUIRE(spool.put_out(epoch_a, 1, as_bytes("old")));
    const auto acts = disk.acts();
    for (std::uint64_t act = 1; act <= acts; ++act) {
        disk.heal();
        disk.fail_at(act, fail(ErrorKind::storage_full, "D-01", "test: full"));
        const auto put = spool.put_out(epoch_a, 1, as_bytes("newer"));
        INFO("act " << act << " " << disk.log().back());
        REQUIRE_FALSE(put);
        CHECK(put.error().code == "D-01");
        CHECK(as_text(*spool::Spool(system_disk(), folder.path()).read_out(epoch_a, 1)) == "old");
        CHECK(spool::Spool(system_disk(), folder.path()).out()->size() == 1);
    }
    CHECK(acts >= 3);
}
