#include "storage/model/name_key.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/data_files.hpp"
#include "storage/model/lexicon.hpp"
#include "storage/model/name_sound.hpp"

namespace {

using namespace lontar::model;

using Pairs = std::vector<std::pair<const char*, const char*>>;

std::string verdict(const char* a, const char* b) {
    switch (compare_names(name_key(a), name_key(b))) {
        case NameMatch::match:
            return "match";
        case NameMatch::review:
            return "review";
        case NameMatch::different:
            break;
    }
    return "different";
}

void check_pairs(const Pairs& pairs, const char* expected) {
    for (const auto& [a, b] : pairs) {
        INFO(a << " / " << b);
        CHECK(verdict(a, b) == expected);
        CHECK(verdict(b, a) == expected);
        const bool nameless = name_key(a).words.empty() && name_key(b).words.empty();
        CHECK((!nameless && canonical_words(name_key(a)) == canonical_words(name_key(b))) ==
              (std::string(expected) == "match"));
    }
}

}  // namespace

TEST_CASE("one name in two spellings matches") {
    check_pairs(
        {
            {"Yohanes Bria", "Johannes Bria"},
            {"Yohanis Nahak", "Yohannes Nahak"},
            {"Fransiskus Seran", "Franciscus Seran"},
            {"Fransiska Hoar", "Francisca Hoar"},
            {"Yosef Manek", "Joseph Manek"},
            {"Yosep Klau", "Josef Klau"},
            {"Stefanus Lay", "Stevanus Lai"},
            {"Stephanus Tae", "Stepanus Tae"},
            {"Yakobus Djawa", "Jacobus Jawa"},
            {"Mikael Jehadu", "Michael Jehadu"},
            {"Agustinus Boedi", "Augustinus Budi"},
            {"Theresia Luruk", "Teresia Luruk"},
            {"Veronika Bete", "Veronica Bete"},
            {"Katarina Abuk", "Catharina Abuk"},
            {"Elisabeth Rihi", "Elizabet Rihi"},
            {"Kristina Radja", "Christina Raja"},
            {"Matheus Oematan", "Mateus Oematan"},
            {"Feliks Tnesi", "Felix Tnesi"},
            {"Alfonsus Ga'a", "Alphonsus Gaa"},
            {"Muh. Saleh", "Mohammad Saleh"},
            {"Bernadus Kolo", "Bernardus Kolo"},
            {"Yuliana Tjung", "Juliana Cung"},
            {"Drs. Petrus Talok, M.Si", "Petrus Talok"},
            {"Margaretha Sa’at", "Margareta Saat"},
            {"Nikolaus Bria", "Bria Nicolaus"},
            // The lexicon's exceptions.
            {"Theresa Luruk", "Teresia Luruk"},
            {"Matheus Asa", "Matius Asa"},
            {"Immanuel Klau", "Emanuel Klau"},
            {"Oktavianus Bau", "Oktofianus Bau"},
            {"Henrikus Seran", "Hendrikus Seran"},
            // Marks, letter case, titles, signs.
            {"JOSÉ BRIA", "jose bria"},
            {"Hj. Siti Aminah binti Ahmad", "Siti Aminah Ahmad"},
            {"Yohanes  Bria-Seran", "yohanes bria seran"},
            {"Sa'at", "Saat"},
            {"Foeh", "Fu"},
        },
        "match");
}

TEST_CASE("names of two people stay two") {
    check_pairs(
        {
            {"Yohanes Bria", "Yohana Bria"},
            {"Fransiskus Seran", "Fransiska Seran"},
            {"Yosef Manek", "Yosefina Manek"},
            {"Maria Nahak", "Mario Nahak"},
            {"Marianus Klau", "Mariana Klau"},
            {"Stefanus Tae", "Stefania Tae"},
            {"Agustinus Fahik", "Agustina Fahik"},
            {"Yustinus Bere", "Yustina Bere"},
            {"Adrianus Lay", "Adriana Lay"},
            {"Yohanes Seran", "Yosef Seran"},
            {"Petrus Bria", "Paulus Bria"},
            {"Maria Fatima Bria", "Maria Lurdes Bria"},
            {"Yulianus Mau", "Yuliana Mau"},
            {"Martinus Bau", "Martina Bau"},
            {"Yanto Seran", "Yanti Seran"},
            {"Yohanes Bria", "Yohanes Bere"},
            {"Yosef Nahak", "Yosef Nahas"},
            {"Maria Seuk", "Maria Soik"},
            {"Yosef Kehik", "Yosef Kahik"},
            {"Matius Asa", "Markus Asa"},
            {"Dominggus Tefa", "Dominggas Tefa"},
            {"Rofinus Taek", "Rofina Taek"},
            {"Antonius Leki", "Antonia Leki"},
            {"Simon Oematan", "Simon Umatan"},
            {"Anastasia Luruk", "Ana Luruk"},
            {"Yusuf Lamak", "Yosef Lamak"},
            {"Rosalina Bria", "Rosalia Bria"},
            {"Melkianus Bria", "Melianus Bria"},
            {"", ""},
            {"", "Yohanes"},
            {"?!", "Yohanes"},
        },
        "different");
}

