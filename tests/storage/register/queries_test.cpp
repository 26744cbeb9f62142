#include <algorithm>
#include <array>

#include <catch2/catch_test_macros.hpp>

#include "storage/embedded_sql.hpp"
#include "support/query_plan.hpp"
#include "support/temp_folder.hpp"

namespace lontar::storage {

namespace {

std::unique_ptr<sqlite::Database> migrated(const support::TempFolder& folder) {
    auto database = sqlite::Database::open(folder / "plain.db", {.key = {}, .create = true});
    REQUIRE(database);
    REQUIRE(sqlite::migrate(**database, migrations::all));
    return *std::move(database);
}

/// Queries that are meant to read a whole table or index: rare ones, tables of a few rows, and
/// walks along an index that stop at a limit.
constexpr auto reads_everything = std::to_array<std::string_view>({
    "count_everything",
    "count_facts",
    "count_new_drafts",
    "count_people",
    "count_unsealed",
    "count_wrong_facts",
    "delete_import_drafts",
    "dump_audit",
    "dump_batch",
    "dump_draft",
    "dump_epoch",
    "dump_import",
    "dump_noted_file",
    "dump_officer",
    "dump_registration",
    "dump_reply",
    "dump_revision",
    "dump_sealing",
    "dump_setting",
    "find_newest_reply_time",
    "join_registrations",
    "lacks_duplicate_keys",
    "list_answered_earlier",
    "list_answered_everywhere",
    "list_audit",
    "list_batches",
    "list_drafts",
    "list_earlier_devices",
    "list_epochs",
    "list_files_of_told_lines",
    "list_imports",
    "list_newest_lines",
    "list_noted_files",
    "list_notices",
    "list_officers",
    "list_old_written_people",
    "list_own_epochs",
    "list_people",
    "list_received_everywhere",
    "list_revision_lines",
    "list_unsealed",
    "list_written_people",
    "refresh_everybody",
    "unseal_unanswered",
});

}  // namespace

TEST_CASE("every query prepares on the migrated schema") {
    const support::TempFolder folder;
    const auto database = migrated(folder);
    for (const auto& query : queries::all) {
        INFO(query.name);
        CHECK(database->prepare(query.sql));
    }
}

TEST_CASE("no query that is asked often reads a whole table") {
    const support::TempFolder folder;
    const auto database = migrated(folder);
    for (const auto& query : queries::all) {
        const bool allowed =
            std::ranges::find(reads_everything, query.name) != reads_everything.end();
        std::string plan;
        for (const auto& step : support::query_plan(*database, query.sql)) {
            plan += step + "\n";
        }
        INFO(query.name << "\n" << plan);
        CHECK((allowed || !support::scans_a_table(*database, query.sql)));
    }
}

TEST_CASE("lists and counters walk an index in its order, without sorting") {
    const support::TempFolder folder;
    const auto database = migrated(folder);
    for (const auto& [sql, index] :
         {std::pair(queries::list_people, "INDEX registration_in_order"),
          std::pair(queries::count_people, "INDEX registration_in_order"),
          std::pair(queries::list_unsealed, "INDEX revision_to_seal"),
          std::pair(queries::count_unsealed, "INDEX revision_to_seal"),
          std::pair(queries::count_facts, "INDEX registration_by_facts")}) {
        const auto plan = support::query_plan(*database, sql);
        REQUIRE_FALSE(plan.empty());
        INFO(plan.front());
        CHECK(plan.front().find(index) != std::string::npos);
        CHECK(std::ranges::none_of(
            plan, [](const auto& step) { return step.find("B-TREE") != std::string::npos; }));
    }
}

}  // namespace lontar::storage
