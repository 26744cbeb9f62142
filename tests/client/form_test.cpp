#include "client/form/form.hpp"

#include <catch2/catch_test_macros.hpp>

#include "client/form/conflict.hpp"
#include "client/form/keep.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"
#include "support/register_scene.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

const model::CheckContext context{*Date::from_ymd(2026, 11, 22), "5301062015"};

bool has(const std::vector<model::Finding>& findings, std::string_view code) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const model::Finding& finding) { return finding.code == code; });
}

Form filled(support::PeopleMaker& people) {
    Form form = Form::new_person({support::day_of_tests(), std::string(support::village_of_tests)});
    for (const auto& [key, value] : people.next()) {
        form.answer(key, value);
    }
    return form;
}

/// Rows of the audit chain that say so of this registration.
int times_unmasked(support::RegisterScene& scene, const RegistrationId& id) {
    int times = 0;
    REQUIRE(storage::dump_register(*scene, [&](std::string_view line) {
        times += line.find("\"unmask\"") != std::string_view::npos &&
                         line.find(id.hex()) != std::string_view::npos
                     ? 1
                     : 0;
        return done();
    }));
    return times;
}

storage::Registration registration_of(const model::Answers& fields) {
    storage::Registration before;
    before.fields = fields;
    before.rev.bytes.fill(1);
    return before;
}

}  // namespace

TEST_CASE("an answer that fits no choice is told as such, not as missing") {
    Form form = Form::new_person(context);
    REQUIRE(form.focus_on("pekerjaan"));
    form.type("nelyan");
    form.leave();
    CHECK(form.text("pekerjaan") == "nelyan");
    CHECK(has(form.findings_of("pekerjaan"), "choice_unknown"));
    CHECK_FALSE(has(form.findings_of("pekerjaan"), "required"));
}

TEST_CASE("that they are different people is a reason only where somebody alike was shown") {
    Form form = Form::new_person(context);
    const auto offers = [&] { return std::ranges::count(form.reasons(), "orang_berbeda") == 1; };
    CHECK_FALSE(offers());
    CHECK_FALSE(form.choose_reason("orang_berbeda"));
    form.say_different_people();
    CHECK(offers());
}

TEST_CASE("a NIK fills in birth date and sex when its field is left") {
    Form form = Form::new_person(context);
    form.type("5301 0452-0885.9901");
    CHECK_FALSE(form.answers().contains("nik"));
    form.next();
    CHECK(form.answers().at("nik") == "5301045208859901");
    CHECK(form.answers().at("tanggal_lahir") == "1985-08-12");
    CHECK(form.answers().at("jenis_kelamin") == "P");
    CHECK(form.was_filled_in("tanggal_lahir"));
    CHECK(form.text("tanggal_lahir") == "12-08-1985");
    CHECK(form.field().key == "nama");
}

TEST_CASE("what was filled in follows a corrected NIK, also when the officer walked over it") {
    Form form = Form::new_person(context);
    form.answer("nik", "5301045208859901");
    REQUIRE(form.focus_on("tanggal_lahir"));
    form.next();
    form.answer("nik", "5301041308859901");
    CHECK(form.answers().at("tanggal_lahir") == "1985-08-13");
    CHECK(form.answers().at("jenis_kelamin") == "L");
}

TEST_CASE("what the officer answered stays when the NIK changes, and the difference is told") {
    Form form = Form::new_person(context);
    form.answer("nik", "5301045208859901");
    form.answer("tanggal_lahir", "13-08-1985");
    CHECK_FALSE(form.was_filled_in("tanggal_lahir"));
    CHECK(has(form.findings(), "nik_birth_date_differs"));
    form.answer("nik", "5301045408859901");
    CHECK(form.answers().at("tanggal_lahir") == "1985-08-13");
}

TEST_CASE("what the officer emptied is not filled in again") {
    Form form = Form::new_person(context);
    CHECK(form.answers().at("kode_desa") == "5301062015");
    form.answer("kode_desa", "");
    form.answer("nik", "5301045208859901");
    CHECK_FALSE(form.answers().contains("kode_desa"));
}

