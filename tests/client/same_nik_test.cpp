/// A NIK that the village's own list has already: what an official reads, and what becomes of it.
#include "client/form/same_nik.hpp"

#include <catch2/catch_test_macros.hpp>
#include <ftxui/dom/node.hpp>
#include <ftxui/screen/screen.hpp>

#include "client/form/returned.hpp"
#include "client/screens/person_screen.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "open_desk.hpp"
#include "storage/model/entry.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/register.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/told_lines.hpp"
#include "storage/sqlite/query.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

constexpr storage::ReplyNumber told_by{1, 1, 1};

void judge(storage::Register& village_register, const RegistrationId& id, const std::string& code,
           const Json& detail) {
    const auto found = storage::find_registration(village_register, id);
    REQUIRE(found);
    REQUIRE(storage::set_verdict(village_register, told_by, support::test_now,
                                 found->revisions.back().number, code, detail));
    REQUIRE(sqlite::run_query(
        village_register.database(),
        "UPDATE registration SET (answered, facts) = (SELECT f.answered, f.facts FROM "
        "registration_fact f WHERE f.registration_id = registration.registration_id)",
        sqlite::bind_nothing));
}

/// A line of another laptop, which the province told.
RegistrationId tell(storage::Register& village_register, const model::Answers& answers) {
    storage::ToldLine told;
    model::Entry entry;
    entry.id = told.id = RegistrationId::random(system_random());
    entry.at = support::test_now;
    entry.by = OfficerId::random(system_random());
    entry.fields = answers;
    told.line = *model::entry_line(entry);
    told.file = model::EpochUpto{Epoch::random(system_random()), 1};
    told.code = "accepted";
    auto transaction = sqlite::Transaction::begin(village_register.database());
    REQUIRE(transaction);
    REQUIRE(storage::put_told_line(village_register, told_by, support::test_now, told));
    REQUIRE(transaction->commit());
    return told.id;
}

Json own_double(const std::optional<RegistrationId>& other) {
    Json detail;
    detail.set("village", test_village).set("date", "2026-11-22").set("own", true);
    if (other) {
        detail.set("id", other->hex());
    }
    return detail;
}

storage::Verdict verdict_of(std::string code, Json detail) {
    return {std::move(code), std::move(detail), std::nullopt};
}

/// Somebody who was typed again: `anew` here, with another address, and `there` as the province has
/// them.
class TypedAgain {
public:
    explicit TypedAgain(storage::Register& village_register, model::Answers person,
                        const OfficerId& by, bool is_here = true) {
        there_answers = person;
        person["alamat"] = "Dusun 7";
        storage::SaveOptions options;
        options.by = by;
        options.why = "sesuai_ktp";
        const auto saved = storage::save_new(village_register, person, options);
        REQUIRE(saved);
        REQUIRE(saved->result == storage::SaveResult::saved);
        anew = saved->id;
        if (is_here) {
            there = tell(village_register, there_answers);
        }
        judge(village_register, anew, "duplicate", own_double(there));
    }
    model::Answers there_answers;
    RegistrationId anew;
    std::optional<RegistrationId> there;
};

/// The register of an office whose program is not running.
template <typename Act>
void in_register(VillageOffice& office, const Act& act) {
    const laptop::Machine machine{{system_disk(), office.clock, system_random()}, office.home};
    const auto session =
        laptop::Session::unlock(machine, std::nullopt, sealed::Secret::copy_of(test_passphrase));
    REQUIRE(session);
    act(**session);
}

struct OfficeWithDouble {
    VillageOffice office;
    std::string anew, there;
    explicit OfficeWithDouble(bool is_here = true) {
        office.set_up();
        in_register(office, [&](laptop::Session& session) {
            const TypedAgain again(session.village_register(), office.people.next(),
                                   session.officer().id, is_here);
            anew = again.anew.hex();
            there = again.there ? again.there->hex() : "";
        });
    }
    storage::Registration find(const std::string& id) {
        std::optional<storage::Registration> registration;
        in_register(office, [&](laptop::Session& session) {
            auto found = storage::find_registration(session.village_register(),
                                                    *RegistrationId::from_hex(id));
            REQUIRE(found);
            registration = *std::move(found);
        });
        return *registration;
    }
};

bool says_somewhere_else(const std::string& words) {
    for (const char* part : {"tempat lain", "pindah", "elsewhere", "moved", "Desa ", "5301062015",
                             "arik pendataan ini", "withdraw this registration"}) {
        if (contains(words, part)) {
            return true;
        }
    }
    return false;
}

/// What a terminal shows.
std::string shown(Desk& desk) {
    auto screen = ftxui::Screen::Create(ftxui::Dimension::Fixed(80), ftxui::Dimension::Fixed(24));
    ftxui::Render(screen, desk.draw());
    std::string all;
    for (int y = 0; y < 24; ++y) {
        for (int x = 0; x < 80; ++x) {
            all += screen.PixelAt(x, y).character;
        }
        all += '\n';
    }
    return all;
}

