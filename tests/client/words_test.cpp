#include "client/text/words.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <catch2/catch_test_macros.hpp>

#include "client/text/po.hpp"
#include "client/text/terms.hpp"
#include "client/text/translations.hpp"
#include "storage/base/text.hpp"
#include "storage/model/finding.hpp"
#include "storage/model/form.hpp"
#include "storage/model/nik.hpp"
#include "storage/model/reasons.hpp"
#include "storage/model/roles.hpp"
#include "storage/model/standing.hpp"

using namespace lontar;
using namespace lontar::client;
namespace fs = std::filesystem;

namespace {

using Words = std::map<std::string, std::string>;

Words words_of(std::string_view po) {
    const auto entries = parse_po(po);
    REQUIRE(entries);
    Words words;
    for (const PoEntry& entry : *entries) {
        INFO(entry.key);
        CHECK(words.emplace(entry.key, entry.words).second);
        CHECK(!entry.words.empty());
    }
    return words;
}

/// Text of every source file under these folders.
std::string sources_of(std::initializer_list<std::string> folders) {
    std::string all;
    for (const std::string& folder : folders) {
        for (const auto& file :
             fs::recursive_directory_iterator(fs::path(LONTAR_SOURCE_DIR) / folder)) {
            const fs::path& path = file.path();
            const bool is_source = path.extension() == ".cpp" || path.extension() == ".hpp";
            if (is_source && path.string().find("sync/server") == std::string::npos) {
                std::ifstream in(path, std::ios::binary);
                all.append(std::istreambuf_iterator<char>(in), {});
            }
        }
    }
    return all;
}

std::set<std::string> all_matches(const std::string& text, const std::string& pattern) {
    const std::regex expression(pattern);
    std::set<std::string> found;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), expression);
         at != std::sregex_iterator(); ++at) {
        found.insert((*at)[1]);
    }
    return found;
}

std::set<std::string> placeholders(const std::string& words) {
    return all_matches(words, R"(\{([a-z_]+)\})");
}

void check_has(const std::string& key) {
    INFO(key);
    CHECK(has_words(key));
}

}  // namespace

TEST_CASE("both translations have the same keys and the same places for values") {
    const Words indonesian = words_of(translations::id_po);
    const Words english = words_of(translations::en_po);
    for (const auto& [key, words] : indonesian) {
        INFO(key);
        REQUIRE(english.contains(key));
        CHECK(placeholders(words) == placeholders(english.at(key)));
    }
    CHECK(indonesian.size() == english.size());
}

TEST_CASE("every key that the program says has words") {
    const std::string sources = sources_of({"client"});
    for (const std::string& key : all_matches(
             sources, R"rx(\b(?:say|words|words_of)\(\s*"([a-z][A-Za-z0-9_.-]*[a-z0-9_])")rx")) {
        check_has(key);
    }
}

TEST_CASE("whatever looks like a key has words, however it comes to be said") {
    const std::regex file_name(R"rx(.*\.(db|age|json|json\.2|exe))rx");
    for (const std::string& key :
         all_matches(sources_of({"client"}), R"rx("([a-z_]+(?:\.[A-Za-z0-9_]+)+)")rx")) {
        if (!std::regex_match(key, file_name)) {
            check_has(key);
        }
    }
}

TEST_CASE("no words are kept that nothing says") {
    const std::string sources = sources_of({"client"});
    const std::set<std::string> literals =
        all_matches(sources, R"rx("([a-z]+\.[A-Za-z0-9_.-]+)")rx");
    // `say("doctor." + name)`: the whole family is said.
    std::set<std::string> families =
        all_matches(sources, R"rx("([a-z]+\.(?:[A-Za-z0-9_-]+\.)*)")rx");
    for (const auto& [key, words] : words_of(translations::id_po)) {
        const bool is_of_family =
            std::any_of(families.begin(), families.end(),
                        [&](const std::string& family) { return key.starts_with(family); });
        INFO(key);
        CHECK((literals.contains(key) || is_of_family));
    }
}

TEST_CASE("every short code of the program has what, why and what to do") {
    const std::string sources = sources_of({"storage", "sync", "client"});
    for (const Language chosen : {Language::indonesian, Language::english}) {
        set_language(chosen);
        for (const std::string& code : all_matches(sources, R"rx("([A-UW-Z]-[0-9][0-9])")rx")) {
            INFO(code);
            const std::string key = "error." + code;
            CHECK(has_words(key));
            if (!has_words(key)) {
                continue;
            }
            const std::string words(say(key));
            CHECK(std::count(words.begin(), words.end(), '\n') == 2);
            CHECK(words.find("\n\n") == std::string::npos);
        }
    }
    set_language(Language::indonesian);
}

TEST_CASE("no short code is explained that nothing gives") {
    const auto codes =
        all_matches(sources_of({"storage", "sync", "client"}), R"rx("([A-Z]-[0-9][0-9])")rx");
    for (const auto& [key, words] : words_of(translations::id_po)) {
        if (key.starts_with("error.") && key != "error.detail") {
            INFO(key);
            CHECK(codes.contains(key.substr(6)));
        }
    }
}

