#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "support/register_scene.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

namespace {

bool has(const std::vector<std::string>& codes, std::string_view code) {
    return std::ranges::find(codes, code) != codes.end();
}

/// Somebody else with the same NIK: another name, another birth date.
model::Answers stranger_with_nik_of(const model::Answers& one, const model::Answers& other) {
    model::Answers answers = other;
    answers["nik"] = one.at("nik");
    answers["tanggal_lahir"] = one.at("tanggal_lahir");
    answers["jenis_kelamin"] = one.at("jenis_kelamin");
    return answers;
}

/// The same person registered a second time with a typing error in the NIK's serial.
model::Answers twice(const model::Answers& one) {
    model::Answers answers = one;
    std::string& nik = answers["nik"];
    nik.back() = nik.back() == '1' ? '2' : '1';
    answers["no_hp"] = "086011112233";
    return answers;
}

}  // namespace

TEST_CASE("a saved person is there after closing and opening") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    const auto saved = scene.save(answers);
    CHECK(saved.result == SaveResult::saved);
    scene.reopen();
    const auto found = expect(scene->registration(saved.id));
    CHECK(found.fields == answers);
    CHECK(found.rev == saved.rev);
    CHECK(found.standing == model::Standing::waiting);
    REQUIRE(found.revisions.size() == 1);
    CHECK(found.revisions[0].by == scene.officer);
    CHECK(found.revisions[0].at == scene.clock.now());
    CHECK_FALSE(found.revisions[0].uncertain);
    CHECK_FALSE(found.revisions[0].seq);
}

TEST_CASE("answers are stored in their normal form however they were typed") {
    RegisterScene scene;
    auto answers = scene.people.next();
    const auto normal = answers;
    answers["nik"] = answers["nik"].substr(0, 6) + " " + answers["nik"].substr(6);
    answers["nama"] = "  " + answers["nama"] + " ";
    const auto saved = scene.save(answers);
    CHECK(expect(scene->registration(saved.id)).fields == normal);
}

TEST_CASE("nothing is saved when an answer is wrong") {
    RegisterScene scene;
    auto answers = scene.people.next();
    answers["nik"] = "123";
    const auto saved = expect(scene->save_new(answers, scene.by("sesuai_ktp")));
    CHECK(saved.result == SaveResult::has_errors);
    CHECK(model::has_errors(saved.findings));
    CHECK(scene.counters().entered() == 0);
}

TEST_CASE("a warning asks for a reason and travels with it") {
    RegisterScene scene;
    auto answers = scene.people.next();
    answers["penghasilan"] = "20000000";
    CHECK(expect(scene->save_new(answers, scene.by())).result == SaveResult::needs_reason);
    CHECK(scene.counters().entered() == 0);
    const auto saved = expect(scene->save_new(answers, scene.by("dijelaskan_orangnya")));
    CHECK(saved.result == SaveResult::saved);
    const auto found = expect(scene->registration(saved.id));
    CHECK(has(found.revisions[0].warn, "income_high"));
    CHECK(found.revisions[0].why == "dijelaskan_orangnya");
}

TEST_CASE("an unknown reason or an unknown officer saves nothing") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    const auto reason = scene->save_new(answers, scene.by("begitu_saja"));
    REQUIRE_FALSE(reason);
    CHECK(reason.error().code == "R-18");
    auto options = scene.by();
    options.by = OfficerId::random(scene.random);
    const auto officer = scene->save_new(answers, options);
    REQUIRE_FALSE(officer);
    CHECK(officer.error().code == "R-19");
    CHECK(scene.counters().entered() == 0);
}

TEST_CASE("the same person a second time opens the registration that exists") {
    RegisterScene scene;
    auto answers = scene.people.next();
    const auto first = scene.save(answers);
    answers["no_hp"] = "086011112233";
    const auto second = expect(scene->save_new(answers, scene.by("sesuai_ktp")));
    CHECK(second.result == SaveResult::already_there);
    CHECK(second.id == first.id);
    CHECK(scene.counters().entered() == 1);
    CHECK(expect(scene->registration(first.id)).revisions.size() == 1);
}