class OpenDouble : public OpenDesk {
public:
    OpenDouble() {
        desk.open(make_person_screen(desk, again.anew));
        press(ftxui::Event::Special("\x1b[29~"));  // a key that no screen knows
    }
    void press(const ftxui::Event& key) { desk.take_key(key); }
    storage::Register& village_register() { return desk.session()->village_register(); }
    storage::Registration find(const RegistrationId& id) {
        auto found = storage::find_registration(village_register(), id);
        REQUIRE(found);
        return *std::move(found);
    }
    std::string seen() { return shown(desk); }

    TypedAgain again{desk.session()->village_register(), office.people.next(),
                     desk.session()->officer().id};
};

}  // namespace

TEST_CASE("a NIK that the own village has is never said to be elsewhere, nor to be withdrawn") {
    for (const Language chosen : {Language::indonesian, Language::english}) {
        set_language(chosen);
        const auto own = verdict_of("duplicate", own_double(std::nullopt));
        CHECK_FALSE(says_somewhere_else(verdict_text(own)));
        CHECK_FALSE(says_somewhere_else(verdict_advice(own)));
        CHECK(contains(verdict_text(own), "22-11-2026"));
        for (const char* key : {"advice.duplicate.own.same", "advice.duplicate.own.unlike"}) {
            CHECK_FALSE(says_somewhere_else(std::string(say(key))));
        }
        const auto other =
            verdict_of("duplicate", Json().set("village", "5301042004").set("date", "2026-11-22"));
        CHECK(says_somewhere_else(verdict_text(other)));
        CHECK(verdict_text(other) != verdict_text(own));
    }
    set_language(Language::indonesian);
}

TEST_CASE("people sent after the backup do not come back with the advice to withdraw them") {
    OfficeWithDouble scene;
    const Ran fix = scene.office.run({"fix"});
    CHECK(fix.code == exit_done);
    CHECK(contains(fix.out, "in the list of this village already, since 22-11-2026"));
    CHECK(contains(fix.out, "Name and birth date are the same too."));
    CHECK_FALSE(says_somewhere_else(fix.out));
    const Ran json = scene.office.run({"fix", "--json"});
    CHECK(contains(json.out, "\"other\":\"" + scene.there));
    const Ran show = scene.office.run({"show", scene.anew});
    CHECK_FALSE(contains(show.out, "elsewhere"));
}

TEST_CASE("where the other one is not here the next step is to ask who has it") {
    OfficeWithDouble scene(false);
    const Ran fix = scene.office.run({"fix"});
    CHECK(contains(fix.out, "ask the office for the register right"));
    CHECK_FALSE(says_somewhere_else(fix.out));
    const Ran same = scene.office.run({"same", scene.anew, "--yes"});
    CHECK(same.code == exit_refused);
    CHECK(contains(same.err, "(R-41)"));
}

TEST_CASE("a slip in the NIK is told as the likelier where the name is another") {
    OpenDesk open;
    auto& village_register = open.desk.session()->village_register();
    auto person = open.office.people.next();
    const TypedAgain again(village_register, person, open.desk.session()->officer().id, false);
    auto another = open.office.people.next();
    another["nik"] = person.at("nik");
    tell(village_register, another);
    const auto found = storage::find_registration(village_register, again.anew);
    REQUIRE(found);
    // Found by the NIK, though the province named nobody.
    CHECK(next_step(village_register, *found) == say("advice.duplicate.own.unlike"));
}

TEST_CASE("the same person is told by a command: shown, asked, one withdrawn, the other goes on") {
    OfficeWithDouble scene;
    const Ran script = scene.office.run({"same", scene.anew});
    CHECK(script.code == exit_refused);
    CHECK(contains(script.err, "(R-42)"));

    const std::string passphrase(test_passphrase);
    const Ran no = scene.office.run_at_terminal({"same", scene.anew}, {passphrase, "no"});
    CHECK(contains(no.out, "This one: " + scene.anew.substr(0, 8)));
    CHECK(contains(no.out, "The one that is there: " + scene.there.substr(0, 8)));
    CHECK(contains(no.out, "Dusun 7 (this one)"));
    CHECK_FALSE(scene.find(scene.anew).withdrawn);

    const Ran yes = scene.office.run_at_terminal({"same", scene.anew}, {passphrase, "yes"});
    CHECK(yes.code == exit_done);
    CHECK(contains(yes.out, "withdrawn as the same person as " + scene.there.substr(0, 8)));
    CHECK(scene.find(scene.anew).into == RegistrationId::from_hex(scene.there));
    const Ran drafts = scene.office.run({"list", "--drafts", "--json"});
    CHECK(contains(
        yes.out,
        "--resume " +
            std::to_string(parse_json(drafts.out)->list()->at(0).integer_at("draft").value_or(0))));
    const Ran undo = scene.office.run({"withdraw", scene.anew, "--undo"});
    CHECK(undo.code == exit_done);
    CHECK_FALSE(scene.find(scene.anew).withdrawn);
}

