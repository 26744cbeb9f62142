#include <array>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/durable_file.hpp"
#include "support/temp_folder.hpp"
#include "sync/upload/uploader.hpp"
#include "sync/wire/problem.hpp"

using namespace lontar;
using upload::AnswerFacts;
using upload::Step;

namespace {

struct Row {
    std::string call, status, body, step, code;
};

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// The table of sync/DESIGN.md that maintainers read.
std::vector<Row> documented_rows() {
    const auto text = support::bytes_of(Path(LONTAR_SOURCE_DIR) / "sync" / "DESIGN.md");
    std::istringstream lines{std::string(as_text(text))};
    std::vector<Row> rows;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("| Call |")) {
            inside = true;
        } else if (inside && line.starts_with("| ")) {
            std::istringstream cells(line.substr(1));
            Row row;
            for (auto* cell : {&row.call, &row.status, &row.body, &row.step, &row.code}) {
                std::getline(cells, *cell, '|');
                *cell = trimmed(*cell);
            }
            rows.push_back(row);
        } else if (!line.starts_with("|---")) {
            inside = false;
        }
    }
    return rows;
}

bool status_fits(const std::string& cell, int status) {
    std::istringstream words(cell);
    for (std::string word; words >> word;) {
        if (word == "*" || word == std::to_string(status) || (word == "4xx" && status / 100 == 4) ||
            (word == "5xx" && status / 100 == 5)) {
            return true;
        }
    }
    return false;
}

bool body_fits(const std::string& cell, const AnswerFacts& facts) {
    if (cell == "*") {
        return true;
    }
    if (cell == "sealed") {
        return facts.verified;
    }
    if (cell == "sealed n=0") {
        return facts.verified && facts.reply_n == 0;
    }
    if (cell == "page") {
        return !facts.verified;
    }
    if (cell == "any other code") {
        return !facts.verified && !facts.problem.empty();
    }
    return !facts.verified && facts.problem == cell;
}

const std::map<std::string, Step> steps{{"keep_reply", Step::keep_reply},
                                        {"done_for_now", Step::done_for_now},
                                        {"back_off", Step::back_off},
                                        {"back_off_long", Step::back_off_long},
                                        {"daily", Step::daily},
                                        {"send_hello", Step::send_hello},
                                        {"send_again", Step::send_again},
                                        {"park", Step::park},
                                        {"not_the_province", Step::not_the_province}};

}  // namespace

TEST_CASE("every answer there can be is decided as the documented table says") {
    const auto rows = documented_rows();
    REQUIRE(rows.size() == 18);
    std::set<std::size_t> used;
    std::set<Step> seen;
    std::vector<std::string> problems{"", "code_of_a_newer_province"};
    for (const auto& kind : wire::problem_kinds()) {
        problems.emplace_back(kind.code);
    }
    for (int status = 100; status < 600; ++status) {
        for (const bool is_get : {false, true}) {
            for (const auto& problem : problems) {
                for (const int sealed : {-1, 0, 7}) {  // -1: not sealed; else its n
                    const AnswerFacts facts{status, sealed >= 0, sealed < 0 ? 0 : sealed,
                                            sealed >= 0 ? "" : problem, is_get};
                    std::optional<std::size_t> fits;
                    for (std::size_t i = 0; i < rows.size() && !fits; ++i) {
                        if ((rows[i].call == "*" || (rows[i].call == "GET") == is_get) &&
                            status_fits(rows[i].status, status) && body_fits(rows[i].body, facts)) {
                            fits = i;
                        }
                    }
                    INFO(status << " " << problem << " sealed " << sealed << " get " << is_get);
                    REQUIRE(fits);
                    used.insert(*fits);
                    const auto decision = upload::decide(facts);
                    REQUIRE(decision.step == steps.at(rows[*fits].step));
                    REQUIRE(decision.code == rows[*fits].code);
                    seen.insert(decision.step);
                }
            }
        }
    }
    CHECK(used.size() == rows.size());
    CHECK(seen.size() == steps.size());
}

TEST_CASE("an answer that is not sealed never lets a reply be kept") {
    for (int status = 100; status < 600; ++status) {
        for (const auto& kind : wire::problem_kinds()) {
            const auto decision = upload::decide({status, false, 5, std::string(kind.code), false});
            REQUIRE(decision.step != Step::keep_reply);
        }
    }
}

TEST_CASE("the estimate grows with bytes and files and never divides by nothing") {
    upload::UploadStatus status;
    CHECK(upload::estimate(status, 0).time.count() == 0);
    status.files_waiting = 2;
    status.bytes_waiting = 22'000;
    CHECK(upload::estimate(status, 0).time.count() == 22 + 8);
    CHECK(upload::estimate(status, 11'000).time.count() == 2 + 8);
    CHECK(upload::estimate(status, 0).bytes == 22'000);
}
