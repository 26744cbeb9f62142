#include "client/commands/command_line.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace lontar;
using namespace lontar::client;

namespace {

Result<CommandLine> parse(std::vector<std::string> words) {
    return parse_command_line(words);
}

template <typename T>
T command(std::vector<std::string> words) {
    auto line = parse(std::move(words));
    REQUIRE(line);
    REQUIRE(std::holds_alternative<T>(line->command));
    return std::get<T>(line->command);
}

}  // namespace

TEST_CASE("no words open the screens") {
    const auto line = parse({});
    REQUIRE(line);
    CHECK(std::holds_alternative<OpenScreens>(line->command));
}

TEST_CASE("answers are taken with hyphens and with the fields' own underscores") {
    const auto hyphens = command<AddOptions>({"add", "--nama-ibu-kandung", "Maria", "--no-kk=1"});
    const auto underscores =
        command<AddOptions>({"add", "--nama_ibu_kandung", "Maria", "--no_kk=1"});
    CHECK(hyphens.answers == model::Answers{{"nama_ibu_kandung", "Maria"}, {"no_kk", "1"}});
    CHECK(hyphens.answers == underscores.answers);
}

TEST_CASE("an underscore inside a value stays") {
    CHECK(command<AddOptions>({"add", "--status_kawin=belum_kawin"}).answers.at("status_kawin") ==
          "belum_kawin");
    CHECK(command<EditOptions>({"edit", "ab", "--set", "status_kawin=cerai_mati"}).set.front() ==
          "status_kawin=cerai_mati");
}

TEST_CASE("edit takes many fields, each with its own --set") {
    const auto edit = command<EditOptions>(
        {"edit", "ab12", "--set", "rt=3", "--set", "alamat=Dusun 4", "--reason", "x"});
    CHECK(edit.who == "ab12");
    CHECK(edit.set == std::vector<std::string>{"rt=3", "alamat=Dusun 4"});
    CHECK(edit.reason == "x");
}

TEST_CASE("import --undo is taken with and without an id") {
    CHECK(command<ImportOptions>({"import", "--undo"}).undo);
    CHECK(command<ImportOptions>({"import", "--undo"}).undo_id.empty());
    CHECK(command<ImportOptions>({"import", "--undo", "ab12"}).undo_id == "ab12");
    CHECK_FALSE(command<ImportOptions>({"import", "a.csv", "--dry-run"}).undo);
}

TEST_CASE("common options are taken before and after the command") {
    for (const auto& words : {std::vector<std::string>{"--json", "status"}, {"status", "--json"}}) {
        const auto line = parse(words);
        REQUIRE(line);
        CHECK(line->common.json);
    }
    const auto line = parse({"backup", "create", "x", "--passphrase-file", "p", "--as", "Maria"});
    REQUIRE(line);
    CHECK(line->common.passphrase_file == "p");
    CHECK(line->common.officer == "Maria");
}

TEST_CASE("a wrong word is named only when it is the name of an option, never a value") {
    const auto unknown = parse({"add", "--nikk=5301041208859901"});
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == "P-01");
    CHECK(unknown.error().context.find("--nikk") != std::string::npos);
    CHECK(unknown.error().context.find("5301") == std::string::npos);
    for (const auto& words : {std::vector<std::string>{"5301041208859901"},
                              {"sync", "--max-kb", "5301041208859901x"},
                              {"add", "Yohanes Bria"},
                              {"frob"}}) {
        const auto line = parse(words);
        REQUIRE_FALSE(line);
        CHECK(line.error().code == "P-01");
        CHECK(line.error().context.find("5301") == std::string::npos);
        CHECK(line.error().context.find("Yohanes") == std::string::npos);
    }
}

TEST_CASE("what a command line lacks is named behind its command, without any value") {
    set_language(Language::english);
    const auto missing = [](std::vector<std::string> words) {
        const auto line = parse(std::move(words));
        REQUIRE_FALSE(line);
        CHECK(line.error().code == "P-17");
        return line.error().context;
    };
    CHECK(missing({"show"}) == "show WHO");
    CHECK(missing({"courier"}) == "courier export|import|relay");
    CHECK(missing({"backup", "verify"}) == "backup verify FILE");
    CHECK(missing({"edit", "5301041208859901", "--set"}) == "edit --set");
    CHECK(missing({"nik"}) == "nik NIK");
}

TEST_CASE("help is in the language that was asked for, of the command that was named") {
    set_language(wanted_language(std::vector<std::string>{"add", "--help", "--lang", "en"}));
    CHECK(parse({"add", "--help"})->show.find("Register a new person") != std::string::npos);
    CHECK(help_text().find("Usage") != std::string::npos);
    set_language(wanted_language(std::vector<std::string>{"--lang=id"}));
    CHECK(parse({"add", "--help"})->show.find("Catat orang baru") != std::string::npos);
    CHECK(help_text().find("Pemakaian") != std::string::npos);
}
