#include "storage/register/saving.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/standing.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/moment.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/status.hpp"
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
    const auto found = expect(find_registration(*scene, saved.id));
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
    CHECK(expect(find_registration(*scene, saved.id)).fields == normal);
}

TEST_CASE("nothing is saved when an answer is wrong") {
    RegisterScene scene;
    auto answers = scene.people.next();
    answers["nik"] = "123";
    const auto saved = expect(save_new(*scene, answers, scene.by("sesuai_ktp")));
    CHECK(saved.result == SaveResult::has_errors);
    CHECK(model::has_errors(saved.findings));
    CHECK(scene.counters().entered() == 0);
}

TEST_CASE("a warning asks for a reason and travels with it") {
    RegisterScene scene;
    auto answers = scene.people.next();
    answers["penghasilan"] = "20000000";
    CHECK(expect(save_new(*scene, answers, scene.by())).result == SaveResult::needs_reason);
    CHECK(scene.counters().entered() == 0);
    const auto saved = expect(save_new(*scene, answers, scene.by("dijelaskan_orangnya")));
    CHECK(saved.result == SaveResult::saved);
    const auto found = expect(find_registration(*scene, saved.id));
    CHECK(has(found.revisions[0].warn, "income_high"));
    CHECK(found.revisions[0].why == "dijelaskan_orangnya");
}

TEST_CASE("an unknown reason or an unknown officer saves nothing") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    const auto reason = save_new(*scene, answers, scene.by("begitu_saja"));
    REQUIRE_FALSE(reason);
    CHECK(reason.error().code == "R-18");
    auto options = scene.by();
    options.by = OfficerId::random(scene.random);
    const auto officer = save_new(*scene, answers, options);
    REQUIRE_FALSE(officer);
    CHECK(officer.error().code == "R-19");
    CHECK(scene.counters().entered() == 0);
}

TEST_CASE("the same person a second time opens the registration that exists") {
    RegisterScene scene;
    auto answers = scene.people.next();
    const auto first = scene.save(answers);
    answers["no_hp"] = "086011112233";
    const auto second = expect(save_new(*scene, answers, scene.by("sesuai_ktp")));
    CHECK(second.result == SaveResult::already_there);
    CHECK(second.id == first.id);
    CHECK(scene.counters().entered() == 1);
    CHECK(expect(find_registration(*scene, first.id)).revisions.size() == 1);
}

TEST_CASE("a NIK of another person is saved as held and is never lost") {
    RegisterScene scene;
    const auto one = scene.people.next();
    const auto first = scene.save(one);
    const auto held = scene.save(stranger_with_nik_of(one, scene.people.next()));
    CHECK(held.result == SaveResult::saved_held);
    const auto found = expect(find_registration(*scene, held.id));
    CHECK(found.verdict.code == "held");
    CHECK(found.verdict.detail.text_at("reason") == "GANDA");
    CHECK(expect(list_unsealed(*scene, 10)).size() == 2);

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
        CHECK(expect(find_registration(*scene, first.id)).verdict.code.empty());
    }
    SECTION("it is free when the NIK is corrected") {
        scene.correct(held.id, "nik", scene.people.next().at("nik"));
        // The generator's birth date belongs to another NIK, which is only a warning.
        CHECK(expect(find_registration(*scene, held.id)).verdict.code.empty());
    }
    SECTION("it stays held when something else is corrected") {
        scene.correct(held.id, "no_hp", "086011112233");
        CHECK(expect(find_registration(*scene, held.id)).verdict.code == "held");
    }
}

TEST_CASE("a likely double is shown first and saved when the officer says they are two people") {
    RegisterScene scene;
    const auto one = scene.people.next();
    const auto first = scene.save(one);
    const auto again = twice(one);
    const auto asked = expect(save_new(*scene, again, scene.by("sesuai_ktp")));
    CHECK(asked.result == SaveResult::needs_decision);
    REQUIRE(asked.similar.size() == 1);
    CHECK(asked.similar[0].id == first.id);
    CHECK(scene.counters().entered() == 1);

    auto options = scene.by();
    options.different_people = true;
    CHECK(expect(save_new(*scene, again, options)).result == SaveResult::needs_reason);
    options.why = "orang_berbeda";
    const auto saved = expect(save_new(*scene, again, options));
    CHECK(saved.result == SaveResult::saved);
    CHECK(has(expect(find_registration(*scene, saved.id)).revisions[0].warn, "likely_duplicate"));

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
    const auto found = expect(find_registration(*scene, saved.id));
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
    auto found = expect(find_registration(*scene, saved.id));
    found.fields["alamat"] = "Jalan Baru 7";
    CHECK(expect(correct(*scene, saved.id, found.rev, found.fields, scene.by())).result ==
          SaveResult::needs_reason);
    CHECK(expect(find_registration(*scene, saved.id)).revisions.size() == 1);
}

