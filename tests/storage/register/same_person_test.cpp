#include "storage/register/same_person.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/model/entry.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/withdrawals.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

namespace {

template <typename Outcome>
std::string code_of(const Outcome& outcome) {
    return outcome ? "done" : outcome.error().code;
}

/// Somebody of a time after the backup, typed anew with another address: the province tells both.
struct TypedAnew {
    RegisterScene scene;
    model::Answers before = scene.people.next();
    RegistrationId goes_on;
    RegistrationId leaves;
    std::int64_t told = 1;

    TypedAnew() {
        auto anew = before;
        anew["alamat"] = "Dusun 7";
        leaves = scene.save(anew).id;
        ToldLine line;
        model::Entry entry;
        entry.id = goes_on = RegistrationId::random(scene.random);
        entry.at = scene.clock.now();
        entry.by = OfficerId::random(scene.random);
        entry.fields = before;
        line.id = goes_on;
        line.line = expect(model::entry_line(entry));
        line.file = model::EpochUpto{Epoch::random(scene.random), 1};
        line.code = "accepted";
        Json detail;
        detail.set("village", scene->village()).set("own", true).set("id", goes_on.hex());
        tell("duplicate", detail, {line});
    }

    /// Seals what waits and answers its first line.
    void tell(const std::string& code, const Json& detail, std::vector<ToldLine> lines = {}) {
        const auto batch = scene.seal();
        scene.hand_over(batch);
        auto reply = scene.answer(batch);
        reply.verdicts = {{batch.epoch, batch.seq, batch.first_line, code, detail}};
        reply.told = std::move(lines);
        scene.apply(reply);
    }

    Registration find(const RegistrationId& id) { return expect(find_registration(*scene, id)); }
    Result<SamePerson> merge() {
        return merge_into(*scene, leaves, find(leaves).rev, goes_on, scene.officer);
    }
};

}  // namespace

TEST_CASE("the same person: one is withdrawn, the other goes on with a draft of what differs") {
    TypedAnew scene;
    const auto merged = expect(scene.merge());
    const auto leaves = scene.find(scene.leaves);
    CHECK(leaves.withdrawn);
    CHECK(leaves.into == scene.goes_on);
    CHECK(leaves.revisions.back().why == "merged");
    CHECK(leaves.can_reopen);
    const auto goes_on = scene.find(scene.goes_on);
    CHECK_FALSE(goes_on.withdrawn);
    CHECK(goes_on.fields == scene.before);

    REQUIRE(merged.draft);
    const auto draft = *expect(find_draft(*scene.scene, *merged.draft));
    CHECK(draft.of == scene.goes_on);
    CHECK(draft.cursor == "alamat");
    auto expected = scene.before;
    expected["alamat"] = "Dusun 7";
    CHECK(draft.answers == expected);

    const auto waiting = expect(list_unsealed(*scene.scene, 10));
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].line.find(R"("into":")" + scene.goes_on.hex()) != std::string::npos);
    CHECK(check_register(*scene.scene));
    scene.scene.reopen();
    CHECK(scene.find(scene.leaves).into == scene.goes_on);
}

TEST_CASE("where nothing differs there is no draft") {
    TypedAnew scene;
    scene.scene.clock.pass(std::chrono::seconds(1));
    scene.scene.correct(scene.leaves, "alamat", scene.before.at("alamat"));
    CHECK_FALSE(expect(scene.merge()).draft);
    CHECK(expect(list_drafts(*scene.scene)).empty());
}

TEST_CASE("what was typed in a draft of the one that goes on stays") {
    TypedAnew scene;
    Draft draft;
    draft.of = scene.goes_on;
    draft.answers = scene.before;
    draft.answers["alamat"] = "Dusun 9";
    draft.answers["rt"] = "17";
    draft.cursor = "rt";
    const auto id = expect(save_draft(*scene.scene, draft));
    CHECK_FALSE(expect(scene.merge()).draft);
    REQUIRE(expect(list_drafts(*scene.scene)).size() == 1);
    CHECK(expect(find_draft(*scene.scene, id))->answers == draft.answers);

    CHECK(with_differences({{"a", "1"}, {"b", "1"}}, {{"a", "2"}, {"b", "2"}, {"c", "2"}},
                           model::Answers{{"a", "1"}, {"b", "3"}}) ==
          model::Answers{{"a", "2"}, {"b", "3"}, {"c", "2"}});
}