TEST_CASE("initials, short forms, slips and missing words ask for a look") {
    check_pairs(
        {
            {"M. Saleh", "Muhammad Saleh"},
            {"Maria Goreti Seuk", "Maria Seuk"},
            {"Yohanes P. Bria", "Yohanes Paulus Bria"},
            {"Frans Bria", "Fransiskus Bria"},
            {"Yohanes Bria", "Yohanes Seran Bria"},
            {"Jaga Wungo", "Yaga Wungo"},
            {"Fransikus Seran", "Fransiskus Seran"},
            {"Yohanes Nabunome", "Yohanes Nabunone"},
            {"Vero Bete", "Veronika Bete"},
        },
        "review");
}

TEST_CASE("the verdict does not depend on the order of the words") {
    // F. could take the place that only Frans can fill.
    check_pairs({{"Frans F. Bria", "Fransiskus Ferdinandus Bria"},
                 {"F. Frans Bria", "Fransiskus Ferdinandus Bria"},
                 {"Bria Frans F.", "Ferdinandus Fransiskus Bria"}},
                "review");
}

TEST_CASE("the list of saints has no spelling for two names and no short form of an unlisted one") {
    const Lexicon& lexicon = saints();
    for (const std::string& fault : lexicon.faults()) {
        FAIL_CHECK(fault);
    }
    CHECK(lexicon.size() > 300);
    CHECK(Lexicon("yohana\njohana\n~x: nobody\n").faults().size() == 2);
}

TEST_CASE("two different saints are never a slip of each other") {
    std::vector<std::string> names;
    for (std::string_view rest = data::saints_txt; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (!line.empty() && line.front() != '#' && line.front() != '~') {
            names.emplace_back(line.substr(0, line.find(':')));
        }
    }
    std::vector<NameKey> keys;
    for (const std::string& name : names) {
        keys.push_back(name_key(name + " Bria"));
        REQUIRE(keys.back().words.front().saint == name);
    }
    for (std::size_t a = 0; a < keys.size(); ++a) {
        for (std::size_t b = 0; b < keys.size(); ++b) {
            if (compare_names(keys[a], keys[b]) !=
                (a == b ? NameMatch::match : NameMatch::different)) {
                FAIL_CHECK(names[a] << " / " << names[b]);
            }
        }
    }
}

TEST_CASE("the sound of a word has one spelling") {
    CHECK(sound_form("oematan") == "oematan");
    CHECK(sound_form("ndoen") == "ndun");
    CHECK(sound_form("tjung") == "kung");
    CHECK(sound_form("djawa") == "jawa");
    CHECK(sound_form("xaverius") == "ksaferius");
    CHECK(sound_form("lay") == "lai");
    CHECK(sound_form("saleh") == "sale");
    CHECK(sound_form("sang") == "sang");
    CHECK(sound_form("ahmad") == "ahmat");
    CHECK(coarse_form(sound_form("johannes")) == coarse_form(sound_form("yohanis")));
    CHECK(sound_form("").empty());
    CHECK(coarse_form("").empty());
}

TEST_CASE("a hostile name is compared like any other") {
    std::string many;
    for (int word = 0; word < 3000; ++word) {
        many += "a b c ";
    }
    CHECK(name_key(many).words.size() <= 16);
    CHECK(verdict(many.c_str(), "Yohanes Bria") == "different");
    CHECK(name_key("\xFF\xFE\x80").words.empty());
    CHECK_FALSE(verdict("\xC3\x28 Bria", "Bria").empty());
}