TEST_CASE("a correction that changes nothing makes no revision") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    const auto found = expect(find_registration(*scene, saved.id));
    CHECK(expect(correct(*scene, saved.id, found.rev, found.fields, scene.by("salah_ketik")))
              .result == SaveResult::unchanged);
    CHECK(expect(find_registration(*scene, saved.id)).revisions.size() == 1);
}

TEST_CASE("a correction of an older revision is a conflict") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    auto found = expect(find_registration(*scene, saved.id));
    scene.correct(saved.id, "alamat", "Jalan Baru 7");
    found.fields["alamat"] = "Jalan Lama 3";
    const auto late = correct(*scene, saved.id, found.rev, found.fields, scene.by("salah_ketik"));
    REQUIRE_FALSE(late);
    CHECK(late.error().code == "R-11");
    CHECK(expect(find_registration(*scene, saved.id)).fields.at("alamat") == "Jalan Baru 7");
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

    const auto found = expect(find_registration(*scene, saved.id));
    const auto mine =
        expect(correct(*scene, saved.id, theirs, found.fields, scene.by("pilihan_konflik")));
    CHECK(mine.result == SaveResult::saved);
    CHECK(expect(find_registration(*scene, saved.id)).revisions.back().base == theirs);
    const auto again = correct(*scene, saved.id, theirs, found.fields, scene.by("pilihan_konflik"));
    REQUIRE_FALSE(again);
    CHECK(again.error().code == "R-11");
    const auto invented =
        correct(*scene, saved.id, Rev::random(scene.random), found.fields, scene.by("salah_ketik"));
    REQUIRE_FALSE(invented);
    CHECK(invented.error().code == "R-11");
}

TEST_CASE("a correction that makes somebody a person who is there opens that one") {
    RegisterScene scene;
    const auto one = scene.people.next();
    const auto first = scene.save(one);
    const auto second = scene.save_next();
    const auto rev = expect(find_registration(*scene, second.id)).rev;
    const auto same = expect(correct(*scene, second.id, rev, one, scene.by("salah_ketik")));
    CHECK(same.result == SaveResult::already_there);
    CHECK(same.id == first.id);
    CHECK(expect(find_registration(*scene, second.id)).revisions.size() == 1);
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
    const auto found = expect(find_registration(*scene, saved.id));
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
    const auto found = expect(find_registration(*scene, saved.id));
    auto changed = found.fields;
    changed["alamat"] = "Jalan Baru 7";
    const auto refused = correct(*scene, saved.id, found.rev, changed, scene.by("salah_ketik"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "R-16");
    const auto twice_withdrawn = withdraw(*scene, saved.id, found.rev, "pindah", scene.officer);
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
    CHECK(withdraw(*scene, saved.id, theirs, "pindah", scene.officer));
    scene.deliver();
    CHECK(scene.counters().closed == 1);
}

TEST_CASE("a withdrawal needs a reason of its list") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    const auto refused = withdraw(*scene, saved.id, *saved.rev, "salah_ketik", scene.officer);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "R-18");
}

TEST_CASE("a draft counts as a draft and is gone when its person is saved") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    Draft draft;
    draft.answers = {{"nama", answers.at("nama")}};
    draft.cursor = "tempat_lahir";
    draft.id = expect(save_draft(*scene, draft));
    scene.reopen();
    const auto kept = expect(find_draft(*scene, draft.id));
    REQUIRE(kept);
    CHECK(kept->answers == draft.answers);
    CHECK(kept->cursor == "tempat_lahir");
    CHECK(scene.counters() == model::Counters{.draft = 1});

    draft.answers = answers;
    CHECK(expect(save_draft(*scene, draft)) == draft.id);
    auto options = scene.by();
    options.draft = draft.id;
    CHECK(expect(save_new(*scene, answers, options)).result == SaveResult::saved);
    CHECK(expect(list_drafts(*scene)).empty());
    CHECK(scene.counters() == model::Counters{.waiting = 1});
}

