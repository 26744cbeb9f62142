#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "storage/model/standing.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/moment.hpp"
#include "storage/register/people.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/settings.hpp"
#include "storage/register/status.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

using model::Counters;
using support::expect;
using support::RegisterScene;

namespace {

BatchInfo batch_info(RegisterScene& scene, const SealedBatch& batch) {
    for (const auto& info : expect(list_batches(*scene))) {
        if (info.epoch == batch.epoch && info.seq == batch.seq) {
            return info;
        }
    }
    support::give_up({ErrorKind::not_found, "", "batch"});
}

VerdictRecord verdict_on(const SealedBatch& batch, std::size_t entry, std::string code) {
    return {batch.epoch,
            batch.seq,
            batch.first_line + static_cast<std::int64_t>(entry),
            std::move(code),
            {}};
}

/// A later reply without receipts.
ReplyRecord later(RegisterScene& scene, const SealedBatch& batch, std::int64_t n) {
    auto reply = scene.answer(batch);
    reply.n = n;
    reply.receipts.clear();
    reply.verdicts.clear();
    return reply;
}

}  // namespace

TEST_CASE("a registration goes from waiting over on the way to received") {
    RegisterScene scene;
    scene.save_next();
    scene.save_next();
    CHECK(scene.counters() == Counters{.waiting = 2});
    const auto batch = scene.seal();
    CHECK(scene.counters() == Counters{.waiting = 2});
    CHECK(expect(list_unsealed(*scene, 10)).empty());
    scene.hand_over(batch, "usb");
    CHECK(scene.counters() == Counters{.on_the_way = 2});
    CHECK(batch_info(scene, batch).road == "usb");
    CHECK(scene.apply(scene.answer(batch)) == Applied::applied);
    CHECK(scene.counters() == Counters{.received = 2});
    const auto info = batch_info(scene, batch);
    CHECK(info.receipt == "received");
    CHECK(info.received_at == scene.clock.now());
    CHECK(expect(find_status(*scene)).last_reply == scene.clock.now());
    CHECK(check_register(*scene));
}

TEST_CASE("what was sealed is kept byte for byte") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    scene.reopen();
    CHECK(expect(find_batch_bytes(*scene, batch.epoch, 1)) == batch.bytes);
    const auto state = expect(find_epoch_state(*scene));
    CHECK(state.last_seq == 1);
    CHECK(state.last_file == batch.file);
    const auto other = find_batch_bytes(*scene, batch.epoch, 2);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == "R-22");
}

TEST_CASE("a withdrawal is sealed before everything else") {
    RegisterScene scene;
    const auto first = scene.save_next();
    scene.deliver();
    scene.save_next();
    scene.withdraw(first.id);
    scene.save_next();
    const auto waiting = expect(list_unsealed(*scene, 10));
    REQUIRE(waiting.size() == 3);
    CHECK(waiting[0].line.find(R"("t":"withdrawal")") != std::string::npos);
    CHECK(waiting[1].number < waiting[2].number);
    CHECK(expect(list_unsealed(*scene, 1)).size() == 1);
}

TEST_CASE("a batch out of turn is refused and changes nothing") {
    RegisterScene scene;
    scene.save_next();
    const auto good = scene.seal();
    scene.save_next();
    auto batch = good;
    batch.seq = 2;
    SECTION("a seq that is not the next") {
        batch.seq = 3;
    }
    SECTION("another epoch") {
        batch.epoch = Epoch::random(scene.random);
    }
    SECTION("an entry that is sealed already") {}
    const auto refused = record_batch(*scene, batch);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "R-14");
    CHECK(expect(list_batches(*scene)).size() == 1);
    CHECK(expect(list_unsealed(*scene, 10)).size() == 1);
}

TEST_CASE("a batch whose bytes have another hash is refused") {
    RegisterScene scene;
    SealedBatch batch;
    batch.epoch = expect(find_epoch_state(*scene)).epoch;
    batch.seq = 1;
    batch.bytes = to_bytes("abc");
    const auto refused = record_batch(*scene, batch);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::invalid_input);
}

TEST_CASE("a reply is applied once however often it comes") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    scene.hand_over(batch);
    auto reply = scene.answer(batch);
    reply.notices = {{"Rapat hari Senin", {}, {}}, {"Laptop baru: 01ab", "new_laptop", "01ab"}};
    CHECK(scene.apply(reply) == Applied::applied);
    CHECK(scene.apply(reply) == Applied::known_already);
    scene.reopen();
    CHECK(scene.apply(reply) == Applied::known_already);
    CHECK(expect(list_notices(*scene)) == reply.notices);
    CHECK(expect(find_epoch_state(*scene)).ack == 1);
}

