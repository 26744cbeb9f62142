#include "sync/laptop/delivery.hpp"

#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "storage/register/copies/backup.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/imports.hpp"
#include "storage/register/status.hpp"
#include "sync/wire/batch.hpp"
#include "village.hpp"

using namespace lontar;
using namespace lontar::laptop;
using lontar::support::expect;

namespace {

bool go_on(std::int64_t, std::int64_t) {
    return true;
}

}  // namespace

TEST_CASE("a village registers, delivers and hears back without a screen") {
    Village village;
    village.set_up();
    village.save(3);
    const auto plan = expect(plan_delivery(*village.session));
    CHECK(plan.people == 3);
    CHECK(plan.files == 1);
    CHECK(plan.bytes > 0);
    CHECK(plan.time.count() > 0);
    const auto outcome = expect(village.deliver());
    CHECK(outcome.sealed.entries == 3);
    CHECK(outcome.upload.files_answered == 1);
    CHECK(outcome.intake.receipts == 1);
    CHECK(outcome.upload.files_waiting == 0);
    CHECK(expect(storage::find_status(village.session->village_register())).counters.received == 3);
    CHECK(expect(plan_delivery(*village.session)).files == 0);
}

TEST_CASE("a delivery plans one file more when one more waits than a batch can hold") {
    Village village;
    village.set_up();
    std::vector<storage::ImportPerson> rows;
    for (std::size_t i = 0; i <= wire::max_batch_entries; ++i) {
        rows.push_back({static_cast<std::int64_t>(i) + 2, village.people.next(), {}});
    }
    expect(storage::import_people(village.session->village_register(), rows, "contoh.csv",
                                  village.session->officer().id, false));
    const auto plan = expect(plan_delivery(*village.session));
    CHECK(plan.files == 2);
    CHECK(expect(seal_pending(*village.session)).batches == plan.files);
}

TEST_CASE("a replacement laptop that the office has accepted delivers when a person sends") {
    Village village;
    village.set_up();
    village.save(2);
    village.server.refuse_hello = "code_used";
    const auto refused = expect(village.deliver());
    CHECK(refused.intake.refused == "code_used");
    CHECK(refused.upload.files_waiting == 1);
    village.server.refuse_hello.clear();
    const auto accepted = expect(village.deliver());
    CHECK(accepted.upload.files_waiting == 0);
    CHECK(accepted.intake.receipts == 1);
}

TEST_CASE("without a network everything stays sealed in the spool for the next delivery") {
    Village village;
    village.set_up();
    village.save(1);
    village.server.wish = [](int, const std::string&, bool) {
        return support::Mishap{.before = fail(ErrorKind::unreachable, "L-01", "connect")};
    };
    const auto outcome = expect(village.deliver());
    CHECK(outcome.upload.last_code == "L-01");
    CHECK(outcome.upload.files_waiting == 1);
    CHECK(outcome.intake.receipts == 0);
    village.server.wish = {};
    CHECK(expect(village.deliver()).intake.receipts == 1);
}

TEST_CASE("what the lost register had sealed is sent after an older backup took its place") {
    Village village;
    village.set_up();
    village.save(1);
    expect(village.deliver());
    const auto backup = expect(
        storage::create_backup(village.session->village_register(), village.folder.path(), go_on));
    village.save(3);
    expect(seal_pending(*village.session));
    const auto old = expect(storage::find_epoch_state(village.session->village_register()));
    village.lock();
    const Path file = village.machine.data_folder / "register.db";
    std::filesystem::rename(file, village.folder / "damaged.db");
    const auto sheet = sealed::Identity::parse(village.sheet.text());
    const auto passphrase = sealed::Secret::copy_of(support::passphrase_of_tests);
    expect(storage::restore_backup(
        village.machine.world, backup.path, *sheet, village.machine.data_folder,
        {"Maria Seran", passphrase, sealed::PassphraseCost::for_tests(), sheet->recipient()}, {},
        go_on));
    village.unlock();
    CHECK(village.files_out() == 1);
    CHECK(expect(plan_delivery(*village.session)).files == 1);
    const Path stick = village.folder / "stick";
    CHECK(expect(export_to_stick(*village.session, stick, go_on)).copied == 2);
    expect(village.deliver());
    CHECK(village.server.received_seqs(old.epoch).contains(old.last_seq));
    // The province has said that it holds them: the file is out of the way, and kept.
    CHECK(village.files_out() == 0);
    CHECK(expect(system_disk().list(village.session->spool().folder() / "aside")).size() == 1);
    // A restore renews the manifest. What was answered before may be lost with it: it is sent
    // again, and a reply of before does not put it aside.
    village.province.manifest.number = 2;
    village.province.sign_again();
    expect(village.session->spool().put_manifest(village.province.manifest));
    const auto puts = village.server.puts;
    expect(village.deliver());
    expect(village.deliver());
    CHECK(village.server.puts > puts);
    CHECK(village.files_out() == 1);
}

