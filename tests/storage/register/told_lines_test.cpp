#include <set>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "storage/model/entry.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/imports.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/saving.hpp"
#include "storage/sealed/hash.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

namespace {

using model::Counters;
using support::expect;
using support::RegisterScene;

/// A line that another laptop wrote.
ToldLine written_elsewhere(RegisterScene& scene, const model::Answers& fields) {
    model::Entry entry;
    entry.id = RegistrationId::random(scene.random);
    entry.at = scene.clock.now();
    entry.by = OfficerId::random(scene.random);
    entry.fields = fields;
    ToldLine told;
    told.id = entry.id;
    told.line = expect(model::entry_line(entry));
    told.file = model::EpochUpto{Epoch::random(scene.random), 1};
    told.code = "accepted";
    return told;
}

/// The correction of that line.
ToldLine corrected(RegisterScene& scene, const ToldLine& before, const std::string& address) {
    auto entry = expect(model::parse_entry(before.line));
    entry.base = sealed::rev_of(before.line);
    entry.why = "salah_ketik";
    entry.fields["alamat"] = address;
    entry.at = scene.clock.now();
    auto told = before;
    told.line = expect(model::entry_line(entry));
    return told;
}

ReplyRecord reply_with(RegisterScene& scene, std::int64_t n, std::vector<ToldLine> told) {
    auto reply = scene.answer(scene.seal(1));
    reply.n = n;
    reply.receipts.clear();
    reply.verdicts.clear();
    reply.have_upto = 1'000;
    reply.told = std::move(told);
    return reply;
}

model::Answers next_person(RegisterScene& scene) {
    return scene.people.make(1).front();
}

}  // namespace

TEST_CASE("whom the province has is seen again, though taken back here with their import") {
    RegisterScene scene;
    const auto sheet = std::vector<ImportPerson>{{2, next_person(scene), {}}};
    const auto report = expect(import_people(*scene, sheet, "warga.csv", scene.officer, false));
    const auto line = expect(list_people(*scene, {})).front();
    const auto imported = expect(find_registration(*scene, line.id));
    ToldLine told;
    told.id = imported.id;
    told.line = expect(list_unsealed(*scene, 10)).front().line;
    told.file = model::EpochUpto{Epoch::random(scene.random), 1};
    told.code = "accepted";
    SECTION("as it was brought in") {}
    SECTION("corrected here before") {
        auto answers = imported.fields;
        answers["alamat"] = "Jalan Lain";
        SaveOptions options;
        options.by = scene.officer;
        options.why = "salah_ketik";
        expect(correct(*scene, imported.id, imported.rev, answers, options));
    }
    expect(undo_import(*scene, *report.id, scene.officer));
    REQUIRE(scene.counters() == Counters{});

    expect(apply_reply(*scene, reply_with(scene, 1, {told})));

    CHECK(scene.counters() == Counters{.received = 1});
    CHECK(expect(find_registration(*scene, imported.id)).rev == imported.rev);
    CHECK(expect(list_unsealed(*scene, 10)).empty());
    CHECK(check_register(*scene));
}

TEST_CASE(
    "people registered on another laptop are here, received, and can be corrected and withdrawn") {
    RegisterScene scene;
    const auto told = written_elsewhere(scene, next_person(scene));
    const auto outcome = expect(apply_reply(*scene, reply_with(scene, 1, {told})));
    REQUIRE(outcome.notices.size() == 1);
    CHECK(outcome.notices[0].code == model::people_told_notice);
    CHECK(scene.counters() == Counters{.received = 1});
    CHECK(expect(list_unsealed(*scene, 10)).empty());
    CHECK(expect(find_registration(*scene, told.id)).rev == sealed::rev_of(told.line));
    scene.correct(told.id, "alamat", "RT 7");
    CHECK(scene.counters() == Counters{.waiting = 1});
    scene.withdraw(told.id);
    CHECK(expect(list_unsealed(*scene, 10)).size() == 2);
    CHECK(check_register(*scene));
}

TEST_CASE("a record told a second time changes nothing and is not told to the person again") {
    RegisterScene scene;
    const auto told = written_elsewhere(scene, next_person(scene));
    scene.apply(reply_with(scene, 1, {told}));
    CHECK(expect(apply_reply(*scene, reply_with(scene, 2, {told}))).notices.empty());
    CHECK(expect(find_registration(*scene, told.id)).revisions.size() == 1);
    CHECK(check_register(*scene));
}

