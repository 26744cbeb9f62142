// The sheets of packaging/sample against what a person wrote down about them.
#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/likeness.hpp"
#include "storage/model/sheet.hpp"
#include "storage/model/sheet_cells.hpp"
#include "support/people.hpp"

namespace {

using namespace lontar;
using namespace lontar::model;

const CheckContext kamanasa{*Date::from_ymd(2026, 11, 22), "5321012005"};

std::string content(const std::string& path) {
    std::ifstream file(std::string(LONTAR_SOURCE_DIR) + "/" + path, std::ios::binary);
    REQUIRE(file.good());
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

Sheet sheet(const std::string& name) {
    auto read = read_sheet(content("packaging/sample/" + name));
    REQUIRE(read.has_value());
    return *std::move(read);
}

std::vector<std::vector<std::string>> hand_written(const std::string& name) {
    const std::string text = content("tests/storage/model/" + name);
    SheetCells cells(text, {});
    std::vector<std::vector<std::string>> rows;
    for (auto row = cells.next_row(); row && *row; row = cells.next_row()) {
        rows.push_back(**row);
    }
    REQUIRE(rows.size() > 1);
    rows.erase(rows.begin());
    return rows;
}

/// `row column code` of all problems of a severity, but for the notice that no sheet can hold.
std::set<std::string> found(const Sheet& sheet, Severity severity) {
    std::set<std::string> lines;
    for (const SheetRow& row : sheet.rows) {
        for (const SheetProblem& problem : check_row(row, kamanasa)) {
            const bool counts =
                problem.finding.severity == severity && problem.finding.code != "notice_missing";
            if (counts) {
                lines.insert(std::to_string(problem.row) + ' ' + problem.column + ' ' +
                             problem.finding.code);
            }
        }
    }
    return lines;
}

void check_all_different(const std::vector<SheetRow>& rows) {
    for (std::size_t a = 0; a < rows.size(); ++a) {
        for (std::size_t b = a + 1; b < rows.size(); ++b) {
            if (compare_people(rows[a].answers, rows[b].answers) != Likeness::different) {
                FAIL_CHECK("rows " << rows[a].row << " and " << rows[b].row);
            }
        }
    }
}

}  // namespace

TEST_CASE("of the 300 exactly the 30 planted rows are refused, each for what was planted") {
    const Sheet sheet300 = sheet("pekerja_300.csv");
    std::set<std::string> expected;
    std::set<std::string> rows;
    std::set<std::string> codes;
    for (const auto& line : hand_written("pekerja_300_expected.csv")) {
        REQUIRE(line.size() == 3);
        expected.insert(line[0] + ' ' + line[1] + ' ' + line[2]);
        rows.insert(line[0]);
        codes.insert(line[2]);
    }
    CHECK(sheet300.row_count == 300);
    CHECK(sheet300.problems.empty());
    CHECK(rows.size() == 30);
    CHECK(codes.size() >= 20);
    CHECK(found(sheet300, Severity::error) == expected);
}

TEST_CASE("the 30 odd rows of the 300 pass, with no other warnings than the intended") {
    const Sheet sheet300 = sheet("pekerja_300.csv");
    std::map<std::string, std::set<std::string>> warnings;
    for (const std::string& line : found(sheet300, Severity::warning)) {
        warnings[line.substr(0, line.find(' '))].insert(line.substr(line.rfind(' ') + 1));
    }
    std::map<std::string, std::set<std::string>> intended;
    std::size_t odd_rows = 0;
    for (const auto& line : hand_written("pekerja_300_odd.csv")) {
        REQUIRE(line.size() == 3);
        ++odd_rows;
        std::istringstream words(line[1]);
        for (std::string word; words >> word;) {
            intended[line[0]].insert(word);
        }
    }
    CHECK(odd_rows == 30);
    CHECK(warnings == intended);
}

TEST_CASE("nobody in the two sheets is like another, twins and father and son included") {
    const Sheet sheet300 = sheet("pekerja_300.csv");
    const Sheet sheet20 = sheet("pekerja_20.csv");
    CHECK(sheet20.row_count == 20);
    CHECK(found(sheet20, Severity::error).empty());
    CHECK(found(sheet20, Severity::warning).empty());
    std::vector<SheetRow> rows = sheet300.rows;
    rows.insert(rows.end(), sheet20.rows.begin(), sheet20.rows.end());
    check_all_different(rows);
}

TEST_CASE("everybody in the sheets is invented: the serials are 99xx and the telephones 0860") {
    for (const char* name : {"pekerja_300.csv", "pekerja_20.csv"}) {
        for (const SheetRow& row : sheet(name).rows) {
            const auto nik = row.answers.find("nik");
            INFO(name << " row " << row.row);
            const bool planted = row.row % 10 == 7;
            if (!planted) {
                REQUIRE(nik != row.answers.end());
                CHECK(nik->second.substr(12, 2) == "99");
            }
            const auto phone = row.answers.find("no_hp");
            if (!planted && phone != row.answers.end()) {
                CHECK(phone->second.starts_with("0860"));
            }
        }
    }
}

TEST_CASE("invented people pass every check and are the same for the same seed") {
    support::PeopleMaker maker(7, "5301062015");
    const auto people = maker.make(500);
    CHECK(people == support::PeopleMaker(7, "5301062015").make(500));
    CHECK(people != support::PeopleMaker(8, "5301062015").make(500));
    const CheckContext oesao{support::day_of_tests(), "5301062015"};
    std::set<std::string> niks;
    for (const Answers& person : people) {
        CHECK(normalise(person) == person);
        CHECK(niks.insert(person.at("nik")).second);
        for (const Finding& finding : check(person, oesao)) {
            INFO(finding.code << ' ' << finding.field);
            CHECK(finding.severity == Severity::information);
        }
    }
    const auto again = read_sheet(support::people_csv(people));
    REQUIRE(again.has_value());
    REQUIRE(again->rows.size() == people.size());
    Answers without_notice = people.front();
    without_notice.erase("pemberitahuan_tanggal");
    without_notice.erase("pemberitahuan_cara");
    CHECK(again->rows.front().answers == without_notice);
}