TEST_CASE("replies may come in any order and ack counts only those without a gap") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    scene.hand_over(batch);
    auto third = later(scene, batch, 3);
    third.verdicts.push_back(verdict_on(batch, 0, "needs_correction"));
    CHECK(scene.apply(third) == Applied::applied);
    CHECK(expect(find_epoch_state(*scene)).ack == 0);
    auto second = later(scene, batch, 2);
    second.verdicts.push_back(verdict_on(batch, 0, "duplicate"));
    CHECK(scene.apply(second) == Applied::applied);
    CHECK(scene.apply(third) == Applied::known_already);
    CHECK(scene.apply(scene.answer(batch)) == Applied::applied);
    CHECK(expect(find_epoch_state(*scene)).ack == 3);
    // The highest number wins, whatever came last.
    CHECK(scene.counters() == Counters{.needs_correction = 1});
    CHECK(expect(list_people(*scene, {}))[0].answer == "needs_correction");
}

TEST_CASE("a later verdict replaces an earlier one") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    const auto batch = scene.deliver();
    auto returned = later(scene, batch, 2);
    returned.verdicts.push_back(verdict_on(batch, 0, "needs_correction"));
    returned.verdicts[0].detail = Json(Json::Object{{"reasons", Json::List{"NIK_TIDAK_PADAN"}}});
    scene.apply(returned);
    CHECK(scene.counters() == Counters{.needs_correction = 1});
    const auto found = expect(find_registration(*scene, saved.id));
    CHECK(found.verdict.code == "needs_correction");
    CHECK(found.verdict.detail.find("reasons") != nullptr);

    SECTION("and a correction that is accepted ends it") {
        scene.correct(saved.id, "alamat", "Jalan Baru 7");
        CHECK(scene.counters() == Counters{.waiting = 1});
        scene.deliver();
        CHECK(scene.counters() == Counters{.received = 1});
        CHECK(expect(find_registration(*scene, saved.id)).verdict.code == "accepted");
    }
}

TEST_CASE("a verdict of a newer province that is not known yet asks for a look") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.deliver();
    auto reply = later(scene, batch, 2);
    reply.verdicts.push_back(verdict_on(batch, 0, "something_new"));
    scene.apply(reply);
    CHECK(scene.counters() == Counters{.needs_correction = 1});
}

TEST_CASE("a receipt for another file changes nothing and is told") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    scene.hand_over(batch);
    auto reply = scene.answer(batch);
    SECTION("the file has another hash") {
        reply.receipts[0].file.bytes[0] ^= 1U;
    }
    SECTION("the batch was never sealed here") {
        reply.receipts[0].seq = 7;
    }
    const auto before = expect(find_epoch_state(*scene));
    CHECK(scene.apply(reply) == Applied::foreign_receipt);
    CHECK(scene.counters() == Counters{.on_the_way = 1});
    CHECK(expect(find_epoch_state(*scene)).ack == before.ack);
    // Once the epoch was left there is nothing more to do about it.
    expect(begin_epoch(*scene, "clone"));
    CHECK(scene.apply(reply) == Applied::known_already);
}

TEST_CASE(
    "a fork or an unreadable file told by the province begins a new epoch with the same lines") {
    RegisterScene scene;
    scene.save_next();
    const auto line = expect(list_unsealed(*scene, 1))[0].line;
    const auto batch = scene.seal();
    scene.hand_over(batch);
    auto reply = scene.answer(batch);
    reply.receipts[0].status = GENERATE(as<std::string>{}, "fork", "unreadable");
    reply.verdicts.clear();
    CHECK(scene.apply(reply) == Applied::applied);
    const auto state = expect(find_epoch_state(*scene));
    CHECK(state.epoch != batch.epoch);
    CHECK(state.why == "fork");
    CHECK(state.from_epoch == batch.epoch);
    CHECK(state.last_seq == 0);
    REQUIRE(expect(list_unsealed(*scene, 10)).size() == 1);
    CHECK(expect(list_unsealed(*scene, 10))[0].line == line);
    CHECK(scene.counters() == Counters{.waiting = 1});
    scene.deliver();
    CHECK(scene.counters() == Counters{.received = 1});
    CHECK(check_register(*scene));
}

