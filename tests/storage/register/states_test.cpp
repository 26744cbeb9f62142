#include <algorithm>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/question.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/saving.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

namespace {

using model::Counters;
using support::expect;
using support::RegisterScene;

/// A reply that says nothing but what the province holds.
ReplyRecord reply_with(RegisterScene& scene, const SealedBatch& last, StatesRecord states) {
    auto reply = scene.answer(last);
    reply.n = 50;
    reply.receipts.clear();
    reply.verdicts.clear();
    reply.have_upto = 1'000;
    reply.states = {std::move(states)};
    return reply;
}

model::FileRun run_of(const Epoch& epoch, std::vector<std::optional<FileMark>> files) {
    return {epoch, 1, std::move(files)};
}

std::vector<model::Notice> told(RegisterScene& scene, const ReplyRecord& reply) {
    const auto outcome = expect(apply_reply(*scene, reply));
    CHECK(outcome.how == Applied::applied);
    return outcome.notices;
}

}  // namespace

TEST_CASE("a received file that the province lacks goes out again, and nobody is called received") {
    RegisterScene scene;
    scene.save_next();
    const auto first = scene.deliver();
    scene.save_next();
    const auto second = scene.deliver();
    CHECK(scene.counters() == Counters{.received = 2});
    StatesRecord states{
        {{first.epoch, 2}}, {run_of(first.epoch, {std::nullopt, model::mark_of(second.file)})}, {}};
    SECTION("listed as missing") {}
    SECTION("above the last that is here") {
        states = {{{first.epoch, 0}}, {}, {}};
    }
    const bool both = states.files.empty();
    const auto notices = told(scene, reply_with(scene, second, states));
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].code == model::sent_again_notice);
    CHECK(notices[0].about == (both ? "2" : "1"));
    CHECK(scene.counters() ==
          (both ? Counters{.waiting = 2} : Counters{.waiting = 1, .received = 1}));
    // Its bytes go out again: nothing is sealed a second time.
    CHECK(expect(list_unsealed(*scene, 10)).empty());
    CHECK(expect(find_batch(*scene, first.epoch, 1))->receipt.empty());
    CHECK(check_register(*scene));
}

TEST_CASE(
    "of an epoch that was left, the lines of a lost file wait to be sealed again, unchanged") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    const auto first = scene.deliver();
    expect(begin_epoch(*scene, "restore"));
    const auto second = scene.seal();
    CHECK(scene.counters() == Counters{.received = 1});
    told(scene,
         reply_with(
             scene, second,
             {{{second.epoch, 1}}, {run_of(second.epoch, {model::mark_of(second.file)})}, {}}));
    CHECK(scene.counters() == Counters{.waiting = 1});
    REQUIRE(expect(list_unsealed(*scene, 10)).size() == 1);
    CHECK(expect(find_registration(*scene, saved.id)).rev == saved.rev);
    CHECK(check_register(*scene));
}

TEST_CASE("what waits in quarantine is sealed again in a new epoch") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    scene.hand_over(batch);
    auto quarantined = scene.answer(batch);
    quarantined.receipts[0].status = "quarantined";
    quarantined.verdicts.clear();
    scene.apply(quarantined);
    expect(begin_epoch(*scene, "fork"));
    CHECK(scene.counters() == Counters{.waiting = 1});
    CHECK(expect(list_unsealed(*scene, 10)).size() == 1);
    CHECK(check_register(*scene));
}

TEST_CASE("what waited in quarantine goes out again when the province does not list it") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    scene.hand_over(batch);
    auto quarantined = scene.answer(batch);
    quarantined.receipts[0].status = "quarantined";
    quarantined.verdicts.clear();
    scene.apply(quarantined);
    CHECK(scene.counters() == Counters{.needs_correction = 1});
    StatesRecord states{{{batch.epoch, 1}}, {run_of(batch.epoch, {std::nullopt})}, {}};
    SECTION("listed as missing") {}
    SECTION("of an epoch that is not named") {
        states = {};
    }
    told(scene, reply_with(scene, batch, states));
    CHECK(scene.counters() == Counters{.waiting = 1});
    CHECK(check_register(*scene));
}

TEST_CASE(
    "a revoked laptop, whose question nobody answers, sends once more what earlier epochs held") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    const auto first = scene.deliver();
    expect(begin_epoch(*scene, "restore"));
    const bool asks = GENERATE(true, false);
    const auto hello = scene.seal(10, asks);
    scene.hand_over(hello);
    auto quarantined = scene.answer(hello);
    quarantined.receipts[0].status = "quarantined";
    quarantined.verdicts.clear();
    CHECK(told(scene, quarantined).empty());
    CHECK(scene.counters() == (asks ? Counters{.waiting = 1} : Counters{.received = 1}));
    if (asks) {
        const auto again = scene.seal(10, true);
        CHECK(again.entries.size() == 1);
        scene.hand_over(again);
        quarantined = scene.answer(again);
        quarantined.receipts[0].status = "quarantined";
        quarantined.verdicts.clear();
        CHECK(told(scene, quarantined).empty());
        // Of this epoch `have` speaks.
        CHECK(expect(list_unsealed(*scene, 10)).empty());
        CHECK(scene.counters() == Counters{.needs_correction = 1});
    }
    CHECK(expect(find_registration(*scene, saved.id)).rev == saved.rev);
    CHECK(check_register(*scene));
}

TEST_CASE("a file on its way is not spoken of") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    scene.hand_over(batch);
    CHECK(told(scene, reply_with(scene, batch, {{{batch.epoch, 0}}, {}, {}})).empty());
    CHECK(scene.counters() == Counters{.on_the_way = 1});
}

