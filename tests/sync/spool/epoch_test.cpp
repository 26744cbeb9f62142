#include <catch2/catch_test_macros.hpp>

#include "storage/register/batches.hpp"
#include "storage/register/epochs.hpp"
#include "storage/sealed/hash.hpp"
#include "support/laptop/open_laptop.hpp"

using namespace lontar;
using namespace std::chrono_literals;
using lontar::support::expect;
using lontar::support::OpenLaptop;

namespace {

/// A copy of the data folder, opened on the same machine: a clone that the machine's hash does not
/// give away.
std::unique_ptr<OpenLaptop> cloned(OpenLaptop& original) {
    auto clone = std::make_unique<OpenLaptop>(2);  // with randomness of its own
    clone->close();
    original.close();
    std::filesystem::remove_all(clone->data());
    std::filesystem::copy(original.data(), clone->data(), std::filesystem::copy_options::recursive);
    clone->key = sealed::Secret::copy_of(original.key.view());
    clone->officer = original.officer;
    clone->open();
    original.open();
    return clone;
}

}  // namespace

TEST_CASE("the province keeps both sides of a fork and every revision counts once") {
    OpenLaptop laptop;
    laptop.save(1);
    laptop.deliver();
    auto clone = cloned(laptop);
    laptop.save(2);
    laptop.deliver();
    clone->save(3);
    clone->seal();
    // The clone speaks to the province of the original.
    auto uploader = expect(upload::Uploader::begin(system_disk(), clone->clock, clone->random,
                                                   clone->data(), laptop.server.make_http()));
    const auto status = expect(uploader->tick({}));
    CHECK(status.last_code == "L-12");
    const auto taken = clone->take_in();
    CHECK(taken.new_epoch);
    const auto state = expect(storage::find_epoch_state(**clone));
    CHECK(state.why == "fork");
    CHECK(clone->out().size() == 1);
    CHECK(clone->out()[0].epoch == state.epoch);
    expect(uploader->tick({}));
    clone->take_in();
    CHECK(clone->counters().received == 4);
    CHECK(clone->out().empty());
    CHECK(laptop.counters().received == 3);
    CHECK(laptop.server.received_lines().size() == 1 + 2 + 3);
}

TEST_CASE("a receipt with a foreign hash for an own number begins a new epoch") {
    OpenLaptop laptop;
    laptop.save(2);
    laptop.seal();
    const auto batch = expect(storage::list_batches(*laptop)).at(0);
    wire::Reply reply;
    reply.device = laptop->device().id;
    reply.epoch = batch.epoch;
    reply.gen = 1;
    reply.n = 1;
    reply.time = support::test_now;
    reply.receipts = {{batch.epoch, 1, Hash::random(laptop.random), "received", support::test_now}};
    expect(laptop.spool.put_in(
        batch.epoch.hex() + "-1-1.reply.age",
        laptop.province.seal(reply, {}, laptop->device().identity.recipient())));
    const auto taken = laptop.take_in();
    CHECK(taken.new_epoch);
    CHECK(laptop.counters().received == 0);
    REQUIRE(laptop.out().size() == 1);
    CHECK(laptop.out()[0].epoch != batch.epoch);
    // The same lines, byte for byte.
    const auto again =
        laptop.province.open(expect(laptop.spool.read_out(laptop.out()[0].epoch, 1)));
    auto lines = again->lines;
    std::sort(lines.begin(), lines.end());
    CHECK(lines == laptop.lines());
    CHECK(again->hello->why == "fork");
    CHECK(again->hello->from_epoch == batch.epoch);
    CHECK(expect(laptop.spool.in()).empty());
    laptop.deliver();
    CHECK(laptop.counters().received == 2);
}

TEST_CASE("an unreadable file of ours is sealed again, one damaged on the way is not") {
    for (const bool ours : {true, false}) {
        OpenLaptop laptop;
        laptop.save(1);
        laptop.seal();
        const auto batch = expect(storage::list_batches(*laptop)).at(0);
        wire::Reply reply;
        reply.device = laptop->device().id;
        reply.epoch = batch.epoch;
        reply.time = support::test_now;
        reply.problem = "unreadable";
        const auto file = ours ? batch.file : Hash::random(laptop.random);
        expect(laptop.spool.put_in(batch.epoch.hex() + "-0-1.refusal.age",
                                   laptop.province.seal(reply, wire::Answered{1, file},
                                                        laptop->device().identity.recipient())));
        const auto taken = laptop.take_in();
        CHECK(taken.new_epoch == ours);
        CHECK((laptop.out()[0].epoch == batch.epoch) == !ours);
        CHECK(expect(laptop.spool.in()).empty());
        laptop.deliver();
        CHECK(laptop.counters().received == 1);
    }
}

