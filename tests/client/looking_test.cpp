#include <catch2/catch_test_macros.hpp>
#include <ftxui/dom/node.hpp>
#include <ftxui/screen/screen.hpp>

#include "client/screens/desk.hpp"
#include "client/screens/person_screen.hpp"
#include "support/province/fake_province.hpp"
#include "sync/laptop/delivery.hpp"
#include "village_scene.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

constexpr std::string_view note = "di KTP: Luruk Seran";

/// An office with one person whom the province returned with a note.
class ReturnedPerson {
public:
    explicit ReturnedPerson(const std::string& reason = "data_tidak_padan") {
        office.set_up();
        id = *office.add_next().text_at("id");
        support::FakeProvince server(office.province, office.folder / "province");
        server.return_lines_with = id;
        server.return_note = note;
        server.return_reason = reason;
        const auto session = unlock();
        const auto outcome = laptop::deliver(*session, {}, server.make_http());
        REQUIRE(outcome);
        REQUIRE(outcome->intake.needs_correction == 1);
    }
    std::unique_ptr<laptop::Session> unlock() {
        auto session = laptop::Session::unlock(machine, std::nullopt,
                                               sealed::Secret::copy_of(test_passphrase));
        REQUIRE(session);
        return *std::move(session);
    }

    VillageOffice office;
    laptop::Machine machine{{system_disk(), office.clock, system_random()}, office.home};
    std::string id;
};

std::string drawn(Screen& screen) {
    constexpr int columns = 80;
    constexpr int rows = 40;
    screen.on_top();
    auto canvas =
        ftxui::Screen::Create(ftxui::Dimension::Fixed(columns), ftxui::Dimension::Fixed(rows));
    ftxui::Render(canvas, screen.draw());
    return canvas.ToString();
}

}  // namespace

TEST_CASE("an edit of another field is no answer to what the province asked about") {
    ReturnedPerson person("NAMA_BEDA");
    VillageOffice& office = person.office;
    const std::vector<std::string> other{"edit", person.id,  "--set",
                                         "rt=7", "--reason", "salah_ketik"};
    const Ran refused = office.run(other);
    CHECK(refused.code == exit_refused);
    CHECK(contains(refused.err, "(R-35)"));
    CHECK(office.status().integer_at("needs_correction") == 1);

    TypedConsole console;
    console.at_terminal = true;
    console.lines = {std::string(test_passphrase), "n"};
    office.run_with(console, other);
    CHECK(contains(console.shown, "Full name"));
    CHECK(office.status().integer_at("needs_correction") == 1);

    auto both = other;
    both.insert(both.end(), {"--set", "nama=Yosef Klau Bria"});
    CHECK(office.run(both).code == exit_done);
    CHECK(office.status().integer_at("needs_correction") == 0);
}

TEST_CASE("an answer that the province asked about may be said to be right") {
    ReturnedPerson person("NAMA_BEDA");
    CHECK(person.office
              .run({"edit", person.id, "--set", "rt=7", "--reason", "salah_ketik",
                    "--field-is-right"})
              .code == exit_done);
    CHECK(person.office.status().integer_at("needs_correction") == 0);
}

TEST_CASE("what the province wrote beside its reasons is told wherever the person is looked at") {
    ReturnedPerson person;
    VillageOffice& office = person.office;
    CHECK(contains(office.run({"show", person.id}).out, note));
    CHECK(contains(office.run({"show", person.id, "--json"}).out, note));
    CHECK(contains(office.run({"fix"}).out, note));
    CHECK(contains(office.run({"fix", "--json"}).out, note));
    TypedConsole console;
    console.at_terminal = true;
    console.lines = {std::string(test_passphrase), "3", "", "7"};
    CHECK(contains(office.run_with(console, {"--plain"}).out, note));

    Desk desk(person.machine, false);
    desk.set_session(person.unlock());
    const auto screen = make_person_screen(desk, *RegistrationId::from_hex(person.id));
    CHECK(contains(drawn(*screen), note));
}
