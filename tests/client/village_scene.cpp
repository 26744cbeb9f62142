#include "village_scene.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/register/copies/dump.hpp"
#include "storage/register/unlock.hpp"
#include "storage/sqlite/database.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::client {

namespace {

Timestamp noon_of_tests() {
    return support::test_now;
}

}  // namespace

std::optional<std::string> TypedConsole::read_line() {
    if (lines.empty()) {
        if (reads) {
            if (auto line = reads(shown)) {
                return line;
            }
        }
        ctrl_c = ctrl_c || ctrl_c_at_end;
        return std::nullopt;
    }
    std::string line = std::move(lines.front());
    lines.pop_front();
    return line;
}

Result<std::string> TypedConsole::read_all(std::size_t max_bytes) {
    std::string all;
    while (!lines.empty()) {
        all += lines.front() + "\n";
        lines.pop_front();
    }
    if (all.size() > max_bytes) {
        return fail(ErrorKind::invalid_input, "P-06", "read standard input");
    }
    return all;
}

Result<sealed::Secret> TypedConsole::read_secret() {
    if (!at_terminal) {
        return fail(ErrorKind::invalid_input, "P-03", "ask without a terminal");
    }
    const auto line = read_line();
    if (!line) {
        return fail(ErrorKind::cancelled, "P-05", "ask");
    }
    return sealed::Secret::copy_of(*line);
}

VillageOffice::VillageOffice()
    : home(folder / "home"),
      activation(folder / "desa.lontar-activation"),
      passphrase(folder / "passphrase"),
      sheet(folder / "sheet"),
      clock(noon_of_tests()),
      people(7, std::string(test_village)),
      home_variable_("LONTAR_HOME", to_utf8(home)),
      language_("LONTAR_LANG", "en") {
    put_text(activation, province.activation(std::string(test_village)).text);
    put_text(passphrase, std::string(test_passphrase) + "\n");
}

Ran VillageOffice::run_with(TypedConsole& console, std::vector<std::string> words) {
    Surroundings surroundings{
        {system_disk(), clock, system_random()}, console, {}, sealed::PassphraseCost::for_tests()};
    const int code = run_lontar(words, surroundings);
    return {code, console.shown, console.errors};
}

Ran VillageOffice::run(std::vector<std::string> words, const std::string& input) {
    TypedConsole console;
    if (!input.empty()) {
        console.lines.push_back(input);
    }
    words.insert(words.end(), {"--passphrase-file", to_utf8(passphrase)});
    return run_with(console, std::move(words));
}

Ran VillageOffice::run_at_terminal(std::initializer_list<std::string> words,
                                   std::deque<std::string> lines) {
    TypedConsole console;
    console.at_terminal = true;
    console.lines = std::move(lines);
    return run_with(console, words);
}

void VillageOffice::set_up() {
    const Ran ran = run({"setup", to_utf8(activation), "--officer", "Maria Seran", "--yes",
                         "--recovery-sheet-to", to_utf8(sheet)});
    INFO(ran.err);
    REQUIRE(ran.code == exit_done);
}

Json VillageOffice::add_next() {
    auto words = as_options(people.next());
    words.insert(words.begin(), {"add", "--json"});
    const Ran ran = run(words);
    INFO(ran.err);
    REQUIRE(ran.code == exit_done);
    return *parse_json(ran.out);
}

Json VillageOffice::status() {
    const Ran ran = run({"status", "--json"});
    INFO(ran.err);
    REQUIRE(ran.code == exit_done);
    return *parse_json(ran.out);
}

void VillageOffice::make_newer() {
    const auto unlocked = storage::unlock_with_passphrase(system_disk(), home, std::nullopt,
                                                          sealed::Secret::copy_of(test_passphrase));
    REQUIRE(unlocked);
    const auto database =
        sqlite::Database::open(home / "register.db", {.key = unlocked->key.view()});
    REQUIRE(database);
    REQUIRE((*database)->execute_script("PRAGMA user_version = 999"));
}

std::string VillageOffice::history() {
    const laptop::Machine machine{{system_disk(), clock, system_random()}, home};
    const auto session =
        laptop::Session::unlock(machine, std::nullopt, sealed::Secret::copy_of(test_passphrase));
    REQUIRE(session);
    std::string lines;
    REQUIRE(storage::dump_register((*session)->village_register(), [&](std::string_view line) {
        lines += line;
        return done();
    }));
    return lines;
}

std::vector<std::string> as_options(const model::Answers& answers) {
    std::vector<std::string> words;
    for (const auto& [key, value] : answers) {
        words.push_back("--" + key);
        words.push_back(value);
    }
    return words;
}

void put_text(const Path& file, std::string_view text) {
    support::put_bytes(file, as_bytes(text));
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace lontar::client
