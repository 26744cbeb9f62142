#include "storage/register/copies/joining.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "joining_scene.hpp"
#include "storage/model/entry.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/copies/backup.hpp"
#include "storage/register/copies/people_export.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/imports.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/question.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/saving.hpp"
#include "storage/sealed/hash.hpp"

namespace lontar::storage {

using model::Counters;
using support::expect;
using support::RegisterScene;

namespace {

std::set<std::string> lines_that_wait(Register& village_register) {
    std::set<std::string> lines;
    for (const auto& entry : expect(list_unsealed(village_register, 10'000))) {
        lines.insert(entry.line);
    }
    return lines;
}

/// As a person sees them.
Registration seen(RegisterScene& scene, const RegistrationId& id) {
    return expect(find_registration(*scene, id));
}

void withdraw_for(RegisterScene& scene, const RegistrationId& id, std::string_view why) {
    expect(withdraw(*scene, id, seen(scene, id).rev, why, scene.officer));
}

}  // namespace

TEST_CASE("who set up anew gets the people of the backup beside those registered since") {
    RegisterScene before(1);
    std::vector<Saved> old_people;
    for (int i = 0; i < 30; ++i) {
        old_people.push_back(before.save_next());
    }
    const auto sent = before.deliver();
    for (int i = 0; i < 10; ++i) {
        old_people.push_back(before.save_next());
    }
    RegisterScene now(2);
    for (int i = 0; i < 10; ++i) {
        now.save_next();
    }
    const auto officers = expect(list_officers(*now));
    const auto device = now->device().id;
    const auto left = expect(find_epoch_state(*now)).epoch;
    const auto content = content_of(*before);

    const auto foreseen = expect(preview_join(*now, content));
    const auto outcome = expect(join(*now, content, now.officer));

    CHECK(outcome.people == 40);
    CHECK(outcome.added == 40);
    CHECK(outcome.lines == 40);
    CHECK(outcome.known + outcome.renewed + outcome.taken_back == 0);
    CHECK(outcome.differing.empty());
    CHECK(foreseen.lines == outcome.lines);
    CHECK(now.counters() == Counters{.waiting = 50});
    CHECK(check_register(*now));
    const auto waiting = lines_that_wait(*now);
    for (const auto& person : content.people) {
        CHECK(waiting.contains(person.second.lines.front().line));
    }
    CHECK(expect(list_officers(*now)).size() == officers.size());
    CHECK(now->device().id == device);
    // The next hello names what the backup's laptop sent, with the first line of it.
    const auto state = expect(find_epoch_state(*now));
    CHECK(state.why == "restore");
    CHECK(state.from_epoch == left);
    const auto earlier = expect(list_earlier_epochs(*now, 10));
    REQUIRE(earlier.size() == 1);
    CHECK(earlier.front().epoch == sent.epoch);
    CHECK(earlier.front().rev == *old_people.front().rev);
    // Whoever is typed again is found.
    const auto again = expect(find_similar(*now, seen(now, old_people[7].id).fields, std::nullopt));
    REQUIRE_FALSE(again.empty());
    CHECK(again.front().id == old_people[7].id);
    CHECK(again.front().likeness == model::Likeness::same_person);

    now.deliver();
    CHECK(now.counters() == Counters{.received = 50});
    now.reopen();
    CHECK(check_register(*now));
}

TEST_CASE("looking at a backup before it is joined writes nothing") {
    RegisterScene before(1);
    before.save_next();
    RegisterScene now(2);
    now.save_next();
    const auto content = content_of(*before);
    const auto tip = expect(find_audit_tip(*now));
    const auto files = support::hash_of_folder(now.folder / "data");
    CHECK(expect(preview_join(*now, content)).added == 1);
    CHECK(support::hash_of_folder(now.folder / "data") == files);
    CHECK(expect(find_audit_tip(*now)) == tip);
}

TEST_CASE("the same backup a second time adds nothing and begins no epoch") {
    RegisterScene before(1);
    const auto person = before.save_next();
    before.correct(person.id, "alamat", "RT 3");
    RegisterScene now(2);
    join_from(now, before);
    const auto epoch = expect(find_epoch_state(*now)).epoch;
    const auto tip = expect(find_audit_tip(*now));
    const auto again = join_from(now, before);
    CHECK(again.is_nothing());
    CHECK(again.people == 1);
    CHECK(again.known == 1);
    CHECK(expect(find_epoch_state(*now)).epoch == epoch);
    CHECK(expect(find_audit_tip(*now)) == tip);
}

TEST_CASE("an older backup of the register itself adds nothing") {
    RegisterScene scene;
    const auto person = scene.save_next();
    scene.deliver();
    const auto content = content_of(*scene);
    scene.correct(person.id, "alamat", "RT 5");
    scene.save_next();
    const auto outcome = expect(join(*scene, content, scene.officer));
    CHECK(outcome.is_nothing());
    CHECK(outcome.known == 1);
    CHECK(seen(scene, person.id).fields.at("alamat") == "RT 5");
}

TEST_CASE("what the backup went on from comes as the newest") {
    RegisterScene here(1);
    const auto person = here.save_next();
    RegisterScene there(2);
    become_copy(there, here);
    there.correct(person.id, "alamat", "RT 9");
    there.correct(person.id, "tempat_lahir", "Kalabahi");
    const auto outcome = join_from(here, there);
    CHECK(outcome.renewed == 1);
    CHECK(outcome.lines == 2);
    CHECK(seen(here, person.id).fields == seen(there, person.id).fields);
    CHECK(seen(here, person.id).rev == seen(there, person.id).rev);
    CHECK(check_register(*here));
    // And the other way there is nothing to do.
    CHECK(join_from(there, here).is_nothing());
}

TEST_CASE("what both sides changed stays as it is here, is listed, and travels") {
    RegisterScene here(1);
    const auto person = here.save_next();
    RegisterScene there(2);
    become_copy(there, here);
    here.correct(person.id, "alamat", "RT 1");
    here.deliver();
    there.correct(person.id, "alamat", "RT 2");
    there.correct(person.id, "tempat_lahir", "Kalabahi");
    const auto outcome = join_from(here, there);
    REQUIRE(outcome.differing.size() == 1);
    CHECK(outcome.differing.front().id == person.id);
    CHECK(outcome.differing.front().difference == JoinDifference::fields);
    CHECK(outcome.differing.front().fields == std::vector<std::string>{"alamat", "tempat_lahir"});
    CHECK(outcome.people == 1);
    CHECK(seen(here, person.id).fields.at("alamat") == "RT 1");
    CHECK(lines_that_wait(*here).size() == 2);
    CHECK(here.counters() == Counters{.waiting = 1});
    CHECK(check_register(*here));

    SECTION("who goes on here goes on from what stands here") {
        here.correct(person.id, "lokasi_kerja", "Pasar");
        CHECK(seen(here, person.id).fields.at("alamat") == "RT 1");
        here.withdraw(person.id);
        CHECK(seen(here, person.id).fields.at("alamat") == "RT 1");
        CHECK(check_register(*here));
    }
    SECTION("the province's question about it is put to a person") {
        const auto batch = here.seal();
        here.hand_over(batch);
        auto reply = here.answer(batch);
        reply.verdicts.back().code = "conflict";
        reply.verdicts.back().detail = Json().set("rev", Rev::random(here.random).hex());
        here.apply(reply);
        CHECK(here.counters() == Counters{.needs_correction = 1});
        CHECK(seen(here, person.id).verdict.code == "conflict");
        CHECK(check_register(*here));
    }
    SECTION("what the province says stands now speaks") {
        const auto batch = here.seal();
        here.hand_over(batch);
        here.apply(here.answer(batch));
        const auto& lines = seen(there, person.id).revisions;
        ReplyRecord reply = here.answer(batch);
        reply.receipts.clear();
        reply.verdicts.clear();
        ToldLine told;
        told.id = person.id;
        for (const auto& [id, one] : content_of(*there).people) {
            told.line = one.lines.back().line;
        }
        told.code = "accepted";
        reply.told = {told};
        here.apply(reply);
        CHECK(seen(here, person.id).rev == lines.back().rev);
        CHECK(seen(here, person.id).fields.at("alamat") == "RT 2");
        CHECK(check_register(*here));
    }
    SECTION("a list for a spreadsheet has what stands here") {
        const Path file = here.folder / "out";
        here.close();
        expect(export_people(here.world(), here.folder / "data", here.key, file, {}));
        const auto bytes = support::bytes_of(file);
        const std::string text(as_text(bytes));
        CHECK(text.find("RT 1") != std::string::npos);
        CHECK(text.find("RT 2") == std::string::npos);
    }
}

TEST_CASE("the lines before one that the province told do not hide what it asks") {
    RegisterScene there(1);
    const auto person = there.save_next();
    there.correct(person.id, "alamat", "RT 1");
    there.correct(person.id, "alamat", "RT 2");
    const auto content = content_of(*there);
    RegisterScene here(2);
    here.save_next();
    auto reply = here.answer(here.seal());
    ToldLine told;
    told.id = person.id;
    told.line = content.people.at(person.id).lines.back().line;
    told.file = model::EpochUpto{Epoch::random(here.random), 1};
    told.code = "needs_correction";
    told.detail = Json().set("reasons", Json::List{"BERKAS"});
    reply.told = {told};
    here.apply(reply);
    REQUIRE(here.counters() == Counters{.needs_correction = 1, .received = 1});

    const auto outcome = expect(join(*here, content, here.officer));
    CHECK(outcome.lines == 2);
    CHECK(outcome.known == 1);
    CHECK(seen(here, person.id).fields.at("alamat") == "RT 2");
    here.deliver();
    CHECK(here.counters() == Counters{.needs_correction = 1, .received = 1});
    CHECK(check_register(*here));
}

TEST_CASE("who is withdrawn here stays withdrawn") {
    RegisterScene here(1);
    const auto person = here.save_next();
    RegisterScene there(2);
    become_copy(there, here);
    there.correct(person.id, "alamat", "RT 2");
    SECTION("for whatever reason") {
        withdraw_for(here, person.id, "pindah");
    }
    SECTION("and the dead do not come back") {
        withdraw_for(here, person.id, "meninggal");
    }
    const auto outcome = join_from(here, there);
    REQUIRE(outcome.differing.size() == 1);
    CHECK(outcome.differing.front().difference == JoinDifference::withdrawn_here);
    CHECK(seen(here, person.id).withdrawn);
    CHECK(expect(find_similar(*here, seen(there, person.id).fields, std::nullopt)).empty());
    CHECK(check_register(*here));
    here.deliver();
    CHECK(here.counters() == Counters{.closed = 1});
}

TEST_CASE("a withdrawal in the backup holds here as far as it knew of what stands here") {
    RegisterScene here(1);
    const auto person = here.save_next();
    RegisterScene there(2);
    become_copy(there, here);
    const auto alive = seen(here, person.id).fields;
    SECTION("withdrawn on what stands here: withdrawn") {
        withdraw_for(there, person.id, "pindah");
        CHECK(join_from(here, there).renewed == 1);
        CHECK(seen(here, person.id).withdrawn);
        CHECK(expect(find_similar(*here, alive, std::nullopt)).empty());
    }
    SECTION("changed here meanwhile: listed, and not withdrawn") {
        withdraw_for(there, person.id, "pindah");
        here.correct(person.id, "alamat", "RT 1");
        const auto outcome = join_from(here, there);
        REQUIRE(outcome.differing.size() == 1);
        CHECK(outcome.differing.front().difference == JoinDifference::withdrawn_there);
        CHECK_FALSE(seen(here, person.id).withdrawn);
        CHECK_FALSE(expect(find_similar(*here, alive, std::nullopt)).empty());
        CHECK(lines_that_wait(*here).size() == 3);
    }
    SECTION("changed here meanwhile, and died there: withdrawn, with the answers of here") {
        withdraw_for(there, person.id, "meninggal");
        here.correct(person.id, "alamat", "RT 1");
        CHECK(join_from(here, there).renewed == 1);
        CHECK(seen(here, person.id).withdrawn);
        CHECK(seen(here, person.id).fields.at("alamat") == "RT 1");
        CHECK(expect(find_similar(*here, alive, std::nullopt)).empty());
    }
    SECTION("not here at all: withdrawn as it was") {
        RegisterScene fresh(3);
        withdraw_for(there, person.id, "pindah");
        CHECK(join_from(fresh, there).added == 1);
        CHECK(seen(fresh, person.id).withdrawn);
        CHECK(seen(fresh, person.id).fields == alive);
        CHECK(check_register(*fresh));
    }
    CHECK(check_register(*here));
}

TEST_CASE("an open draft stays, and one of the backup comes where there is none") {
    RegisterScene here(1);
    const auto person = here.save_next();
    const auto other = here.save_next();
    RegisterScene there(2);
    become_copy(there, here);
    const auto draft = [](RegisterScene& scene, const std::optional<RegistrationId>& of,
                          const std::string& name) {
        Draft made;
        made.of = of;
        made.answers = {{"nama", name}};
        expect(save_draft(*scene, made));
    };
    draft(here, person.id, "di sini");
    draft(there, person.id, "di cadangan");
    draft(there, other.id, "lain");
    draft(there, std::nullopt, "baru");
    CHECK(join_from(here, there).drafts == 2);
    const auto drafts = expect(list_drafts(*here));
    REQUIRE(drafts.size() == 3);
    CHECK(drafts[0].answers.at("nama") == "di sini");
    CHECK(join_from(here, there).is_nothing());
    // What was typed on an older line would undo a newer one.
    here.correct(other.id, "alamat", "RT 8");
    expect(delete_draft(*here, drafts[1].id));
    CHECK(join_from(here, there).drafts == 0);
}

TEST_CASE("a draft whose person was saved since does not come back") {
    RegisterScene there(1);
    RegisterScene here(2);
    const auto answers = here.people.next();
    Draft draft;
    draft.answers = answers;
    expect(save_draft(*there, draft));
    here.save(answers);
    CHECK(join_from(here, there).drafts == 0);
}

TEST_CASE("who was taken back with an import stays taken back") {
    RegisterScene here(1);
    const auto answers = here.people.next();
    const auto report =
        expect(import_people(*here, {{{2, answers, {}}}}, "warga.csv", here.officer, false));
    RegisterScene there(2);
    become_copy(there, here);
    const auto id = content_of(*there).people.begin()->first;
    there.correct(id, "alamat", "RT 2");
    expect(undo_import(*here, expect(list_imports(*here)).front().id, here.officer));
    const auto outcome = join_from(here, there);
    CHECK(outcome.taken_back == 1);
    CHECK(outcome.is_nothing());
    CHECK(here.counters() == Counters{});
    // Nor does the other side lose whom it went on with.
    CHECK(join_from(there, here).is_nothing());
    CHECK(there.counters() == Counters{.waiting = 1});
}

TEST_CASE("who has the NIK of somebody here comes, is counted, and is held") {
    RegisterScene here(1);
    const auto answers = here.people.next();
    const auto own = here.save(answers);
    here.deliver();
    RegisterScene there(2);
    const auto theirs = there.save(answers);
    const auto outcome = join_from(here, there);
    CHECK(outcome.added == 1);
    CHECK(outcome.shared_nik == 1);
    CHECK(seen(here, theirs.id).verdict.code == "held");
    CHECK(seen(here, own.id).verdict.code == "accepted");
    CHECK(lines_that_wait(*here).size() == 1);
    CHECK(check_register(*here));
}

TEST_CASE("a record that the province put together comes with its answer and is not sealed") {
    RegisterScene there(1);
    const auto person = there.save_next();
    there.deliver();
    ReplyRecord reply = there.answer(there.seal());
    auto fields = Json::Object();
    for (const auto& [key, value] : seen(there, person.id).fields) {
        fields.emplace(key, value);
    }
    fields["alamat"] = "RT 1 dan 2";
    ToldLine told;
    told.id = person.id;
    told.code = "accepted";
    told.line = Json()
                    .set("t", "merged")
                    .set("id", person.id.hex())
                    .set("heads", Json::List{person.rev->hex()})
                    .set("f", std::move(fields))
                    .dump();
    reply.told = {told};
    there.apply(reply);
    REQUIRE(seen(there, person.id).fields.at("alamat") == "RT 1 dan 2");

    RegisterScene here(2);
    CHECK(join_from(here, there).lines == 2);
    CHECK(seen(here, person.id).fields.at("alamat") == "RT 1 dan 2");
    CHECK(lines_that_wait(*here).size() == 1);
    CHECK(check_register(*here));
    here.deliver();
    CHECK(here.counters() == Counters{.received = 1});
}

TEST_CASE("files of the backup that the province holds count as held, and lost ones wait again") {
    RegisterScene before(1);
    before.save_next();
    const auto sent = before.deliver();
    RegisterScene now(2);
    now.save_next();
    join_from(now, before);
    CHECK(expect(find_file_sum(*now)).files == 1);
    const auto batch = now.seal();
    now.hand_over(batch);
    auto reply = now.answer(batch);
    now.apply(reply);
    CHECK(expect(find_file_sum(*now)).files == 2);
    // A province restored to before both files.
    auto lost = now.answer(batch);
    lost.receipts.clear();
    lost.verdicts.clear();
    lost.have_upto = 1;
    lost.states = {{{{batch.epoch, 1}, {sent.epoch, 0}},
                    {{batch.epoch, 1, {model::mark_of(batch.file)}}},
                    {}}};
    now.apply(lost);
    CHECK(expect(find_file_sum(*now)).files == 1);
    CHECK(check_register(*now));
}

TEST_CASE("a line that stood beside one in conflict does not answer for it when its file comes") {
    RegisterScene there(1);
    const auto person = there.save_next();
    there.deliver();
    RegisterScene here(2);
    become_copy(here, there);
    there.correct(person.id, "alamat", "RT 2");
    const auto theirs = there.deliver();
    const auto content = content_of(*there);
    here.correct(person.id, "alamat", "RT 1");
    const auto own = here.seal();
    here.hand_over(own);
    auto reply = here.answer(own);
    reply.verdicts.back().code = "conflict";
    ToldLine told;
    told.id = person.id;
    told.line = content.people.at(person.id).lines.back().line;
    told.file = model::EpochUpto{theirs.epoch, theirs.seq};
    told.code = "accepted";
    reply.told = {told};
    here.apply(reply);
    REQUIRE(here.counters() == Counters{.needs_correction = 1});
    there.save_next();
    join_from(here, there);

    const auto next = here.seal();
    here.hand_over(next);
    auto states = here.answer(next);
    states.states = {{{{theirs.epoch, theirs.seq}, {own.epoch, own.seq}},
                      {{theirs.epoch, theirs.seq, {model::mark_of(theirs.file)}}},
                      {}}};
    here.apply(states);
    CHECK(seen(here, person.id).standing == model::Standing::needs_correction);
    CHECK(check_register(*here));
}

TEST_CASE("a backup is read for joining only when it is whole and of this village") {
    RegisterScene before(1);
    before.save_next();
    const auto made = expect(create_backup(*before, before.folder / "usb", {}));
    const auto read = [&](std::string_view village, const sealed::Identity& sheet) {
        return read_backup(made.path, sheet, village, {});
    };
    CHECK(expect(read(before->village(), before.making.sheet)).people.size() == 1);
    const auto other = read("5302011003", before.making.sheet);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == "B-12");
    CHECK(other.error().kind == ErrorKind::refused);
    const auto closed = read(before->village(), sealed::Identity::generate(before.random));
    REQUIRE_FALSE(closed);
    CHECK(closed.error().code == "B-06");
    RegisterScene now(2);
    auto content = content_of(*before);
    content.village = "5302011003";
    CHECK(preview_join(*now, content).error().code == "B-12");
    CHECK(join(*now, content, now.officer).error().code == "B-12");
    CHECK(join(*now, content_of(*before), OfficerId::random(now.random)).error().code == "R-19");
    auto bytes = support::bytes_of(made.path);
    bytes[bytes.size() / 2] ^= 1U;
    support::put_bytes(made.path, bytes);
    CHECK(read(before->village(), before.making.sheet).error().code == "B-02");
}

}  // namespace lontar::storage