TEST_CASE("a draft of a correction does not count a person twice") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    Draft draft;
    draft.of = saved.id;
    draft.answers = {{"alamat", "Jalan Baru 7"}};
    draft.id = expect(save_draft(*scene, draft));
    CHECK(scene.counters().entered() == 1);
    CHECK(expect(find_draft(*scene, draft.id))->of == saved.id);
}

TEST_CASE("a draft that was thrown away comes back when somebody goes on typing in it") {
    RegisterScene scene;
    Draft draft;
    draft.answers = {{"nama", "Maria"}};
    draft.id = expect(save_draft(*scene, draft));
    expect(delete_draft(*scene, draft.id));
    draft.answers["nama"] = "Maria Bria";
    const auto id = expect(save_draft(*scene, draft));
    CHECK(expect(find_draft(*scene, id))->answers == draft.answers);
}

TEST_CASE(
    "a record is marked uncertain when the clock stands before the build or far after the last "
    "reply") {
    RegisterScene scene;
    scene.clock.set(Timestamp{315'532'800});  // 1980
    auto saved = expect(save_new(*scene, scene.people.next(), scene.by("sesuai_ktp")));
    REQUIRE(saved.result == SaveResult::saved);
    CHECK(expect(find_status(*scene)).clock_uncertain);
    CHECK(expect(find_registration(*scene, saved.id)).revisions[0].uncertain);
    scene.clock.set(build_time() + std::chrono::hours(-1));
    saved = expect(save_new(*scene, scene.people.next(), scene.by("sesuai_ktp")));
    REQUIRE(saved.result == SaveResult::saved);
    CHECK(expect(find_registration(*scene, saved.id)).revisions[0].uncertain);
    scene.clock.set(build_time() + std::chrono::hours(24 * 365 * 3));
    CHECK(expect(find_moment(*scene)).uncertain);
}

TEST_CASE("today is the clock's day, or as much as is known where the clock is wrong") {
    const Timestamp floor = build_time() + std::chrono::hours(24 * 100);
    const auto days_from = [&](std::chrono::hours from, std::chrono::hours to) {
        return model::Today(Date::in_wita(floor + from), Date::in_wita(floor + to));
    };
    const auto today = [&](Timestamp clock) { return today_at(moment_of(clock, floor)); };
    const std::chrono::hours at_once{0};
    const std::chrono::hours day{24};
    const std::chrono::hours two_years{24 * 365 * 2};
    CHECK(today(floor) == days_from(at_once, at_once));
    CHECK(today(floor + two_years) == days_from(two_years, two_years));
    CHECK(today(floor + two_years + day) == days_from(at_once, two_years + day));
    // A clock a little slow is no dead one.
    CHECK(today(floor + std::chrono::minutes(-1)) == days_from(at_once, at_once));
    CHECK(today(floor + -day) == days_from(at_once, two_years));
    CHECK(today(Timestamp{0}) == days_from(at_once, two_years));
    // No reply yet: the program was not built later than today.
    CHECK(moment_of(Timestamp{0}, Timestamp{0}).floor == build_time());
}

TEST_CASE("with a dead clock grown people are saved, and who is 68 is refused") {
    RegisterScene scene;
    scene.clock.set(Timestamp{1'325'548'800});  // 2012
    const auto born_on = [&](const char* date, const char* nik) {
        auto answers = scene.people.next();
        answers["tanggal_lahir"] = date;
        answers["nik"] = nik;
        answers["jenis_kelamin"] = "L";
        answers.erase("ahli_waris_hubungan");
        answers.erase("ahli_waris_nama");
        return answers;
    };
    const auto codes = [&](const model::Answers& answers) {
        std::string text;
        for (const auto& found : expect(save_new(*scene, answers, scene.by())).findings) {
            text += found.field == "tanggal_lahir" || found.field == "nik" ? found.code : "";
        }
        return text;
    };
    CHECK(codes(born_on("1999-08-12", "5321011208999901")).empty());
    CHECK(codes(born_on("2004-10-21", "5321012110049903")).empty());
    CHECK(codes(born_on("1958-08-12", "5321011208589905")) == "age_too_old");
    // A clock of 2040: who is 51 now would be 65 by it.
    scene.clock.set(Timestamp{2'209'161'600});
    CHECK(codes(born_on("1974-01-01", "5321010101749907")) == "age_old_by_clock");
    CHECK(codes(born_on("1958-08-12", "5321011208589905")) == "age_too_old");
}

}  // namespace lontar::storage