TEST_CASE("a province that answers every file with a fork costs one epoch an hour") {
    OpenLaptop laptop;
    laptop.save(1);
    const auto fork_everything = [&] {
        laptop.seal();
        const auto state = expect(storage::find_epoch_state(*laptop));
        const auto batch = expect(storage::list_batches(*laptop)).back();
        wire::Reply reply;
        reply.device = laptop->device().id;
        reply.epoch = state.epoch;
        reply.gen = 1;
        reply.n = 1;
        reply.time = support::test_now;
        reply.receipts = {{batch.epoch, batch.seq, batch.file, "fork", support::test_now}};
        expect(laptop.spool.put_in(
            state.epoch.hex() + "-1-1.reply.age",
            laptop.province.seal(reply, {}, laptop->device().identity.recipient())));
        return laptop.take_in().new_epoch;
    };
    CHECK(fork_everything());
    CHECK_FALSE(fork_everything());
    CHECK(expect(laptop.spool.in()).size() == 1);
    laptop.clock.pass(59min);
    CHECK_FALSE(laptop.take_in().new_epoch);
    laptop.clock.pass(2min);
    CHECK(laptop.take_in().new_epoch);
    CHECK(expect(laptop.spool.in()).empty());
    CHECK(expect(storage::list_batches(*laptop)).size() == 3);
}

TEST_CASE("a refused hello is told, changes no state, and a later acceptance wins") {
    OpenLaptop laptop;
    laptop.save(2);
    laptop.server.refuse_hello = "code_used";
    const auto taken = laptop.deliver();
    CHECK(taken.refused == "code_used");
    CHECK(taken.applied == 0);
    CHECK(expect(storage::find_epoch_state(*laptop)).hello_refused);
    CHECK(laptop.counters().received == 0);
    CHECK(laptop.out().size() == 1);
    CHECK(expect(laptop.spool.in()).empty());
    // The refusal of yesterday lies beside the acceptance of today.
    laptop.send();
    laptop.server.refuse_hello.clear();
    laptop.send();
    CHECK(expect(laptop.spool.in()).size() == 2);
    const auto later = laptop.take_in();
    CHECK(later.refused.empty());
    CHECK_FALSE(expect(storage::find_epoch_state(*laptop)).hello_refused);
    CHECK(laptop.counters().received == 2);
}

TEST_CASE("a restored province gets again what it lacks, and only that") {
    OpenLaptop laptop;
    for (int i = 0; i < 5; ++i) {
        laptop.save(2);
        laptop.deliver();
    }
    CHECK(laptop.counters().received == 10);
    const auto epoch = expect(storage::find_epoch_state(*laptop)).epoch;
    laptop.server.forget_from(epoch, 3);
    laptop.save(1);
    laptop.deliver();  // its answer tells what the province has
    CHECK(laptop.out().size() == 3);
    laptop.deliver();
    CHECK(laptop.counters().received == 11);
    CHECK(laptop.out().empty());
    CHECK(laptop.server.received_seqs(epoch).size() == 6);
    CHECK(laptop.server.received_lines() == laptop.lines());
    const auto puts = laptop.server.puts;
    laptop.deliver();
    CHECK(laptop.server.puts == puts);
}

TEST_CASE("a province that forgot the laptop altogether hears its hello again, and then the rest") {
    OpenLaptop laptop;
    laptop.save(2);
    laptop.deliver();
    const auto epoch = expect(storage::find_epoch_state(*laptop)).epoch;
    laptop.server.forget_from(epoch, 1);
    laptop.save(1);
    laptop.seal();
    CHECK(laptop.send().files_waiting == 0);
    laptop.take_in();
    CHECK(laptop.counters().received == 3);
    CHECK(laptop.out().empty());
    CHECK(laptop.server.received_lines() == laptop.lines());
}
