#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/os.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/imports.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/settings.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sealed/keyring.hpp"
#include "support/faulty_disk.hpp"
#include "support/laptop/open_laptop.hpp"
#include "sync/spool/link.hpp"
#include "sync/spool/sealing.hpp"
#include "sync/wire/members.hpp"

using namespace lontar;
using namespace std::chrono_literals;
using lontar::support::bytes_of;
using lontar::support::expect;
using lontar::support::OpenLaptop;
using lontar::support::put_bytes;

namespace {

Path out_file(const OpenLaptop& laptop, const spool::OutFile& file) {
    return laptop.data() / "spool" / "out" / wire::batch_file_name(file.epoch, file.seq);
}

}  // namespace

TEST_CASE("what was saved is sealed, sent, received and answered, and the folder is empty then") {
    OpenLaptop laptop;
    laptop.save(3);
    CHECK(laptop.counters().waiting == 3);
    const auto sealed = laptop.seal();
    CHECK(sealed.batches == 1);
    CHECK(sealed.entries == 3);
    CHECK(laptop.out().size() == 1);
    CHECK(laptop.send().files_answered == 1);
    laptop.reconcile();
    CHECK(laptop.counters().on_the_way == 3);
    const auto taken = laptop.take_in();
    CHECK(taken.applied == 1);
    CHECK(taken.receipts == 1);
    CHECK(taken.needs_correction == 0);
    CHECK(laptop.counters().received == 3);
    CHECK(laptop.out().empty());
    CHECK(expect(laptop.spool.in()).empty());
    CHECK(laptop.server.received_lines() == laptop.lines());
    const auto link = expect(spool::read_link(system_disk(), laptop.data()));
    CHECK(link.ack == 1);
    CHECK(link.gen == 1);
    CHECK(link.clock_floor == support::test_now);
    CHECK(link.device == laptop->device().id);
}

TEST_CASE("a register with more officers, and longer names, than travel is heard all the same") {
    OpenLaptop laptop;
    const std::string name = std::string(wire::max_name_bytes - 1, 'x') + "\u00E9";
    for (int i = 0; i < 60; ++i) {
        expect(storage::insert_officer(*laptop, OfficerId::random(laptop.random), name, "operator",
                                       laptop.clock.now()));
    }
    laptop.save(1);
    laptop.seal();
    const auto batch = laptop.province.open(
        expect(laptop.spool.read_out(laptop.out()[0].epoch, laptop.out()[0].seq)));
    REQUIRE(batch);
    const auto& officers = batch->hello->officers;
    REQUIRE(officers.size() == wire::max_officers);
    // Who was here first is named, and the letter that has no room goes as a whole.
    CHECK(officers[0].id == laptop.officer);
    CHECK(officers[1].name == std::string(wire::max_name_bytes - 1, 'x'));
    laptop.send();
    CHECK(laptop.take_in().receipts == 1);
    CHECK(laptop.counters().received == 1);
}

TEST_CASE("the first batch says who speaks and opens with the province's key") {
    OpenLaptop laptop;
    expect(storage::add_officer(*laptop, "Yohanes Bria", "sekdes",
                                sealed::Secret::copy_of("kata sandi yang panjang"),
                                sealed::PassphraseCost::for_tests(), laptop.officer));
    laptop.save(1);
    laptop.seal();
    const auto batch = laptop.province.open(
        expect(laptop.spool.read_out(laptop.out()[0].epoch, laptop.out()[0].seq)));
    REQUIRE(batch);
    REQUIRE(batch->hello);
    const auto& hello = *batch->hello;
    CHECK(hello.village == support::village_of_tests);
    CHECK(hello.why == "new");
    CHECK(hello.code == "K7QM-2XRD-9F");
    CHECK(hello.recipient == laptop->device().identity.recipient());
    CHECK(hello.officers.size() == 2);
    CHECK_FALSE(hello.from_epoch);
    CHECK(hello.activation ==
          wire::parse_activation(
              expect(storage::find_setting(*laptop, storage::setting_names::activation)), {})
              ->id);
    // A machine may have no name of its own.
    const std::string name = machine_name_secret();
    CHECK(hello.machine.empty() == name.empty());
    CHECK((name.empty() || hello.machine.find(name) == std::string::npos));
    CHECK(batch->app.starts_with("lontar "));
    CHECK(batch->tip == expect(storage::find_audit_tip(*laptop)));
}