TEST_CASE("letters in a NIK are offered as digits and not taken") {
    Form form = Form::new_person(context);
    form.answer("nik", "53O1O452O88599O1");
    CHECK(form.suggested_nik() == "5301045208859901");
    CHECK(form.answers().at("nik") == "53O1O452O88599O1");
}

TEST_CASE("a missing answer is told once its field was left or saving was tried") {
    Form form = Form::new_person(context);
    CHECK(form.findings_of("nik").empty());
    form.next();
    CHECK(has(form.findings_of("nik"), "required"));
    CHECK(form.findings_of("alamat").empty());
    form.saving_was_tried();
    CHECK(has(form.findings_of("alamat"), "required"));
    CHECK(form.first_error() == 0U);
}

TEST_CASE("a draft is due when a field was answered, not when only the program wrote") {
    Form form = Form::new_person(context);
    CHECK_FALSE(form.draft_is_due());
    form.next();
    CHECK_FALSE(form.draft_is_due());
    form.type("Maria Seran");
    CHECK_FALSE(form.draft_is_due());
    form.next();
    CHECK(form.draft_is_due());
    form.draft_was_kept(7);
    CHECK_FALSE(form.draft_is_due());
    CHECK(form.draft().id == 7);
    CHECK(form.draft().cursor == "tempat_lahir");
}

TEST_CASE("a new person asks for a reason under a warning only") {
    Form form = Form::new_person(context);
    CHECK_FALSE(model::warning_codes(form.findings()).empty());
    CHECK(form.asks_reason());
    form.answer("ahli_waris_nama", "Anna Seran");
    form.answer("ahli_waris_hubungan", "istri");
    form.answer("pemberitahuan_tanggal", "20-11-2026");
    form.answer("pemberitahuan_cara", "dibacakan");
    CHECK_FALSE(form.asks_reason());
    CHECK_FALSE(form.choose_reason("salah_ketik"));
    CHECK_FALSE(form.choose_reason("dari_impor"));
    CHECK(form.choose_reason("sesuai_ktp"));
}

TEST_CASE("a correction asks for a reason, begins with the answers and knows its changes") {
    const auto before = registration_of({{"nama", "Maria Seran"}, {"nik", "5301045208859901"}});
    Form form = Form::correction(context, before);
    CHECK(form.asks_reason());
    CHECK(form.answers() == before.fields);
    CHECK_FALSE(form.draft_is_due());
    form.answer("nama", "Maria Goreti Seran");
    CHECK(form.changes() == std::vector<std::string>{"nama"});
    CHECK(form.draft_is_due());
    CHECK_FALSE(form.choose_reason("pilihan_konflik"));
    CHECK(form.choose_reason("salah_ketik"));
    CHECK(form.base() == before.rev);
}

TEST_CASE("a correction after a conflict replaces the province's revision") {
    auto before = registration_of({{"nama", "Maria Seran"}});
    Rev theirs;
    theirs.bytes.fill(9);
    before.verdict = {.code = "conflict", .detail = Json().set("rev", theirs.hex()), .at = {}};
    Form form = Form::correction(context, before);
    CHECK(form.base() == theirs);
    CHECK(form.choose_reason("pilihan_konflik"));
}

TEST_CASE(
    "after a conflict both sides are told field by field, and a record left out tells nothing") {
    auto before = registration_of({{"nama", "Maria Seran"}, {"rt", "001"}, {"alamat", "Dusun 1"}});
    CHECK(differences(before).empty());
    before.verdict.code = "conflict";
    CHECK_FALSE(province_answers(before));
    before.verdict.detail = Json().set(
        "record",
        Json().set("nama", "Maria Seran").set("alamat", "Dusun 2").set("no_hp", "0860111222"));
    const auto both = differences(before);
    REQUIRE(both.size() == 3);
    CHECK(both[0].field == "alamat");
    CHECK(both[0].here == "Dusun 1");
    CHECK(both[0].there == "Dusun 2");
    CHECK(both[1].field == "rt");
    CHECK(both[1].there.empty());
    CHECK(both[2].field == "no_hp");
    CHECK(both[2].here.empty());
}

