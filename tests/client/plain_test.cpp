#include <catch2/catch_test_macros.hpp>

#include "village_scene.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

/// What a person types to answer every field.
std::deque<std::string> typed(const model::Answers& answers) {
    std::deque<std::string> lines;
    for (const model::Field& field : model::form_fields()) {
        const auto answer = answers.find(field.key);
        lines.push_back(answer == answers.end() ? "" : answer->second);
    }
    return lines;
}

std::deque<std::string> operator+(std::deque<std::string> a, const std::deque<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

}  // namespace

TEST_CASE("a person is added line by line and the menu shows the counter") {
    VillageOffice office;
    office.set_up();
    const auto answers = office.people.next();
    const Ran ran = office.run_at_terminal(
        {"--plain"}, std::deque<std::string>{std::string(test_passphrase), "1"} + typed(answers) +
                         std::deque<std::string>{"7"});
    INFO(ran.out << ran.err);
    CHECK(ran.code == exit_done);
    CHECK(contains(ran.out, "Saved."));
    CHECK(contains(ran.out, "Lontar is closed."));
    CHECK(office.status().integer_at("waiting") == 1);
}

TEST_CASE("a dumb terminal is asked line by line, and told why") {
    VillageOffice office;
    office.set_up();
    TypedConsole console;
    console.at_terminal = true;
    console.is_dumb = true;
    console.lines = {std::string(test_passphrase), "7"};
    const Ran ran = office.run_with(console, {});
    CHECK(ran.code == exit_done);
    CHECK(contains(ran.out, "cannot show the screens"));
    CHECK(contains(ran.out, "Lontar is closed."));
}

TEST_CASE("a wrong answer is told at once and asked again") {
    VillageOffice office;
    office.set_up();
    const auto answers = office.people.next();
    auto lines = typed(answers);
    lines.emplace_front("530104120885990");
    lines.emplace_front(test_passphrase);
    const Ran ran = office.run_at_terminal({"add"}, lines);
    INFO(ran.out << ran.err);
    CHECK(ran.code == exit_done);
    CHECK(contains(ran.out, "A NIK has 16 digits."));
    CHECK(contains(ran.out, "Saved."));
}

TEST_CASE("Ctrl-C in the middle of a person keeps the draft, and --resume goes on with it") {
    VillageOffice office;
    office.set_up();
    const auto answers = office.people.next();
    TypedConsole console;
    console.at_terminal = true;
    console.ctrl_c_at_end = true;
    console.lines = {std::string(test_passphrase), answers.at("nik"), answers.at("nama")};
    const Ran stopped = office.run_with(console, {"add"});
    CHECK(stopped.code == exit_try_again);
    CHECK(contains(stopped.err, "(P-05)"));
    CHECK(office.status().integer_at("draft") == 1);

    // The field under the cursor was not answered yet; the fields before it are shown with their
    // answers.
    std::deque<std::string> rest{std::string(test_passphrase)};
    bool reached = false;
    for (const model::Field& field : model::form_fields()) {
        reached = reached || field.key == "tempat_lahir" || field.key == "nama";
        if (reached) {
            const auto answer = answers.find(field.key);
            rest.push_back(answer == answers.end() ? "" : answer->second);
        }
    }
    const Ran resumed = office.run_at_terminal({"add", "--resume", "1"}, rest);
    INFO(resumed.out << resumed.err);
    CHECK(resumed.code == exit_done);
    CHECK(office.status().integer_at("draft") == 0);
    CHECK(office.status().integer_at("waiting") == 1);
}

TEST_CASE("leaving the form keeps the draft and leaving an empty one keeps nothing") {
    VillageOffice office;
    office.set_up();
    const Ran left =
        office.run_at_terminal({"add"}, {std::string(test_passphrase), "", "Maria Seran", "!"});
    CHECK(left.code == exit_done);
    CHECK(contains(left.out, "Kept as draft"));
    const Ran empty = office.run_at_terminal({"add"}, {std::string(test_passphrase), "!"});
    CHECK(contains(empty.out, "Nothing was kept."));
    CHECK(office.status().integer_at("draft") == 1);
}

TEST_CASE("a warning asks for a reason by number") {
    VillageOffice office;
    office.set_up();
    auto answers = office.people.next();
    answers.erase("ahli_waris_nama");
    answers.erase("ahli_waris_hubungan");
    const Ran ran =
        office.run_at_terminal({"add"}, std::deque<std::string>{std::string(test_passphrase)} +
                                            typed(answers) + std::deque<std::string>{"3"});
    INFO(ran.out << ran.err);
    CHECK(ran.code == exit_done);
    CHECK(contains(ran.out, "Choose a reason"));
    CHECK(contains(ran.out, "Explained by the person"));
    CHECK(contains(ran.out, "Saved."));
}

TEST_CASE("somebody alike is shown, and the person stays a draft when the officer stops there") {
    VillageOffice office;
    office.set_up();
    const auto first = office.people.next();
    auto words = as_options(first);
    words.insert(words.begin(), "add");
    REQUIRE(office.run(words).code == exit_done);
    auto alike = first;
    alike["nik"] = first.at("nik").substr(0, 15) + (first.at("nik").back() == '1' ? "2" : "1");
    const Ran ran =
        office.run_at_terminal({"add"}, std::deque<std::string>{std::string(test_passphrase)} +
                                            typed(alike) + std::deque<std::string>{"t"});
    INFO(ran.out << ran.err);
    CHECK(ran.code == exit_refused);
    CHECK(contains(ran.out, "Somebody is alike"));
    CHECK(contains(ran.out, first.at("nama")));
    CHECK_FALSE(contains(ran.out, first.at("nik")));
    CHECK(office.status().integer_at("entered") == 2);
    CHECK(office.status().integer_at("draft") == 1);
}

TEST_CASE("the plain menu finds a person and corrects one answer") {
    VillageOffice office;
    office.set_up();
    const auto answers = office.people.next();
    auto words = as_options(answers);
    words.insert(words.begin(), "add");
    REQUIRE(office.run(words).code == exit_done);
    std::deque<std::string> lines{std::string(test_passphrase), "2", answers.at("nama"), "1"};
    for (const model::Field& field : model::form_fields()) {
        if (field.key == "alamat") {
            lines.emplace_back("Dusun Baru");
            lines.emplace_back(".");
            break;
        }
        lines.emplace_back("");
    }
    lines.insert(lines.end(), {"2", "7"});
    const Ran ran = office.run_at_terminal({"--plain"}, lines);
    INFO(ran.out << ran.err);
    CHECK(ran.code == exit_done);
    CHECK(contains(office.run({"show", answers.at("nik")}).out, "Dusun Baru"));
}

TEST_CASE("without screens and without --plain the help is shown and it is a wrong use") {
    VillageOffice office;
    TypedConsole console;
    const Ran ran = office.run_with(console, {});
    CHECK(ran.code == exit_wrong_use);
    CHECK(contains(ran.out, "Usage"));
}