TEST_CASE("what was corrected on another laptop speaks for the person from then on") {
    RegisterScene scene;
    const auto first = written_elsewhere(scene, next_person(scene));
    scene.apply(reply_with(scene, 1, {first}));
    const auto second = corrected(scene, first, "RT 8");
    scene.apply(reply_with(scene, 2, {second}));
    const auto person = expect(find_registration(*scene, first.id));
    CHECK(person.fields.at("alamat") == "RT 8");
    CHECK(person.rev == sealed::rev_of(second.line));
    CHECK(scene.counters() == Counters{.received = 1});
    CHECK(check_register(*scene));
}

TEST_CASE("a record stands beside a line of ours that waits, and nothing of ours is lost") {
    RegisterScene scene;
    const auto first = written_elsewhere(scene, next_person(scene));
    scene.apply(reply_with(scene, 1, {first}));
    const auto mine = scene.correct(first.id, "alamat", "RT 1");
    scene.apply(reply_with(scene, 2, {corrected(scene, first, "RT 8")}));
    const auto person = expect(find_registration(*scene, first.id));
    CHECK(person.rev == mine.rev);
    CHECK(person.fields.at("alamat") == "RT 1");
    CHECK(person.revisions.size() == 3);
    CHECK(scene.counters() == Counters{.waiting = 1});
    CHECK(check_register(*scene));
}

TEST_CASE("a record beside an edit in conflict, told again, is no answer to that edit") {
    RegisterScene scene;
    const auto first = written_elsewhere(scene, next_person(scene));
    scene.apply(reply_with(scene, 1, {first}));
    scene.correct(first.id, "alamat", "RT 1");
    const auto batch = scene.seal();
    auto conflict = scene.answer(batch);
    conflict.n = 2;
    conflict.verdicts = {{batch.epoch, batch.seq, batch.first_line, "conflict", {}}};
    const auto theirs = corrected(scene, first, "RT 8");
    conflict.told = {theirs};
    scene.apply(conflict);
    const auto before = scene.counters();
    scene.apply(reply_with(scene, 3, {theirs}));
    CHECK(scene.counters() == before);
    CHECK(scene.counters().received == 0);
    CHECK(check_register(*scene));
}

TEST_CASE("of a person with several lines the last one told speaks, whoever is withdrawn too") {
    RegisterScene scene;
    auto first = written_elsewhere(scene, next_person(scene));
    auto gone = first;
    model::Entry entry;
    entry.type = model::EntryType::withdrawal;
    entry.type_name = "withdrawal";
    entry.id = first.id;
    entry.base = sealed::rev_of(first.line);
    entry.at = scene.clock.now();
    entry.by = OfficerId::random(scene.random);
    entry.why = "meninggal";
    gone.line = expect(model::entry_line(entry));
    first.is_past = true;
    scene.apply(reply_with(scene, 1, {first, gone}));
    const auto person = expect(find_registration(*scene, first.id));
    CHECK(person.withdrawn);
    CHECK(person.fields.contains("nik"));
    CHECK(check_register(*scene));
}

TEST_CASE("a record that the province put together is kept as it is, and can be corrected") {
    RegisterScene scene;
    const auto first = written_elsewhere(scene, next_person(scene));
    scene.apply(reply_with(scene, 1, {first}));
    auto merged = first;
    merged.file.reset();
    Json::Object fields;
    for (const auto& [key, value] : expect(model::parse_entry(first.line)).fields) {
        fields.emplace(key, value);
    }
    fields["alamat"] = "RT 9";
    merged.line = Json()
                      .set("t", "merged")
                      .set("id", first.id.hex())
                      .set("heads", Json::List{sealed::rev_of(first.line).hex()})
                      .set("f", std::move(fields))
                      .set("withdrawn", false)
                      .dump();
    scene.apply(reply_with(scene, 2, {merged}));
    CHECK(expect(find_registration(*scene, first.id)).fields.at("alamat") == "RT 9");
    const auto saved = scene.correct(first.id, "alamat", "RT 10");
    REQUIRE(saved.rev);
    CHECK(expect(find_registration(*scene, first.id)).revisions.back().base ==
          sealed::rev_of(merged.line));
    CHECK(check_register(*scene));
}