TEST_CASE("a NIK of another person is saved as held and is never lost") {
    RegisterScene scene;
    const auto one = scene.people.next();
    const auto first = scene.save(one);
    const auto held = scene.save(stranger_with_nik_of(one, scene.people.next()));
    CHECK(held.result == SaveResult::saved_held);
    const auto found = expect(scene->registration(held.id));
    CHECK(found.verdict.code == "held");
    CHECK(found.verdict.detail.text_at("reason") == "GANDA");
    CHECK(expect(scene->unsealed(10)).size() == 2);

    SECTION("it waits until it was handed over, then asks for a correction") {
        CHECK(scene.counters().waiting == 2);
        const auto batch = scene.seal();
        scene.hand_over(batch);
        auto reply = scene.answer(batch);
        reply.verdicts.clear();
        scene.apply(reply);
        CHECK(scene.counters() == model::Counters{.needs_correction = 1, .received = 1});
    }
    SECTION("the other registration is not touched") {
        CHECK(expect(scene->registration(first.id)).verdict.code.empty());
    }
    SECTION("it is free when the NIK is corrected") {
        scene.correct(held.id, "nik", scene.people.next().at("nik"));
        // The generator's birth date belongs to another NIK, which is only a warning.
        CHECK(expect(scene->registration(held.id)).verdict.code.empty());
    }
    SECTION("it stays held when something else is corrected") {
        scene.correct(held.id, "no_hp", "086011112233");
        CHECK(expect(scene->registration(held.id)).verdict.code == "held");
    }
}

TEST_CASE("a likely double is shown first and saved when the officer says they are two people") {
    RegisterScene scene;
    const auto one = scene.people.next();
    const auto first = scene.save(one);
    const auto again = twice(one);
    const auto asked = expect(scene->save_new(again, scene.by("sesuai_ktp")));
    CHECK(asked.result == SaveResult::needs_decision);
    REQUIRE(asked.similar.size() == 1);
    CHECK(asked.similar[0].id == first.id);
    CHECK(scene.counters().entered() == 1);

    auto options = scene.by();
    options.different_people = true;
    CHECK(expect(scene->save_new(again, options)).result == SaveResult::needs_reason);
    options.why = "orang_berbeda";
    const auto saved = expect(scene->save_new(again, options));
    CHECK(saved.result == SaveResult::saved);
    CHECK(has(expect(scene->registration(saved.id)).revisions[0].warn, "likely_duplicate"));

    SECTION("and is not asked about again at the next correction") {
        CHECK(scene.correct(saved.id, "no_hp", "086044445555").result == SaveResult::saved);
    }
}

TEST_CASE("a correction is a new revision with the old one as its base") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    scene.clock.pass(std::chrono::hours(2));
    const auto corrected = scene.correct(saved.id, "nama_ibu_kandung", "Yuliana Bete");
    REQUIRE(corrected.result == SaveResult::saved);
    CHECK(corrected.id == saved.id);
    const auto found = expect(scene->registration(saved.id));
    REQUIRE(found.revisions.size() == 2);
    CHECK(found.revisions[1].base == saved.rev);
    CHECK(found.revisions[1].why == "data_berubah");
    CHECK(found.rev == corrected.rev);
    CHECK(found.fields.at("nama_ibu_kandung") == "Yuliana Bete");
    CHECK(found.revisions[0].fields.at("nama_ibu_kandung") != "Yuliana Bete");
    CHECK(scene.counters().entered() == 1);
}

TEST_CASE("a correction needs a reason") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    auto found = expect(scene->registration(saved.id));
    found.fields["alamat"] = "Jalan Baru 7";
    CHECK(expect(scene->correct(saved.id, found.rev, found.fields, scene.by())).result ==
          SaveResult::needs_reason);
    CHECK(expect(scene->registration(saved.id)).revisions.size() == 1);
}