TEST_CASE("a script that has compared says so, and reads what became of it") {
    OfficeWithDouble scene;
    const Ran ran =
        scene.office.run({"same", scene.anew, "--into", scene.there, "--yes", "--json"});
    INFO(ran.err);
    REQUIRE(ran.code == exit_done);
    const auto json = parse_json(ran.out);
    REQUIRE(json);
    CHECK(json->text_at("id") == scene.anew);
    CHECK(json->text_at("into") == scene.there);
    CHECK(json->integer_at("draft"));
    CHECK(scene.office.run({"withdraw", scene.there, "--reason", "merged"}).code != exit_done);
}

TEST_CASE("line by line the two are shown and asked about before the form") {
    OfficeWithDouble scene;
    const std::string passphrase(test_passphrase);
    TypedConsole console;
    console.at_terminal = true;
    console.lines = {passphrase, "3", "1", "yes", "0"};
    const Ran ran = scene.office.run_with(console, {"--plain"});
    INFO(ran.out);
    CHECK(contains(ran.out, "The one that is there: " + scene.there.substr(0, 8)));
    CHECK(scene.find(scene.anew).into == RegistrationId::from_hex(scene.there));
}

TEST_CASE("on the screen both stand side by side; the same person goes on in the form") {
    OpenDouble open;
    CHECK(contains(open.seen(), "NIK ini sudah ada di daftar desa ini"));
    CHECK_FALSE(says_somewhere_else(verdict_text(open.find(open.again.anew).verdict)));
    open.press(ftxui::Event::F7);
    CHECK(contains(open.seen(), "Orang ini"));
    CHECK(contains(open.seen(), "Yang sudah ada"));
    open.press(ftxui::Event::Character('s'));
    CHECK(contains(open.seen(), "Isian yang berbeda menjadi draf"));
    CHECK_FALSE(open.find(open.again.anew).withdrawn);
    open.press(ftxui::Event::Character('2'));  // yes
    CHECK(open.find(open.again.anew).into == open.again.there);
    CHECK(contains(open.seen(), "Periksa isian yang berbeda"));
    CHECK(contains(open.seen(), "Dusun 7"));
    const auto drafts = storage::list_drafts(open.village_register());
    REQUIRE(drafts);
    REQUIRE(drafts->size() == 1);
    CHECK(drafts->front().of == open.again.there);
}

TEST_CASE("leaving the question or the comparison changes nothing") {
    OpenDouble open;
    open.press(ftxui::Event::F7);
    open.press(ftxui::Event::Character('s'));
    open.press(ftxui::Event::Escape);
    open.press(ftxui::Event::F7);
    open.press(ftxui::Event::Escape);
    CHECK_FALSE(open.find(open.again.anew).withdrawn);
    CHECK(storage::list_drafts(open.village_register())->empty());
}

TEST_CASE("another person: the form opens at the NIK") {
    OpenDouble open;
    CHECK(Returned(open.find(open.again.anew)).field() == "nik");
    open.press(ftxui::Event::F7);
    open.press(ftxui::Event::Character('b'));
    CHECK(contains(open.seen(), "NIK ini sudah ada di daftar desa ini"));
    CHECK(contains(open.seen(), open.again.there_answers.at("nik")));
    CHECK_FALSE(open.find(open.again.anew).withdrawn);
}

TEST_CASE("who is asked about a NIK that was double is saved again as they are") {
    OfficeWithDouble scene(false);
    in_register(scene.office, [&](laptop::Session& session) {
        judge(session.village_register(), *RegistrationId::from_hex(scene.anew), "needs_correction",
              Json().set("reasons", Json::List{"NIK_GANDA"}));
    });
    const Ran fix = scene.office.run({"fix"});
    CHECK(contains(fix.out, "Another registration of this village had this NIK before"));
    CHECK(contains(fix.out, "open and save it again"));
    const Ran asked =
        scene.office.run({"edit", scene.anew, "--set", "rt=7", "--reason", "diminta_provinsi"});
    CHECK(contains(asked.err, "(R-35)"));
    const Ran again =
        scene.office.run({"edit", scene.anew, "--field-is-right", "--reason", "diminta_provinsi"});
    INFO(again.err);
    CHECK(again.code == exit_done);
    CHECK(contains(again.out, "Saved."));
    CHECK(scene.find(scene.anew).revisions.size() == 2);
    // Once is enough.
    const Ran twice =
        scene.office.run({"edit", scene.anew, "--field-is-right", "--reason", "diminta_provinsi"});
    CHECK_FALSE(contains(twice.out, "Saved."));
    CHECK(scene.find(scene.anew).revisions.size() == 2);
}

TEST_CASE("a merge that the province holds tells what to do, and the person can be opened") {
    OpenDouble open;
    auto& village_register = open.village_register();
    open.press(ftxui::Event::F7);
    open.press(ftxui::Event::Character('s'));
    open.press(ftxui::Event::Character('2'));  // yes
    judge(village_register, open.again.anew, "held", Json().set("reason", "check"));
    const auto held = open.find(open.again.anew);
    CHECK(held.is_held_merge());
    CHECK(next_step(village_register, held) == say("advice.held.merge"));
    open.desk.replace_all(make_person_screen(open.desk, open.again.anew));
    open.press(ftxui::Event::Special("\x1b[29~"));
    open.press(ftxui::Event::Return);
    CHECK(contains(open.seen(), "F10"));
}