TEST_CASE("of a file of another laptop that the province lost, this one sends what it has") {
    RegisterScene scene;
    scene.save_next();
    const auto own = scene.deliver();
    auto told = written_elsewhere(scene, next_person(scene));
    const FileMark mark = FileMark::random(scene.random);
    auto reply = reply_with(scene, 20, {told});
    reply.states = {{{{own.epoch, 1}, {told.file->epoch, 1}},
                     {{own.epoch, 1, {model::mark_of(own.file)}}, {told.file->epoch, 1, {mark}}},
                     {}}};
    scene.apply(reply);
    CHECK(scene.counters() == Counters{.received = 2});
    auto lost = reply_with(scene, 21, {});
    lost.states = {{{{own.epoch, 1}}, {{own.epoch, 1, {model::mark_of(own.file)}}}, {}}};
    const auto outcome = expect(apply_reply(*scene, lost));
    REQUIRE(outcome.notices.size() == 1);
    CHECK(outcome.notices[0].code == model::sent_again_notice);
    CHECK(scene.counters() == Counters{.waiting = 1, .received = 1});
    const auto unsealed = expect(list_unsealed(*scene, 10));
    REQUIRE(unsealed.size() == 1);
    CHECK(unsealed[0].line == told.line);
    CHECK(check_register(*scene));
}

TEST_CASE("a revoked laptop, whose question nobody answers, sends once more what it was told") {
    RegisterScene scene;
    const auto told = written_elsewhere(scene, next_person(scene));
    scene.apply(reply_with(scene, 20, {told}));
    REQUIRE(scene.counters() == Counters{.received = 1});
    const auto question = scene.seal(10, true);
    scene.hand_over(question);
    auto quarantined = scene.answer(question);
    quarantined.n = 21;
    quarantined.receipts[0].status = "quarantined";
    quarantined.verdicts.clear();
    scene.apply(quarantined);
    const auto waiting = expect(list_unsealed(*scene, 10));
    REQUIRE(waiting.size() == 1);
    CHECK(waiting.front().line == told.line);
    CHECK(check_register(*scene));
}

TEST_CASE("of a file whose number another one has taken since, the lines are sent from here") {
    RegisterScene scene;
    const auto told = written_elsewhere(scene, next_person(scene));
    const Epoch own = expect(find_epoch_state(*scene)).epoch;
    const FileMark mark = FileMark::random(scene.random);
    auto reply = reply_with(scene, 20, {told});
    reply.states = {{{{own, 0}, {told.file->epoch, 1}}, {{told.file->epoch, 1, {mark}}}, {}}};
    scene.apply(reply);
    REQUIRE(scene.counters() == Counters{.received = 1});
    auto taken = reply_with(scene, 21, {});
    taken.states = {{{{own, 0}, {told.file->epoch, 1}},
                     {{told.file->epoch, 1, {FileMark::random(scene.random)}}},
                     {}}};
    scene.apply(taken);
    CHECK(scene.counters() == Counters{.waiting = 1});
    REQUIRE(expect(list_unsealed(*scene, 10)).size() == 1);
    CHECK(check_register(*scene));
}

TEST_CASE("a file of ours takes the number of another one, whose lines are sent from here then") {
    RegisterScene scene;
    auto told = written_elsewhere(scene, next_person(scene));
    const auto mine = scene.seal();
    told.file = model::EpochUpto{mine.epoch, mine.seq};
    scene.hand_over(mine);
    auto reply = reply_with(scene, 20, {told});
    reply.states = {{{{mine.epoch, 1}}, {{mine.epoch, 1, {FileMark::random(scene.random)}}}, {}}};
    scene.apply(reply);
    REQUIRE(scene.counters() == Counters{.received = 1});
    auto taken = reply_with(scene, 21, {});
    taken.states = {{{{mine.epoch, 1}}, {{mine.epoch, 1, {model::mark_of(mine.file)}}}, {}}};
    scene.apply(taken);
    CHECK(scene.counters() == Counters{.waiting = 1});
    CHECK(check_register(*scene));
}