TEST_CASE("every code of the model has words") {
    for (const Language chosen : {Language::indonesian, Language::english}) {
        set_language(chosen);
        for (const model::FindingKind& kind : model::finding_kinds()) {
            check_has("finding." + std::string(kind.code));
        }
        // Given by the register, which alone can see two people.
        check_has("finding.likely_duplicate");
        check_has("finding.nik_used_by_other");
        for (const model::Field& field : model::form_fields()) {
            check_has("field." + std::string(field.key));
            check_has("field." + std::string(field.key) + ".help");
            check_has("section." + std::string(field.section));
            for (const model::Choice& choice : field.choices) {
                check_has("choice." + std::string(field.key) + "." + std::string(choice.code));
            }
        }
        for (const auto& list : {model::warning_reasons(), model::correction_reasons(),
                                 model::withdrawal_reasons(), model::return_reasons()}) {
            for (const std::string_view code : list) {
                check_has("reason." + std::string(code));
            }
        }
        for (const std::string_view role : model::roles()) {
            check_has("role." + std::string(role));
        }
        using enum model::Standing;
        for (const model::Standing standing :
             {draft, closed, waiting, on_the_way, needs_correction, received}) {
            check_has("standing." + std::string(model::name_of(standing)));
        }
        for (const std::string verdict :
             {"accepted", "duplicate", "needs_correction", "conflict", "held", "refused"}) {
            check_has("verdict." + verdict);
        }
    }
    set_language(Language::indonesian);
}

TEST_CASE("every kind of error has words for a code without its own") {
    for (int number = 0; number <= static_cast<int>(ErrorKind::cancelled); ++number) {
        check_has("kind." + std::string(name_of(static_cast<ErrorKind>(number))));
    }
}

TEST_CASE("an explanation has the short code in its first line") {
    set_language(Language::english);
    const std::string words = explain(fail(ErrorKind::wrong_passphrase, "K-02", "unlock"));
    CHECK(words.substr(0, words.find('\n')) == "The passphrase does not fit. (K-02)");
    CHECK(explain_short(fail(ErrorKind::wrong_passphrase, "K-02", "unlock")).starts_with("K-02: "));
}

TEST_CASE("an explanation fits three lines of a screen of 80 columns") {
    constexpr int columns = 78;
    for (const Language chosen : {Language::indonesian, Language::english}) {
        set_language(chosen);
        for (const auto& [key, words] : words_of(translations::id_po)) {
            if (!key.starts_with("error.") || key == "error.detail") {
                continue;
            }
            INFO(key);
            std::istringstream parts(explain_short({ErrorKind::refused, key.substr(6), {}}));
            int lines = 1;
            int width = 0;
            for (std::string word; parts >> word;) {
                const int longer = width + (width > 0 ? 1 : 0) + display_width(word);
                lines += longer > columns ? 1 : 0;
                width = longer > columns ? display_width(word) : longer;
            }
            CHECK(lines <= 3);
        }
    }
    set_language(Language::indonesian);
}

TEST_CASE("values are put where their names stand and nowhere else") {
    set_language(Language::english);
    CHECK(say("list.count", {{"count", "{count}"}}) == "{count} people");
    CHECK(say("list.count", {}) == "{count} {count:person|people}");
    CHECK(say("no.such.key") == "no.such.key");
}

TEST_CASE("a sentence has the word that fits its number") {
    set_language(Language::english);
    CHECK(say("import.people", {{"count", "1"}}) == "1 person");
    CHECK(say("import.people", {{"count", "0"}}) == "0 people");
    CHECK(say("import.people", {{"count", "12"}}) == "12 people");
    set_language(Language::indonesian);
    CHECK(say("import.people", {{"count", "1"}}) == "1 orang");
}

TEST_CASE(
    "a notice is said in the language of the laptop, and as it came where no words are known") {
    const model::Notice known{"Laptop baru: 01ab", std::string(model::new_laptop_notice), "01ab"};
    set_language(Language::english);
    CHECK(notice_text(known).starts_with("Another laptop was registered for this village: 01ab."));
    set_language(Language::indonesian);
    CHECK(notice_text(known).starts_with("Laptop lain terdaftar untuk desa ini: 01ab."));
    CHECK(notice_text({"Rapat hari Senin", "of_next_year", "x"}) == "Rapat hari Senin");
    CHECK(notice_text({"Rapat\x1b[2J", {}, {}}) == drawable("Rapat\x1b[2J"));
}

TEST_CASE("a finding that begins with its field is not told of the field once more") {
    set_language(Language::indonesian);
    const auto told =
        finding_with_field(model::finding("heir_relation_missing", "ahli_waris_hubungan"));
    CHECK(told == "Hubungan ahli waris belum diisi.");
    CHECK(finding_with_field(model::finding("required", "alamat")) == "Alamat: Wajib diisi.");
}

TEST_CASE("a translation file with a broken line says which") {
    CHECK(parse_po("msgid \"a\"\nmsgstr \"b\"\n"));
    for (const std::string_view broken :
         {"msgid \"a\nmsgstr \"b\"\n", "msgid \"a\"\nmsgstr \"b\" c\n", "\"loose\"\n",
          "msgid \"a\"\nmsgstr \"\\q\"\n", "msgstr \"b\"\n"}) {
        const auto entries = parse_po(broken);
        REQUIRE_FALSE(entries);
        CHECK(entries.error().code == "P-12");
        CHECK(entries.error().context.find("line ") != std::string::npos);
    }
}