TEST_CASE("nobody is merged into themselves, into who left, or by a version that was changed") {
    TypedAnew scene;
    Register& village_register = *scene.scene;
    const OfficerId by = scene.scene.officer;
    const Rev rev = scene.find(scene.leaves).rev;
    CHECK(code_of(merge_into(village_register, scene.leaves, rev, scene.leaves, by)) == "R-40");
    CHECK(code_of(merge_into(village_register, scene.leaves, rev,
                             RegistrationId::random(scene.scene.random), by)) == "R-12");
    CHECK(code_of(merge_into(village_register, scene.leaves, scene.find(scene.goes_on).rev,
                             scene.goes_on, by)) == "R-11");
    CHECK(code_of(merge_into(village_register, scene.leaves, rev, scene.goes_on, OfficerId{})) ==
          "R-19");
    scene.scene.withdraw(scene.goes_on);
    CHECK(code_of(scene.merge()) == "R-16");
    CHECK_FALSE(scene.find(scene.leaves).withdrawn);
    CHECK(expect(list_drafts(village_register)).empty());
}

TEST_CASE("a merge that is in no batch is taken back") {
    TypedAnew scene;
    expect(scene.merge());
    CHECK(code_of(take_back_withdrawal(*scene.scene, scene.leaves, scene.scene.officer)) == "done");
    const auto leaves = scene.find(scene.leaves);
    CHECK_FALSE(leaves.withdrawn);
    CHECK_FALSE(leaves.into);
    CHECK(check_register(*scene.scene));
}

TEST_CASE("a merge names who goes on, so no reason alone makes one") {
    TypedAnew scene;
    CHECK(code_of(withdraw(*scene.scene, scene.leaves, scene.find(scene.leaves).rev, "merged",
                           scene.scene.officer)) == "R-18");
}

TEST_CASE("a merge that the province holds may be given another reason, or the person goes on") {
    for (const bool goes_on : {true, false}) {
        CAPTURE(goes_on);
        TypedAnew scene;
        Register& village_register = *scene.scene;
        expect(scene.merge());
        CHECK_FALSE(scene.find(scene.leaves).is_held_merge());
        scene.tell("held", Json().set("reason", "check"));
        const auto held = scene.find(scene.leaves);
        CHECK(held.withdrawn);
        CHECK(held.is_held_merge());
        CHECK(held.standing == model::Standing::needs_correction);

        scene.scene.clock.pass(std::chrono::seconds(1));
        if (!goes_on) {
            CHECK(code_of(withdraw(village_register, scene.leaves, held.rev, "data_ganda",
                                   scene.scene.officer)) == "done");
            CHECK(scene.find(scene.leaves).withdrawn);
            CHECK_FALSE(scene.find(scene.leaves).into);
            continue;
        }
        // Another person after all: the NIK was wrong.
        auto answers = held.fields;
        const auto other = scene.scene.people.next();
        for (const char* key : {"nik", "nama", "tanggal_lahir", "jenis_kelamin"}) {
            answers[key] = other.at(key);
        }
        auto options = scene.scene.by("salah_ketik");
        options.different_people = true;
        const auto saved =
            expect(correct(village_register, scene.leaves, held.rev, answers, options));
        REQUIRE(saved.result == SaveResult::saved);
        const auto found = scene.find(scene.leaves);
        CHECK_FALSE(found.withdrawn);
        CHECK(found.fields == answers);
        CHECK(check_register(village_register));
        // Found again as everybody else is.
        CHECK(expect(save_new(village_register, answers, scene.scene.by())).result ==
              SaveResult::already_there);
    }
}

TEST_CASE("the very same answers are saved again only when that is meant") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    scene.deliver();
    const auto found = expect(find_registration(*scene, saved.id));
    auto options = scene.by("diminta_provinsi");
    CHECK(expect(correct(*scene, saved.id, found.rev, found.fields, options)).result ==
          SaveResult::unchanged);
    options.say_again = true;
    CHECK(expect(correct(*scene, saved.id, found.rev, found.fields, options)).result ==
          SaveResult::saved);
    CHECK(expect(list_unsealed(*scene, 10)).size() == 1);
}

TEST_CASE("a duplicate of the own village is known as such from a province that did not say it") {
    TypedAnew scene;
    const auto now = scene.find(scene.leaves).verdict;
    CHECK(now.detail.boolean_at("own"));
    scene.scene.correct(scene.leaves, "rt", "7");
    scene.tell("duplicate",
               Json().set("village", scene.scene->village()).set("date", "2026-11-22"));
    CHECK(scene.find(scene.leaves).verdict.detail.boolean_at("own"));
    scene.scene.correct(scene.leaves, "rt", "8");
    scene.tell("duplicate", Json().set("village", "5301042004").set("date", "2026-11-22"));
    CHECK_FALSE(scene.find(scene.leaves).verdict.detail.boolean_at("own"));
}

}  // namespace lontar::storage
