#include <set>

#include <catch2/catch_test_macros.hpp>

#include "support/query_plan.hpp"
#include "sync/server/province_sql.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

TEST_CASE("every query prepares on the newest schema") {
    support::ProvinceScene scene;
    for (const auto& query : server::queries::all) {
        CAPTURE(query.name);
        const auto statement = scene.province->database().prepare(query.sql);
        CHECK(statement.has_value());
    }
}

TEST_CASE("only reports, lists and copies of everything read whole tables") {
    // What a laptop's call runs is not among them.
    const std::set<std::string_view> whole{
        "all_files",          "all_lines",      "begin_new_generation",
        "copy_into",          "count_all",      "epochs_of_all_devices",
        "forget_questions",   "kept_questions", "last_audit",
        "list_audit",         "list_devices",   "list_pending",
        "page_registrations", "page_revisions", "report_villages",
        "trim_pending"};
    support::ProvinceScene scene;
    for (const auto& query : server::queries::all) {
        CAPTURE(query.name);
        if (!whole.contains(query.name)) {
            CAPTURE(support::query_plan(scene.province->database(), query.sql));
            CHECK_FALSE(support::scans_a_table(scene.province->database(), query.sql));
        }
    }
}

}  // namespace
}  // namespace lontar