TEST_CASE("a lost line that stood beside one of ours is sent too, and ours still speaks") {
    RegisterScene scene;
    const auto first = written_elsewhere(scene, next_person(scene));
    scene.apply(reply_with(scene, 1, {first}));
    auto theirs = corrected(scene, first, "RT 8");
    theirs.file->seq = 2;
    const auto mine = scene.correct(first.id, "alamat", "RT 1");
    const FileMark mark = FileMark::random(scene.random);
    const Epoch own = expect(find_epoch_state(*scene)).epoch;
    auto reply = reply_with(scene, 20, {theirs});
    reply.states = {
        {{{own, 0}, {first.file->epoch, 2}}, {{first.file->epoch, 1, {mark, mark}}}, {}}};
    scene.apply(reply);
    REQUIRE(scene.counters() == Counters{.waiting = 1});
    const bool is_named = GENERATE(true, false);
    auto lost = reply_with(scene, 21, {});
    lost.states = {{{{own, 0}, {first.file->epoch, 1}}, {{first.file->epoch, 1, {mark}}}, {}}};
    if (!is_named) {
        lost.states = {{{{own, 0}}, {}, {}}};
    }
    scene.apply(lost);
    std::set<std::string> lines;
    for (const auto& entry : expect(list_unsealed(*scene, 10))) {
        lines.insert(entry.line);
    }
    CHECK(lines.contains(theirs.line));
    CHECK(lines.size() == (is_named ? 1 : 2));
    const auto person = expect(find_registration(*scene, first.id));
    CHECK(person.rev == mine.rev);
    CHECK(person.fields.at("alamat") == "RT 1");
    CHECK(check_register(*scene));
}

TEST_CASE("a line told from a file that no states name is sent from here, once, without alarm") {
    RegisterScene scene;
    const auto told = written_elsewhere(scene, next_person(scene));
    const auto first = scene.deliver();
    scene.apply(reply_with(scene, 2, {told}));
    REQUIRE(scene.counters() == Counters{.received = 1});
    auto reply = reply_with(scene, 3, {});
    reply.states = {{{{first.epoch, 1}}, {{first.epoch, 1, {model::mark_of(first.file)}}}, {}}};
    CHECK(expect(apply_reply(*scene, reply)).notices.empty());
    CHECK(scene.counters() == Counters{.waiting = 1});
    const auto waiting = expect(list_unsealed(*scene, 10));
    REQUIRE(waiting.size() == 1);
    CHECK(waiting.front().line == told.line);
    const auto sent = scene.deliver();
    CHECK(scene.counters() == Counters{.received = 1});
    reply.n = 40;
    reply.states.front().epochs.front().seq = sent.seq;
    reply.states.front().files.front().files.assign(static_cast<std::size_t>(sent.seq),
                                                    std::nullopt);
    reply.states.front().files.front().files.front() = model::mark_of(first.file);
    reply.states.front().files.front().files.back() = model::mark_of(sent.file);
    scene.apply(reply);
    CHECK(expect(list_unsealed(*scene, 10)).empty());
    CHECK(check_register(*scene));
}

TEST_CASE("what an older program could not read of a reply the next one applies, once") {
    RegisterScene scene;
    const auto told = written_elsewhere(scene, next_person(scene));
    auto reply = reply_with(scene, 1, {});
    reply.kept = KeptReply{to_bytes(std::string_view("the file")), "lontar 1"};
    scene.apply(reply);
    CHECK(expect(list_kept_replies(*scene, "lontar 1")).empty());
    CHECK(expect(list_kept_replies(*scene, "lontar 2")).size() == 1);
    reply.kept.reset();
    reply.told = {told};
    expect(apply_kept_reply(*scene, reply));
    CHECK(scene.counters() == Counters{.received = 1});
    CHECK(expect(list_kept_replies(*scene, "lontar 2")).empty());
    CHECK(check_register(*scene));
}

TEST_CASE("a record that is no line of its registration spoils the reply, and nothing is applied") {
    RegisterScene scene;
    auto told = written_elsewhere(scene, next_person(scene));
    told.id = RegistrationId::random(scene.random);
    const auto outcome = apply_reply(*scene, reply_with(scene, 1, {told}));
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == "S-20");
    CHECK(scene.counters() == Counters{});
}

}  // namespace lontar::storage