TEST_CASE("a correction that changes nothing makes no revision") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    const auto found = expect(scene->registration(saved.id));
    CHECK(
        expect(scene->correct(saved.id, found.rev, found.fields, scene.by("salah_ketik"))).result ==
        SaveResult::unchanged);
    CHECK(expect(scene->registration(saved.id)).revisions.size() == 1);
}

TEST_CASE("a correction of an older revision is a conflict") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    auto found = expect(scene->registration(saved.id));
    scene.correct(saved.id, "alamat", "Jalan Baru 7");
    found.fields["alamat"] = "Jalan Lama 3";
    const auto late = scene->correct(saved.id, found.rev, found.fields, scene.by("salah_ketik"));
    REQUIRE_FALSE(late);
    CHECK(late.error().code == "R-11");
    CHECK(expect(scene->registration(saved.id)).fields.at("alamat") == "Jalan Baru 7");
}

TEST_CASE("after a conflict the province's revision may be the base, also for the same answers") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    const auto batch = scene.seal();
    scene.hand_over(batch);
    auto reply = scene.answer(batch);
    const Rev theirs = Rev::random(scene.random);
    reply.verdicts[0].code = "conflict";
    reply.verdicts[0].detail = Json(Json::Object{{"rev", theirs.hex()}});
    scene.apply(reply);
    CHECK(scene.counters().needs_correction == 1);

    const auto found = expect(scene->registration(saved.id));
    const auto mine =
        expect(scene->correct(saved.id, theirs, found.fields, scene.by("pilihan_konflik")));
    CHECK(mine.result == SaveResult::saved);
    CHECK(expect(scene->registration(saved.id)).revisions.back().base == theirs);
    const auto again = scene->correct(saved.id, theirs, found.fields, scene.by("pilihan_konflik"));
    REQUIRE_FALSE(again);
    CHECK(again.error().code == "R-11");
    const auto invented =
        scene->correct(saved.id, Rev::random(scene.random), found.fields, scene.by("salah_ketik"));
    REQUIRE_FALSE(invented);
    CHECK(invented.error().code == "R-11");
}

TEST_CASE("a correction that makes somebody a person who is there opens that one") {
    RegisterScene scene;
    const auto one = scene.people.next();
    const auto first = scene.save(one);
    const auto second = scene.save_next();
    const auto rev = expect(scene->registration(second.id)).rev;
    const auto same = expect(scene->correct(second.id, rev, one, scene.by("salah_ketik")));
    CHECK(same.result == SaveResult::already_there);
    CHECK(same.id == first.id);
    CHECK(expect(scene->registration(second.id)).revisions.size() == 1);
}

TEST_CASE("a withdrawn person waits until the province was told, then is closed") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    scene.deliver();
    CHECK(scene.counters().received == 1);
    scene.withdraw(saved.id);
    CHECK(scene.counters().waiting == 1);
    scene.hand_over(scene.seal());
    CHECK(scene.counters() == model::Counters{.closed = 1});
    const auto found = expect(scene->registration(saved.id));
    CHECK(found.withdrawn);
    CHECK(found.verdict.code == "withdrawn");
    CHECK_FALSE(found.fields.empty());
    CHECK(found.revisions.back().type == model::EntryType::withdrawal);
}

TEST_CASE("a withdrawn registration is corrected no more, but the person may be registered again") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    const auto saved = scene.save(answers);
    scene.withdraw(saved.id);
    const auto found = expect(scene->registration(saved.id));
    auto changed = found.fields;
    changed["alamat"] = "Jalan Baru 7";
    const auto refused = scene->correct(saved.id, found.rev, changed, scene.by("salah_ketik"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "R-16");
    const auto twice_withdrawn = scene->withdraw(saved.id, found.rev, "pindah", scene.officer);
    REQUIRE_FALSE(twice_withdrawn);
    CHECK(twice_withdrawn.error().code == "R-16");
    const auto again = scene.save(answers);
    CHECK(again.result == SaveResult::saved);
    CHECK(again.id != saved.id);
}