TEST_CASE("the files of somebody else's laptop in the folder are neither sent nor deleted") {
    Village stranger;
    stranger.set_up();
    stranger.save(1);
    expect(seal_pending(*stranger.session));
    const auto foreign = expect(stranger.session->spool().out()).front();
    const auto bytes = expect(stranger.session->spool().read_out(foreign.epoch, foreign.seq));
    Village village(8);
    village.set_up();
    expect(village.session->spool().put_out(foreign.epoch, foreign.seq, bytes));
    village.save(1);
    const auto done = expect(village.deliver());
    CHECK(done.upload.files_answered == 1);
    CHECK(done.upload.files_waiting == 0);
    CHECK(village.server.received_seqs(foreign.epoch).empty());
    CHECK(village.files_out() == 1);
}

TEST_CASE("what waits is sealed ten minutes after the last save, and not before") {
    Village village;
    village.set_up();
    CHECK(expect(seal_if_due(*village.session)).batches == 0);
    village.save(1);
    village.clock.pass(std::chrono::seconds(599));
    CHECK(expect(seal_if_due(*village.session)).batches == 0);
    village.clock.pass(std::chrono::seconds(1));
    CHECK(expect(seal_if_due(*village.session)).entries == 1);
    CHECK(expect(seal_if_due(*village.session)).batches == 0);
    CHECK(village.files_out() == 1);
}

TEST_CASE("what was sealed while the spool was full is sent by the next delivery") {
    Village village;
    village.set_up();
    village.save(1);
    village.disk.fail_from(1, {ErrorKind::storage_full, "D-01", "test"});
    CHECK_FALSE(seal_pending(*village.session));
    village.disk.heal();
    CHECK(expect(village.deliver()).intake.receipts == 1);
}

TEST_CASE("a large import can be taken back for ten minutes before it is sealed") {
    Village village;
    village.set_up();
    std::vector<storage::ImportPerson> rows;
    rows.reserve(2 * wire::max_batch_entries);
    for (std::size_t i = 0; i < 2 * wire::max_batch_entries; ++i) {
        rows.push_back({static_cast<std::int64_t>(i) + 2, village.people.next(), {}});
    }
    expect(storage::import_people(village.session->village_register(), rows, "contoh.csv",
                                  village.session->officer().id, false));
    CHECK(expect(seal_if_due(*village.session)).batches == 0);
    CHECK(expect(storage::list_imports(village.session->village_register())).front().can_be_undone);
    village.clock.pass(std::chrono::minutes(10));
    CHECK(expect(seal_if_due(*village.session)).batches == 2);
}

TEST_CASE("practice is sealed and never sent or carried") {
    Village village;
    const auto preview = expect(preview_practice(village.machine));
    auto answers = Village::answers();
    answers.training = true;
    village.session =
        std::move(expect(set_up(village.machine, preview, std::move(answers))).session);
    const support::TempFolder stick;
    const auto outcome = expect(village.deliver());
    CHECK(outcome.sealed.batches == 1);
    CHECK(outcome.upload.files_answered == 0);
    CHECK(village.server.calls == 0);
    CHECK(export_to_stick(*village.session, stick.path(), go_on).error().code == "C-10");
}

TEST_CASE("what is carried out on a stick is on the way, and its replies come home on it") {
    Village village;
    village.set_up();
    village.save(2);
    const support::TempFolder stick;
    const auto copied = expect(export_to_stick(*village.session, stick.path(), go_on));
    CHECK(copied.copied == 1);
    CHECK(expect(storage::find_status(village.session->village_register())).counters.on_the_way ==
          2);
    expect(courier::relay(system_disk(), village.clock, stick.path(), go_on,
                          village.server.make_http()));
    const auto brought = expect(import_from_stick(*village.session, stick.path(), go_on));
    CHECK(brought.copied.copied == 1);
    CHECK(brought.intake.receipts == 1);
    CHECK(expect(storage::find_status(village.session->village_register())).counters.received == 2);
}