TEST_CASE("a new epoch seals again what has no verdict and leaves the rest") {
    RegisterScene scene;
    const auto settled = scene.save_next();
    const auto first = scene.deliver();
    scene.save_next();
    scene.hand_over(scene.seal());
    scene.save_next();
    CHECK(scene.counters() == Counters{.waiting = 1, .on_the_way = 1, .received = 1});
    expect(begin_epoch(*scene, "fork"));
    CHECK(scene.counters() == Counters{.waiting = 2, .received = 1});
    CHECK(expect(list_unsealed(*scene, 10)).size() == 2);
    CHECK(expect(list_batches(*scene)).size() == 2);
    const auto revision = expect(find_registration(*scene, settled.id)).revisions[0];
    CHECK(revision.epoch == first.epoch);
    CHECK(revision.seq == first.seq);
    CHECK(check_register(*scene));
}

TEST_CASE("an answer to an epoch that was left counts no more: its lines travel again") {
    RegisterScene scene;
    scene.save_next();
    const auto old = scene.seal();
    scene.hand_over(old);
    const auto reply = scene.answer(old);
    expect(begin_epoch(*scene, "clone"));
    CHECK(scene.counters() == Counters{.waiting = 1});
    CHECK(scene.apply(reply) == Applied::known_already);
    CHECK(scene.counters() == Counters{.waiting = 1});
    CHECK(expect(list_unsealed(*scene, 10)).size() == 1);
    CHECK(check_register(*scene));
}

TEST_CASE("a file that a restored province took from a twin under our number travels anew") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.deliver();
    CHECK(scene.counters() == Counters{.received = 1});
    auto foreign = scene.answer(batch);
    foreign.gen += 1;
    foreign.n = 1;
    foreign.receipts[0].file.bytes[0] ^= 1U;
    CHECK(scene.apply(foreign) == Applied::foreign_receipt);
    expect(begin_epoch(*scene, "fork"));
    CHECK(scene.counters() == Counters{.waiting = 1});
    CHECK(expect(list_unsealed(*scene, 10)).size() == 1);
    CHECK(check_register(*scene));
}

TEST_CASE("a word on a file of a twin under the same number keeps nobody from being sent") {
    // Two laptops share an epoch and give one number to two files; the province took the other's.
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    scene.hand_over(batch);
    auto foreign = scene.answer(batch);
    foreign.receipts[0].file.bytes[0] ^= 1U;
    auto returned = scene.answer(batch);
    returned.n = foreign.n + 1;
    returned.receipts.clear();
    returned.verdicts = {{batch.epoch, batch.seq, batch.first_line, "needs_correction", {}}};
    SECTION("before the receipt shows whose file it is") {
        CHECK(scene.apply(returned) == Applied::applied);
        CHECK(scene.apply(foreign) == Applied::foreign_receipt);
        expect(begin_epoch(*scene, "fork"));
    }
    SECTION("after it") {
        CHECK(scene.apply(foreign) == Applied::foreign_receipt);
        expect(begin_epoch(*scene, "fork"));
        CHECK(scene.apply(returned) == Applied::known_already);
    }
    CHECK(expect(list_unsealed(*scene, 10)).size() == 1);
    CHECK(scene.counters() == Counters{.waiting = 1});
    CHECK(check_register(*scene));
}

TEST_CASE("the later word of the province wins between two epochs as well") {
    RegisterScene scene;
    scene.save_next();
    const auto old = scene.seal();
    auto late = scene.answer(old);
    late.n = 7;
    late.verdicts[0].code = "needs_correction";
    expect(begin_epoch(*scene, "fork"));
    const auto now = scene.seal();
    scene.clock.pass(std::chrono::hours(1));
    SECTION("the new epoch's, which came first") {
        scene.apply(scene.answer(now));
        scene.apply(late);
    }
    SECTION("the new epoch's, though its number is lower") {
        scene.apply(late);
        scene.apply(scene.answer(now));
    }
    CHECK(scene.counters() == Counters{.received = 1});
}

TEST_CASE("a reply to an epoch that is not ours is nothing to us") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    auto reply = scene.answer(batch);
    reply.epoch = Epoch::random(scene.random);
    CHECK(scene.apply(reply) == Applied::known_already);
    CHECK(scene.counters() == Counters{.waiting = 1});
}