TEST_CASE("a code told by phone goes into hello instead of the file's") {
    OpenLaptop laptop;
    expect(storage::put_setting(*laptop, spool::told_code_setting, "ABCDE-FGHJK-M"));
    laptop.seal();
    const auto batch =
        laptop.province.open(expect(laptop.spool.read_out(laptop.out()[0].epoch, 1)));
    CHECK(batch->hello->code == "ABCDE-FGHJK-M");
}

TEST_CASE("a hello is sealed even when nobody is registered, and only once") {
    OpenLaptop laptop;
    CHECK(laptop.seal().batches == 1);
    CHECK(laptop.seal().batches == 0);
    laptop.send();
    laptop.take_in();
    CHECK(laptop.seal().batches == 0);
    CHECK(laptop.out().empty());
}

TEST_CASE("two hundred and fifty revisions become batches of at most a hundred, each once") {
    OpenLaptop laptop;
    std::vector<storage::ImportPerson> rows;
    rows.reserve(250);
    for (int i = 0; i < 250; ++i) {
        rows.push_back({i + 2, laptop.people.next(), {}});
    }
    expect(storage::import_people(*laptop, rows, "contoh.csv", laptop.officer, false));
    const auto sealed = laptop.seal();
    CHECK(sealed.batches == 3);
    CHECK(sealed.entries == 250);
    laptop.send();
    laptop.take_in();
    CHECK(laptop.counters().received == 250);
    CHECK(laptop.server.received_lines() == laptop.lines());
    // Each batch names the one before it.
    const auto& bodies = laptop.server.bodies;
    REQUIRE(bodies.size() == 3);
    CHECK_FALSE(laptop.province.open(bodies[0])->prev);
    CHECK(laptop.province.open(bodies[1])->prev == sealed::sha256(bodies[0]));
    CHECK(laptop.province.open(bodies[2])->prev == sealed::sha256(bodies[1]));
}

TEST_CASE("a returned entry needs a correction, the others of its batch are received") {
    OpenLaptop laptop;
    laptop.save(2);
    const auto bad = laptop.save_one();
    laptop.server.return_lines_with = bad.hex();
    const auto taken = laptop.deliver();
    CHECK(taken.needs_correction == 1);
    CHECK(laptop.counters().needs_correction == 1);
    CHECK(laptop.counters().received == 2);
    const auto registration = expect(storage::find_registration(*laptop, bad));
    CHECK(registration.verdict.code == "needs_correction");
    CHECK(registration.verdict.detail.find("reasons") != nullptr);
}

TEST_CASE("a person returned twice is one person to correct, and a new note is told again") {
    OpenLaptop laptop;
    laptop.save(2);
    laptop.deliver();
    const auto epoch = expect(storage::find_epoch_state(*laptop)).epoch;
    const auto line = wire::first_entry_line(1);
    laptop.server.return_line(epoch, 1, line, "KK kabur");
    laptop.server.return_line(epoch, 1, line, "KK kabur; KTP kabur");
    CHECK(laptop.deliver().needs_correction == 1);
    CHECK(laptop.deliver().needs_correction == 0);
    laptop.server.return_line(epoch, 1, line, "KK kabur; KTP kabur; foto");
    laptop.server.return_line(epoch, 1, line + 1, "KK kabur");
    CHECK(laptop.deliver().needs_correction == 2);
    CHECK(laptop.counters().needs_correction == 2);
}