TEST_CASE("a withdrawal the province did not take is not closed and can be said again") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    scene.deliver();
    scene.withdraw(saved.id);
    const auto batch = scene.seal();
    scene.hand_over(batch);
    auto reply = scene.answer(batch);
    const Rev theirs = Rev::random(scene.random);
    reply.verdicts[0].code = "conflict";
    reply.verdicts[0].detail = Json(Json::Object{{"rev", theirs.hex()}});
    scene.apply(reply);
    CHECK(scene.counters().needs_correction == 1);
    CHECK(scene->withdraw(saved.id, theirs, "pindah", scene.officer));
    scene.deliver();
    CHECK(scene.counters().closed == 1);
}

TEST_CASE("a withdrawal needs a reason of its list") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    const auto refused = scene->withdraw(saved.id, *saved.rev, "salah_ketik", scene.officer);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "R-18");
}

TEST_CASE("a draft counts as a draft and is gone when its person is saved") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    Draft draft;
    draft.answers = {{"nama", answers.at("nama")}};
    draft.cursor = "tempat_lahir";
    draft.id = expect(scene->save_draft(draft));
    scene.reopen();
    const auto kept = expect(scene->draft(draft.id));
    REQUIRE(kept);
    CHECK(kept->answers == draft.answers);
    CHECK(kept->cursor == "tempat_lahir");
    CHECK(scene.counters() == model::Counters{.draft = 1});

    draft.answers = answers;
    CHECK(expect(scene->save_draft(draft)) == draft.id);
    auto options = scene.by();
    options.draft = draft.id;
    CHECK(expect(scene->save_new(answers, options)).result == SaveResult::saved);
    CHECK(expect(scene->drafts()).empty());
    CHECK(scene.counters() == model::Counters{.waiting = 1});
}

TEST_CASE("a draft of a correction does not count a person twice") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    Draft draft;
    draft.of = saved.id;
    draft.answers = {{"alamat", "Jalan Baru 7"}};
    draft.id = expect(scene->save_draft(draft));
    CHECK(scene.counters().entered() == 1);
    CHECK(expect(scene->draft(draft.id))->of == saved.id);
}

TEST_CASE("a draft that was thrown away comes back when somebody goes on typing in it") {
    RegisterScene scene;
    Draft draft;
    draft.answers = {{"nama", "Maria"}};
    draft.id = expect(scene->save_draft(draft));
    expect(scene->delete_draft(draft.id));
    draft.answers["nama"] = "Maria Bria";
    const auto id = expect(scene->save_draft(draft));
    CHECK(expect(scene->draft(id))->answers == draft.answers);
}

TEST_CASE(
    "a record is marked uncertain when the clock stands before the build or far after the last "
    "reply") {
    RegisterScene scene;
    scene.clock.set(Timestamp{315'532'800});  // 1980
    const auto old = scene.people.next();
    auto saved = expect(scene->save_new(old, scene.by("sesuai_ktp")));
    // The notice was given "in the future" of such a clock, so only a clock a little slow still
    // saves.
    CHECK(saved.result == SaveResult::has_errors);
    CHECK(expect(scene->status()).clock_uncertain);
    scene.clock.set(build_time() + std::chrono::hours(-1));
    saved = expect(scene->save_new(old, scene.by("sesuai_ktp")));
    if (saved.result == SaveResult::saved) {
        CHECK(expect(scene->registration(saved.id)).revisions[0].uncertain);
    }
    scene.clock.set(build_time() + std::chrono::hours(24 * 365 * 3));
    CHECK(expect(scene->moment()).second);
}

}  // namespace lontar::storage
