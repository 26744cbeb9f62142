#include "storage/model/likeness.hpp"

#include <algorithm>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "support/fakes.hpp"
#include "support/people.hpp"

namespace {

using namespace lontar;
using namespace lontar::model;

const Answers yohanes{
    {"nik", "5321011208859901"}, {"no_kk", "5321010308129901"},
    {"nama", "Yohanes Bria"},    {"tanggal_lahir", "1985-08-12"},
    {"jenis_kelamin", "L"},      {"nama_ibu_kandung", "Maria Hoar"},
};

Answers with(Answers answers, const Answers& changes) {
    for (const auto& [key, value] : changes) {
        if (value.empty()) {
            answers.erase(key);
        } else {
            answers[key] = value;
        }
    }
    return answers;
}

bool share_a_key(const Answers& a, const Answers& b) {
    const auto keys = likeness_keys(a);
    const auto others = likeness_keys(b);
    return std::ranges::any_of(keys, [&](const std::string& key) {
        return std::ranges::find(others, key) != others.end();
    });
}

/// The verdict on `yohanes` and the same with changes, from both sides.
std::string verdict(const Answers& a, const Answers& b) {
    const Likeness there = compare_people(a, b);
    CHECK(compare_people(b, a) == there);
    if (there != Likeness::different) {
        CHECK(share_a_key(a, b));
    }
    return std::string(name_of(there));
}

std::string changed(const Answers& changes) {
    return verdict(yohanes, with(yohanes, changes));
}

const Answers other_nik{{"nik", "5304091208859955"}};

}  // namespace

TEST_CASE("the same NIK is one person with one name and birth date, and a dispute otherwise") {
    CHECK(changed({}) == "same_person");
    CHECK(changed({{"nama", "Johannes Bria"}, {"alamat", "x"}}) == "same_person");
    CHECK(changed({{"nama", "Bria Johannes"}, {"nama_ibu_kandung", "Theresia Luruk"}}) ==
          "same_person");
    CHECK(changed({{"nama", "Yoh. P. Bria"}}) == "same_person");
    CHECK(changed({{"nama", "Petrus Bria"}}) == "same_nik");
    CHECK(changed({{"tanggal_lahir", "1986-08-12"}}) == "same_nik");
    CHECK(changed({{"nama", "Petrus Klau"}, {"tanggal_lahir", "1990-01-02"}, {"no_kk", ""}}) ==
          "same_nik");
}

TEST_CASE("a number that stands for no NIK makes nobody alike") {
    const Answers nobody{{"nik", "0532101200100001"},
                         {"nama", "Petrus Klau"},
                         {"tanggal_lahir", "1990-02-03"},
                         {"jenis_kelamin", "L"}};
    const Answers another{{"nik", "0532101200100001"},
                          {"nama", "Yosef Manek"},
                          {"tanggal_lahir", "1977-05-03"},
                          {"jenis_kelamin", "L"}};
    CHECK(verdict(nobody, another) == "different");
    CHECK(verdict({{"nik", "0"}}, {{"nik", "0"}}) == "different");
    CHECK(verdict({}, {}) == "different");
}

TEST_CASE(
    "equal name, birth date and sex with the same mother or family card are probably one person") {
    CHECK(verdict(yohanes, with(with(yohanes, other_nik), {{"no_kk", ""}})) == "probable");
    CHECK(verdict(yohanes, with(with(yohanes, other_nik), {{"nama_ibu_kandung", ""}})) ==
          "probable");
    CHECK(verdict(yohanes, with(with(yohanes, other_nik),
                                {{"no_kk", ""}, {"nama_ibu_kandung", ""}})) == "review");
    CHECK(verdict(yohanes, with(with(yohanes, other_nik),
                                {{"no_kk", ""}, {"nama_ibu_kandung", "Theresia Luruk"}})) ==
          "review");
}

TEST_CASE("a slip in the birth date beside an equal name asks for a look") {
    const Answers other = with(yohanes, other_nik);
    for (const char* date : {"1985-12-08", "1985-08-22", "1985-08-13", "1983-08-12", "1985-03-12",
                             "1984-08-12", "1986-08-12"}) {
        INFO(date);
        CHECK(verdict(yohanes, with(other, {{"tanggal_lahir", date}})) == "review");
        CHECK(verdict(yohanes, with(other, {{"tanggal_lahir", date},
                                            {"no_kk", ""},
                                            {"nama_ibu_kandung", "Theresia Luruk"}})) ==
              "different");
    }
    // The neighbouring year across the decade.
    CHECK(verdict(with(yohanes, {{"tanggal_lahir", "1989-08-12"}}),
                  with(other, {{"tanggal_lahir", "1990-08-12"}})) == "review");
    CHECK(verdict(yohanes, with(other, {{"tanggal_lahir", "1981-03-30"}})) == "different");
    CHECK(verdict(yohanes, with(other, {{"tanggal_lahir", "1985-12-08"},
                                        {"nama", "Yohanes P. Bria"}})) == "different");
}

TEST_CASE("father and son of one name are two people") {
    CHECK(verdict(yohanes, with(yohanes, {{"nik", "5321011208559901"},
                                          {"tanggal_lahir", "1955-08-12"},
                                          {"nama_ibu_kandung", "Rosa Abuk"}})) == "different");
    // Also where only the decade differs in writing.
    CHECK(verdict(yohanes, with(yohanes, {{"nik", "5321011208759901"},
                                          {"tanggal_lahir", "1975-08-12"}})) == "different");
}