TEST_CASE("notices of the province come home") {
    OpenLaptop laptop;
    laptop.save(1);
    laptop.deliver();
    laptop.server.send_notice(laptop.server.received_seqs(Epoch{}).empty()
                                  ? expect(storage::find_epoch_state(*laptop)).epoch
                                  : Epoch{},
                              "Rapat hari Senin");
    CHECK(laptop.deliver().notices == std::vector<model::Notice>{{"Rapat hari Senin", {}, {}}});
    CHECK(expect(storage::list_notices(*laptop)).size() == 1);
}

TEST_CASE("reconcile writes missing and unequal files again and removes what is not wanted") {
    OpenLaptop laptop;
    for (int i = 0; i < 4; ++i) {
        laptop.save(1);
        laptop.seal();
    }
    const auto files = laptop.out();
    REQUIRE(files.size() == 4);
    std::vector<Bytes> before;
    before.reserve(files.size());
    for (const auto& file : files) {
        before.push_back(bytes_of(out_file(laptop, file)));
    }
    std::filesystem::remove(out_file(laptop, files[0]));
    auto damaged = before[1];
    damaged[100] ^= 1U;
    put_bytes(out_file(laptop, files[1]), damaged);
    put_bytes(out_file(laptop, files[2]), ByteView(before[2]).first(50));
    put_bytes(out_file(laptop, {Epoch{}, 7, 0}), as_bytes("old"));
    laptop.open();
    laptop.reconcile();
    REQUIRE(laptop.out().size() == 4);
    // What is no batch nobody can send; it is out of the way, and kept.
    CHECK(expect(system_disk().list(laptop.spool.folder() / "aside")).size() == 1);
    for (std::size_t i = 0; i < files.size(); ++i) {
        CHECK(bytes_of(out_file(laptop, files[i])) == before[i]);
    }
    std::filesystem::remove_all(laptop.data() / "spool");
    laptop.reconcile();
    CHECK(laptop.out().size() == 4);
    laptop.deliver();
    CHECK(laptop.out().empty());
    // A received batch that somebody copied back is taken away again.
    put_bytes(out_file(laptop, files[3]), before[3]);
    laptop.reconcile();
    CHECK(laptop.out().empty());
}

TEST_CASE("reconcile ends in the same state however often it runs") {
    OpenLaptop laptop;
    laptop.save(2);
    laptop.seal();
    laptop.reconcile();
    const auto once = support::hash_of_folder(laptop.data() / "spool");
    laptop.reconcile();
    CHECK(support::hash_of_folder(laptop.data() / "spool") == once);
}

TEST_CASE("a batch is kept and sent later when the disk is full while it is laid out") {
    OpenLaptop laptop;
    laptop.save(2);
    support::FaultyDisk disk(system_disk());
    spool::Spool full(disk, laptop.data());
    disk.fail_from(1, fail(ErrorKind::storage_full, "D-01", "test: full"));
    const auto sealed = spool::seal_pending(*laptop, full, laptop.world());
    REQUIRE_FALSE(sealed);
    CHECK(sealed.error().code == "D-01");
    CHECK(laptop.out().empty());
    CHECK(laptop.counters().waiting == 2);
    laptop.reconcile();
    CHECK(laptop.out().size() == 1);
    laptop.deliver();
    CHECK(laptop.counters().received == 2);
}

