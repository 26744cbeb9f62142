#include "support/query_plan.hpp"

#include <algorithm>
#include <set>

namespace lontar::support {

namespace {

/// Name of a set of rows made on the way, when the step makes one ("CO-ROUTINE n", "MATERIALIZE
/// n").
std::string made_by(std::string_view step) {
    for (const std::string_view verb : {"CO-ROUTINE ", "MATERIALIZE "}) {
        if (step.starts_with(verb)) {
            return std::string(step.substr(verb.size()));
        }
    }
    return {};
}

bool is_scan_of_a_table(std::string_view step, const std::set<std::string, std::less<>>& made) {
    constexpr std::string_view verb = "SCAN ";
    if (!step.starts_with(verb) || step.find("CONSTANT ROW") != std::string_view::npos ||
        step.find("VIRTUAL TABLE") != std::string_view::npos) {
        return false;
    }
    const std::string_view rest = step.substr(verb.size());
    return !made.contains(rest.substr(0, rest.find(' ')));
}

}  // namespace

std::vector<std::string> query_plan(sqlite::Database& database, std::string_view sql) {
    const std::string question = "EXPLAIN QUERY PLAN " + std::string(sql);
    auto statement = database.prepare(question);
    if (!statement) {
        return {"does not prepare: " + statement.error().context};
    }
    std::vector<std::string> steps;
    constexpr int detail = 3;
    while (true) {
        auto row = statement->step();
        if (!row) {
            return {"does not run: " + row.error().context};
        }
        if (!*row) {
            return steps;
        }
        steps.emplace_back(statement->text(detail));
    }
}

bool scans_a_table(sqlite::Database& database, std::string_view sql) {
    const auto steps = query_plan(database, sql);
    std::set<std::string, std::less<>> made;
    for (const std::string& step : steps) {
        made.insert(made_by(step));
    }
    return std::any_of(steps.begin(), steps.end(), [&](const std::string& step) {
        return is_scan_of_a_table(step, made) || step.starts_with("does not ");
    });
}

}  // namespace lontar::support