TEST_CASE("saying that people are different is asked again when an answer changes") {
    Form form = Form::new_person(context);
    form.say_different_people();
    CHECK(form.save_options({}).different_people);
    CHECK(form.save_options({}).why == "orang_berbeda");
    form.answer("nama", "Somebody Else");
    CHECK_FALSE(form.save_options({}).different_people);
}

TEST_CASE(
    "a draft kept when a field is left goes on there after a restart, and ends when the person is "
    "saved") {
    support::RegisterScene scene;
    Form form = filled(scene.people);
    REQUIRE(form.focus_on("pekerjaan"));
    REQUIRE(keep_draft(*scene, form));
    const auto kept = form.answers();
    scene.reopen();

    const auto drafts = storage::list_drafts(*scene);
    REQUIRE(drafts);
    REQUIRE(drafts->size() == 1);
    auto resumed = resume_draft(*scene, {support::day_of_tests(), scene->village()},
                                drafts->front().id, scene.officer);
    REQUIRE(resumed);
    CHECK(resumed->answers() == kept);
    CHECK(resumed->field().key == "pekerjaan");
    CHECK_FALSE(resumed->draft_is_due());
    CHECK(scene.counters().draft == 1);

    const auto saved = save(*scene, *resumed, scene.officer);
    REQUIRE(saved);
    CHECK(saved->result == storage::SaveResult::saved);
    CHECK(storage::list_drafts(*scene)->empty());
    CHECK(scene.counters().draft == 0);
    CHECK(scene.counters().waiting == 1);
}

TEST_CASE("a draft thrown away is gone") {
    support::RegisterScene scene;
    Form form = filled(scene.people);
    REQUIRE(keep_draft(*scene, form));
    REQUIRE(drop_draft(*scene, form));
    CHECK(storage::list_drafts(*scene)->empty());
    CHECK(form.draft_id() == 0);
}

TEST_CASE("the form of a registered person, which shows the whole NIK, is logged before it opens") {
    support::RegisterScene scene;
    const auto saved = scene.save_next();
    const model::CheckContext here{support::day_of_tests(), scene->village()};
    Form fresh = filled(scene.people);
    REQUIRE(keep_draft(*scene, fresh));
    REQUIRE(resume_draft(*scene, here, fresh.draft_id(), scene.officer));
    CHECK(times_unmasked(scene, saved.id) == 0);

    auto form = begin_correction(*scene, here, saved.id, scene.officer);
    REQUIRE(form);
    CHECK(times_unmasked(scene, saved.id) == 1);
    form->answer("alamat", "Dusun Baru");
    REQUIRE(keep_draft(*scene, *form));
    REQUIRE(resume_draft(*scene, here, form->draft_id(), scene.officer));
    CHECK(times_unmasked(scene, saved.id) == 2);
    CHECK(storage::verify_audit(*scene));
}

TEST_CASE("a correction that was begun goes on with its draft") {
    support::RegisterScene scene;
    const auto saved = scene.save_next();
    const model::CheckContext here{support::day_of_tests(), scene->village()};
    auto form = begin_correction(*scene, here, saved.id, scene.officer);
    REQUIRE(form);
    form->answer("alamat", "Dusun Baru");
    REQUIRE(keep_draft(*scene, *form));
    auto again = begin_correction(*scene, here, saved.id, scene.officer);
    REQUIRE(again);
    CHECK(again->answers().at("alamat") == "Dusun Baru");
    CHECK(again->changes() == std::vector<std::string>{"alamat"});
    REQUIRE(again->choose_reason("data_berubah"));
    REQUIRE(save(*scene, *again, scene.officer));
    CHECK(storage::find_registration(*scene, saved.id)->fields.at("alamat") == "Dusun Baru");
    CHECK(storage::list_drafts(*scene)->empty());
}