TEST_CASE("a file in the spool that is no reply is set aside and hinders nothing") {
    OpenLaptop laptop;
    laptop.save(1);
    laptop.seal();
    laptop.send();
    const auto epoch = expect(storage::find_epoch_state(*laptop)).epoch.hex();
    put_bytes(laptop.data() / "spool/in" / (epoch + "-1-9.reply.age"), as_bytes("<html>"));
    put_bytes(laptop.data() / "spool/in" / (epoch + "-1-8.reply.age"), Bytes(300'000));
    const auto taken = laptop.take_in();
    CHECK(taken.unreadable == 2);
    CHECK(taken.applied == 1);
    CHECK(laptop.counters().received == 1);
    CHECK(expect(laptop.spool.in()).empty());
    CHECK(std::filesystem::exists(laptop.data() / "spool/in/foreign" / (epoch + "-1-9.reply.age")));
}

TEST_CASE("a reply of another device stays where it is and changes nothing") {
    OpenLaptop laptop;
    laptop.save(1);
    laptop.seal();
    support::TestDevice other(laptop.province.random);
    const auto batch = support::test_batch(other, 1, 1, laptop.province.random);
    const auto file = support::sealed_batch(batch, other, laptop.province);
    const auto reply =
        laptop.province.seal(support::accepting(batch, file, 1, 1), {}, other.identity.recipient());
    expect(laptop.spool.put_in(other.epoch.hex() + "-1-1.reply.age", reply));
    const auto taken = laptop.take_in();
    CHECK(taken.applied == 0);
    CHECK(taken.unreadable == 0);
    CHECK(expect(laptop.spool.in()).size() == 1);
    CHECK(laptop.counters().waiting == 1);
}

TEST_CASE("swapped receipts are nobody's: another batch's hash changes no state") {
    OpenLaptop laptop;
    laptop.save(1);
    laptop.seal();
    laptop.save(1);
    laptop.seal();
    const auto batches = expect(storage::list_batches(*laptop));
    REQUIRE(batches.size() == 2);
    wire::Reply reply;
    reply.device = laptop->device().id;
    reply.epoch = batches[0].epoch;
    reply.gen = 1;
    reply.n = 1;
    reply.time = support::test_now;
    reply.receipts = {{batches[0].epoch, 1, batches[1].file, "received", support::test_now},
                      {batches[0].epoch, 2, batches[0].file, "received", support::test_now}};
    const auto file = laptop.province.seal(reply, {}, laptop->device().identity.recipient());
    expect(laptop.spool.put_in(reply.epoch.hex() + "-1-1.reply.age", file));
    const auto taken = laptop.take_in();
    CHECK(taken.receipts == 0);
    CHECK(laptop.counters().received == 0);
    CHECK(laptop.counters().waiting == 2);
    CHECK(taken.new_epoch);  // somebody else speaks under this epoch
}

TEST_CASE("a reply applied twice, from the network and from a stick, counts once") {
    OpenLaptop laptop;
    laptop.save(2);
    laptop.seal();
    laptop.send();
    const auto name = expect(laptop.spool.in()).at(0);
    const auto bytes = expect(laptop.spool.read_in(name));
    laptop.take_in();
    expect(laptop.spool.put_in(name, bytes));
    const auto again = laptop.take_in();
    CHECK(again.applied == 0);
    CHECK(again.needs_correction == 0);
    CHECK(laptop.counters().received == 2);
    CHECK(expect(laptop.spool.in()).empty());
}

TEST_CASE("a newer manifest that waits is adopted, one of another root is thrown away") {
    OpenLaptop laptop;
    laptop.province.manifest.number = 2;
    laptop.province.sign_again();
    expect(laptop.spool.put_manifest(laptop.province.manifest));
    laptop.take_in();
    CHECK(expect(storage::find_setting(*laptop, storage::setting_names::manifest)) ==
          laptop.province.manifest.text());
    CHECK(expect(spool::read_link(system_disk(), laptop.data())).manifest.number == 2);
    support::TestProvince stranger(7);
    stranger.manifest.number = 9;
    stranger.sign_again();
    expect(laptop.spool.put_manifest(stranger.manifest));
    laptop.reconcile();
    CHECK(expect(storage::find_setting(*laptop, storage::setting_names::manifest)) ==
          laptop.province.manifest.text());
    CHECK(expect(laptop.spool.waiting_manifest()).empty());
}

TEST_CASE("sealing is due at a hundred, and ten minutes after the last save") {
    const Timestamp now{1'000'000};
    CHECK_FALSE(spool::sealing_is_due(0, {0}, now));
    CHECK_FALSE(spool::sealing_is_due(99, {now.seconds - 599}, now));
    CHECK(spool::sealing_is_due(100, now, now));
    CHECK(spool::sealing_is_due(1, {now.seconds - 600}, now));
    CHECK(spool::sealing_is_due(1, {now.seconds + 1}, now));
}
