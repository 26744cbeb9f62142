#include "support/query_plan.hpp"

#include <algorithm>

namespace lontar::support {

namespace {

bool is_scan_of_a_table(std::string_view step) {
    return step.starts_with("SCAN ") && !step.starts_with("SCAN CONSTANT ROW") &&
           !step.starts_with("SCAN (") && step.find("VIRTUAL TABLE") == std::string_view::npos;
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
    return std::any_of(steps.begin(), steps.end(), [](const std::string& step) {
        return is_scan_of_a_table(step) || step.starts_with("does not ");
    });
}

}  // namespace lontar::support