TEST_CASE("a listed file is received, and its lines are as told there") {
    RegisterScene scene;
    scene.save_next();
    scene.save_next();
    const auto batch = scene.seal();
    told(scene, reply_with(scene, batch,
                           {{{batch.epoch, 1}},
                            {run_of(batch.epoch, {model::mark_of(batch.file)})},
                            {{batch.epoch, 1, batch.first_line, "needs_correction",
                              Json().set("reasons", Json::List{"BERKAS"})}}}));
    CHECK(scene.counters() == Counters{.needs_correction = 1, .received = 1});
    CHECK(check_register(*scene));
}

TEST_CASE("a question the province forgot is told, unless something newer answers it") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    auto returned = scene.answer(batch);
    returned.verdicts = {{batch.epoch, 1, batch.first_line, "needs_correction", {}}};
    scene.apply(returned);
    const auto notices = told(
        scene,
        reply_with(scene, batch,
                   {{{batch.epoch, 1}}, {run_of(batch.epoch, {model::mark_of(batch.file)})}, {}}));
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].code == model::questions_gone_notice);
    CHECK(scene.counters() == Counters{.received = 1});
}

TEST_CASE("what a later reply said of a file or a line stands, whenever the earlier one comes") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    auto receipt = scene.answer(batch);
    receipt.n = 60;
    scene.apply(receipt);
    told(scene, reply_with(scene, batch, {{{batch.epoch, 0}}, {}, {}}));
    CHECK(scene.counters() == Counters{.received = 1});
}

TEST_CASE("files of which this register knows nothing are remembered, told once, and summed up") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.deliver();
    const Epoch elsewhere = Epoch::random(scene.random);
    const FileMark mark = FileMark::random(scene.random);
    StatesRecord states{
        {{batch.epoch, 1}, {elsewhere, 1}},
        {run_of(batch.epoch, {model::mark_of(batch.file)}), run_of(elsewhere, {mark})},
        {}};
    auto reply = reply_with(scene, batch, states);
    const auto notices = told(scene, reply);
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].code == model::files_elsewhere_notice);
    model::FileSum sum;
    sum.add(model::mark_of(batch.file));
    sum.add(mark);
    CHECK(expect(find_file_sum(*scene)) == sum);
    reply.n = 51;
    CHECK(told(scene, reply).empty());
    // Gone again.
    reply.n = 52;
    reply.states = {{{{batch.epoch, 1}}, {states.files[0]}, {}}};
    told(scene, reply);
    CHECK(expect(find_file_sum(*scene)).files == 1);
}

TEST_CASE("another file under a number of this epoch begins a new one in the same commit") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.deliver();
    FileMark other = model::mark_of(batch.file);
    other.bytes[0] ^= 1U;
    told(scene, reply_with(scene, batch, {{{batch.epoch, 1}}, {run_of(batch.epoch, {other})}, {}}));
    CHECK(expect(find_epoch_state(*scene)).epoch != batch.epoch);
    CHECK(scene.counters() == Counters{.waiting = 1});
    CHECK(expect(list_unsealed(*scene, 10)).size() == 1);
    CHECK(check_register(*scene));
}

TEST_CASE("of another file under a number that was named as here, the people are asked for next") {
    RegisterScene scene;
    scene.save_next();
    const auto first = scene.deliver();
    expect(begin_epoch(*scene, "restore"));
    const auto hello = scene.seal(10, true);
    FileMark other = model::mark_of(first.file);
    other.bytes[0] ^= 1U;
    auto answer = reply_with(
        scene, hello,
        {{{first.epoch, 1}, {hello.epoch, 1}},
         {run_of(first.epoch, {other}), run_of(hello.epoch, {model::mark_of(hello.file)})},
         {}});
    answer.told_all = true;
    told(scene, answer);
    CHECK(scene.counters() == Counters{.waiting = 1});
    const auto named = expect(list_held_epochs(*scene, 10));
    CHECK(std::ranges::count(named, model::EpochUpto{first.epoch, 1}) == 0);
    CHECK(expect(find_file_sum(*scene)).files == 1);  // so it is asked again
    // Now that its number is not named, the answer has its lines.
    answer.n = 51;
    told(scene, answer);
    CHECK(expect(find_file_sum(*scene)).files == 2);
    CHECK(check_register(*scene));
}

TEST_CASE("sums are compared only when every reply up to the newest is here") {
    RegisterScene scene;
    scene.save_next();
    const auto batch = scene.seal();
    auto reply = scene.answer(batch);
    reply.n = 1;
    reply.sum = model::FileSum{5, {}};
    scene.apply(reply);
    CHECK(expect(find_question_state(*scene)).differs);
    auto later = reply_with(scene, batch, {});
    later.states.clear();
    later.n = 3;
    later.sum = model::FileSum{5, {}};
    scene.apply(later);
    CHECK_FALSE(expect(find_question_state(*scene)).differs);
    later.n = 2;
    scene.apply(later);
    CHECK(expect(find_question_state(*scene)).differs);
    later.n = 4;
    later.sum = model::FileSum{1, model::mark_of(batch.file)};
    scene.apply(later);
    CHECK_FALSE(expect(find_question_state(*scene)).differs);
    // From a province of before: nothing to compare.
    later.n = 5;
    later.sum.reset();
    scene.apply(later);
    CHECK_FALSE(expect(find_question_state(*scene)).differs);
}

}  // namespace lontar::storage