TEST_CASE("when the province was restored its numbers begin anew and lost batches go out again") {
    RegisterScene scene;
    scene.save_next();
    const auto first = scene.deliver();
    scene.save_next();
    const auto second = scene.deliver();
    CHECK(expect(find_epoch_state(*scene)).ack == 2);
    ReplyRecord reply = later(scene, first, 1);
    reply.gen = 5;
    reply.have_upto = 1;
    CHECK(scene.apply(reply) == Applied::applied);
    const auto state = expect(find_epoch_state(*scene));
    CHECK(state.gen == 5);
    CHECK(state.ack == 1);
    CHECK(batch_info(scene, first).receipt == "received");
    CHECK(batch_info(scene, second).receipt.empty());
    // Its people keep their verdict, so nothing asks them to be sealed again; the file itself goes
    // out again.
    auto old = later(scene, second, 3);
    old.gen = 1;
    CHECK(scene.apply(old) == Applied::known_already);
    CHECK(check_register(*scene));
}

TEST_CASE("a batch above a gap of the province is not taken for lost") {
    RegisterScene scene;
    std::vector<SealedBatch> batches;
    for (int i = 0; i < 3; ++i) {
        scene.save_next();
        batches.push_back(scene.seal());
        scene.hand_over(batches.back());
    }
    auto reply = scene.answer(batches[2]);
    reply.have_upto = 1;
    reply.have_missing = {2};
    scene.apply(reply);
    CHECK(batch_info(scene, batches[2]).receipt == "received");
    const auto state = expect(find_epoch_state(*scene));
    CHECK(state.have_upto == 1);
    CHECK(state.have_missing == std::vector<std::int64_t>{2});
}

TEST_CASE("an older reply does not take back what a newer one said of the province's store") {
    RegisterScene scene;
    scene.save_next();
    const auto first = scene.seal();
    scene.hand_over(first);
    scene.save_next();
    const auto second = scene.seal();
    scene.hand_over(second);
    auto newer = scene.answer(second);
    newer.n = 2;
    scene.apply(newer);
    auto older = scene.answer(first);
    older.n = 1;
    older.have_upto = 1;
    scene.apply(older);
    CHECK(batch_info(scene, second).receipt == "received");
    CHECK(expect(find_epoch_state(*scene)).have_upto == 2);
    CHECK(scene.counters() == Counters{.received = 2});
}

TEST_CASE("what the province only set aside is not shown as received") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    const auto batch = scene.seal();
    scene.hand_over(batch);
    auto reply = scene.answer(batch);
    reply.receipts[0].status = "quarantined";
    reply.verdicts.clear();
    scene.apply(reply);
    CHECK(scene.counters() == Counters{.needs_correction = 1});
    CHECK(expect(find_registration(*scene, saved.id)).verdict.detail.text_at("reason") ==
          "quarantine");
    auto released = later(scene, batch, 2);
    released.verdicts.push_back(verdict_on(batch, 0, "accepted"));
    scene.apply(released);
    CHECK(scene.counters() == Counters{.received = 1});
}

TEST_CASE("verdicts on lines that are no entries are passed over") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    scene.hand_over(batch);
    auto reply = scene.answer(batch);
    reply.verdicts.push_back({batch.epoch, batch.seq, 1, "accepted", {}});
    reply.verdicts.push_back({batch.epoch, batch.seq, 900, "refused", {}});
    reply.verdicts.push_back({batch.epoch, 900, 1, "refused", {}});
    CHECK(scene.apply(reply) == Applied::applied);
    CHECK(scene.counters() == Counters{.received = 1});
}

TEST_CASE("a refused hello is remembered until a new activation begins a new epoch") {
    RegisterScene scene;
    expect(record_hello_refused(*scene, "code_used"));
    scene.reopen();
    CHECK(expect(find_epoch_state(*scene)).hello_refused);
    expect(store_activation(*scene, "another activation"));
    const auto state = expect(find_epoch_state(*scene));
    CHECK_FALSE(state.hello_refused);
    CHECK(state.why == "again");
    CHECK(expect(find_setting(*scene, setting_names::activation)) == "another activation");
}

TEST_CASE("a refused hello is forgotten when the office lets the laptop in after all") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    scene.hand_over(batch);
    expect(record_hello_refused(*scene, "code_used"));
    scene.apply(scene.answer(batch));
    CHECK_FALSE(expect(find_epoch_state(*scene)).hello_refused);
}

TEST_CASE("the newest reply is the floor of the clock") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    auto reply = scene.answer(batch);
    reply.time = scene.clock.now() + std::chrono::hours(24 * 30);
    scene.apply(reply);
    CHECK(expect(find_moment(*scene)).uncertain);
    scene.clock.set(reply.time);
    CHECK_FALSE(expect(find_moment(*scene)).uncertain);
}

}  // namespace lontar::storage