TEST_CASE("twins are two people though their numbers differ in one digit") {
    const Answers fatima =
        with(yohanes,
             {{"nik", "5321015208859901"}, {"nama", "Maria Fatima Bria"}, {"jenis_kelamin", "P"}});
    CHECK(verdict(fatima, with(fatima, {{"nik", "5321015208859902"},
                                        {"nama", "Maria Lurdes Bria"}})) == "different");
    CHECK(verdict(yohanes, with(yohanes, {{"nik", "5321011208859902"}, {"nama", "Petrus Bria"}})) ==
          "different");
    CHECK(verdict(yohanes, with(yohanes, {{"nik", "5321015208859901"},
                                          {"nama", "Yohana Bria"},
                                          {"jenis_kelamin", "P"}})) == "different");
}

TEST_CASE("a birth date entered because none was known weighs little") {
    for (const char* date : {"1985-01-01", "1985-07-01", "1985-12-31"}) {
        INFO(date);
        const Answers one = with(yohanes, {{"tanggal_lahir", date}});
        const Answers other = with(one, other_nik);
        CHECK(verdict(one, with(other, {{"no_kk", ""}})) == "probable");
        CHECK(verdict(one, with(other, {{"nama_ibu_kandung", ""}})) == "review");
        CHECK(verdict(one, with(other, {{"no_kk", ""}, {"nama_ibu_kandung", "Theresia Luruk"}})) ==
              "different");
        CHECK(verdict(
                  one,
                  with(other, {{"nama", "Frans Bria"}, {"no_kk", ""}, {"nama_ibu_kandung", ""}})) ==
              "different");
    }
}

TEST_CASE("a mistyped NIK beside equal name and birth date is found") {
    const Answers bare = with(yohanes, {{"no_kk", ""}, {"nama_ibu_kandung", ""}});
    CHECK(verdict(bare, with(bare, {{"nik", "5321011208859907"}})) == "review");
    CHECK(verdict(bare, with(bare, {{"nik", "5321011208859091"}})) == "review");
    CHECK(verdict(yohanes, with(yohanes, {{"nik", "5321011208859907"}})) == "probable");
}

TEST_CASE("another sex is another person, unless the number shows the 40 that was forgotten") {
    CHECK(verdict(yohanes, with(yohanes, {{"nik", "5304091208859955"}, {"jenis_kelamin", "P"}})) ==
          "different");
    CHECK(verdict(yohanes, with(yohanes, {{"nik", "5321015208859901"}, {"jenis_kelamin", "P"}})) ==
          "probable");
}

TEST_CASE("without a birth date only family card or number make an equal name worth a look") {
    const Answers undated = with(with(yohanes, other_nik), {{"tanggal_lahir", ""}});
    CHECK(verdict(yohanes, undated) == "review");
    CHECK(verdict(yohanes, with(undated, {{"no_kk", ""}})) == "different");
    CHECK(verdict(yohanes, with(undated, {{"no_kk", ""}, {"nik", "5321011208859907"}})) ==
          "review");
    CHECK(verdict(yohanes, with(undated, {{"nama", "Frans Bria"}})) == "different");
}

namespace {

using support::SeededRandom;

/// One change as people and offices make them: slips, other spellings, missing answers, a
/// relative's data.
void distort(Answers& person, SeededRandom& random, const Answers& stranger) {
    const auto digit = [&] { return static_cast<char>('0' + random.below(10)); };
    std::string& date = person["tanggal_lahir"];
    std::string& name = person["nama"];
    switch (random.below(14)) {
        case 0:
            date[random.below(2) + 8] = digit();
            break;
        case 1:
            date = date.substr(0, 4) + '-' + date.substr(8, 2) + '-' + date.substr(5, 2);
            break;
        case 2:
            date =
                std::to_string(std::stoi(date) + (random.below(2) == 0 ? 1 : -1)) + date.substr(4);
            break;
        case 3:
            date[random.below(4)] = digit();
            break;
        case 4:
            person["nik"][random.below(16)] = digit();
            break;
        case 5:
            person["nik"] = stranger.at("nik");
            break;
        case 6:
            name[0] = name[0] == 'Y' ? 'J' : name[0];
            break;
        case 7:
            name = name.substr(0, 1) + "." + name.substr(name.find(' '));
            break;
        case 8:
            name[random.below(3)] = static_cast<char>('a' + random.below(26));
            break;
        case 9:
            name += " Seran";
            break;
        case 10:
            person["nama_ibu_kandung"] = stranger.at("nama_ibu_kandung");
            break;
        case 11:
            person["no_kk"] = stranger.at("no_kk");
            break;
        case 12:
            person.erase(random.below(2) == 0 ? "nama_ibu_kandung" : "no_kk");
            break;
        default:
            name = name.substr(name.find(' ') + 1) + ' ' + name.substr(0, name.find(' '));
            break;
    }
}

}  // namespace

TEST_CASE("two people who are not different share a key under which they are found") {
    SeededRandom random(42);
    support::PeopleMaker maker(42, "5321012005");
    const auto people = maker.make(400);
    int alike = 0;
    for (int round = 0; round < 4'000; ++round) {
        const Answers& one = people[random.below(people.size())];
        const Answers& stranger = people[random.below(people.size())];
        Answers other = one;
        const auto changes = 1 + random.below(3);
        for (std::uint64_t change = 0; change < changes; ++change) {
            distort(other, random, stranger);
        }
        if (random.below(10) == 0) {
            other.erase("tanggal_lahir");
        }
        for (const Answers* person : {&one, &stranger}) {
            const Likeness likeness = compare_people(*person, other);
            REQUIRE(compare_people(other, *person) == likeness);
            if (likeness != Likeness::different) {
                ++alike;
                INFO(name_of(likeness) << ": " << person->at("nama") << " / " << other["nama"]);
                REQUIRE(share_a_key(*person, other));
            }
        }
    }
    // Else the property would hold of nothing.
    CHECK(alike > 2'000);
}
