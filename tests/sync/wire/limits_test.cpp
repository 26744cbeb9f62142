// Limits stand twice: on the format page, for whoever writes another program, and in the headers.
#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "storage/model/entry.hpp"
#include "storage/sealed/age_payload.hpp"
#include "storage/sealed/keyring.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "storage/sealed/zstd_frame.hpp"
#include "support/format_page.hpp"
#include "sync/wire/activation.hpp"
#include "sync/wire/batch.hpp"
#include "sync/wire/manifest.hpp"
#include "sync/wire/members.hpp"
#include "sync/wire/problem.hpp"
#include "sync/wire/reply.hpp"
#include "sync/wire/states.hpp"
#include "sync/wire/stick_files.hpp"
#include "sync/wire/stick_place.hpp"

using namespace lontar;

namespace {

const std::set<std::string> spaces_here{"wire", "sealed", "model", "JsonLimits"};
/// Compared by the tests of upload, server and register.
const std::set<std::string> spaces_elsewhere{"upload", "spool", "server", "storage"};

std::map<std::string, std::int64_t> constants() {
    return {
        {"JsonLimits::max_depth", JsonLimits{}.max_depth},
        {"JsonLimits::max_bytes", JsonLimits{}.max_bytes},
        LONTAR_LIMIT(model::max_entry_bytes),
        LONTAR_LIMIT(model::max_entry_depth),
        LONTAR_LIMIT(sealed::age::chunk_plain_bytes),
        LONTAR_LIMIT(sealed::max_header_bytes),
        LONTAR_LIMIT(sealed::max_recipients),
        LONTAR_LIMIT(sealed::max_recovery_file_bytes),
        LONTAR_LIMIT(sealed::max_recovery_text_bytes),
        LONTAR_LIMIT(sealed::max_window_log),
        LONTAR_LIMIT(wire::max_activation_bytes),
        LONTAR_LIMIT(wire::max_activation_code_bytes),
        LONTAR_LIMIT(wire::max_address_bytes),
        LONTAR_LIMIT(wire::max_batch_entries),
        LONTAR_LIMIT(wire::max_batch_file_bytes),
        LONTAR_LIMIT(wire::max_batch_ndjson_bytes),
        LONTAR_LIMIT(wire::max_certificate_bytes),
        LONTAR_LIMIT(wire::max_certificates),
        LONTAR_LIMIT(wire::max_exceptions),
        LONTAR_LIMIT(wire::max_folders_of_sticks),
        LONTAR_LIMIT(wire::max_funders),
        LONTAR_LIMIT(wire::max_inner_folders),
        LONTAR_LIMIT(wire::max_keys),
        LONTAR_LIMIT(wire::max_line_depth),
        LONTAR_LIMIT(wire::max_machine_bytes),
        LONTAR_LIMIT(wire::max_manifest_bytes),
        LONTAR_LIMIT(wire::max_missing),
        LONTAR_LIMIT(wire::max_name_bytes),
        LONTAR_LIMIT(wire::max_notice_bytes),
        LONTAR_LIMIT(wire::max_number),
        LONTAR_LIMIT(wire::max_officers),
        LONTAR_LIMIT(wire::max_problem_bytes),
        LONTAR_LIMIT(wire::max_problem_code_bytes),
        LONTAR_LIMIT(wire::max_receiving),
        LONTAR_LIMIT(wire::max_record_bytes),
        LONTAR_LIMIT(wire::max_reply_file_bytes),
        LONTAR_LIMIT(wire::max_reply_lines),
        LONTAR_LIMIT(wire::max_reply_ndjson_bytes),
        LONTAR_LIMIT(wire::max_revoked),
        LONTAR_LIMIT(wire::max_servers),
        LONTAR_LIMIT(wire::max_sight_epochs),
        LONTAR_LIMIT(wire::max_states_bytes),
        LONTAR_LIMIT(wire::max_stick_bytes),
        LONTAR_LIMIT(wire::max_stick_files),
        LONTAR_LIMIT(wire::max_uses),
        LONTAR_LIMIT(wire::max_word_bytes),
        LONTAR_LIMIT(wire::village_digits),
    };
}

/// What a pattern finds in the sources of `sync/wire`: its first group.
std::set<std::string> found_in_wire(const std::string& pattern) {
    std::set<std::string> found;
    const std::regex regex(pattern);
    for (const auto& entry :
         std::filesystem::directory_iterator(Path(LONTAR_SOURCE_DIR) / "sync" / "wire")) {
        const auto ending = entry.path().extension();
        if (ending != ".hpp" && ending != ".cpp") {
            continue;
        }
        const auto bytes = support::bytes_of(entry.path());
        const std::string text(as_text(bytes));
        for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) {
            found.insert((*at)[1].str());
        }
    }
    return found;
}

}  // namespace

TEST_CASE("every limit of the format page is the one in the code, and the other way round") {
    support::check_limits(spaces_here, constants());
}

TEST_CASE("a row of the table of limits names a constant that some test compares") {
    for (const auto& [name, value] : support::limits_of_page()) {
        INFO(name);
        const auto space = support::space_of(name);
        CHECK((spaces_here.contains(space) || spaces_elsewhere.contains(space)));
    }
}

TEST_CASE("the interface's description has the sizes of the format page") {
    const auto bytes =
        support::bytes_of(Path(LONTAR_SOURCE_DIR) / "sync" / "wire" / "openapi.yaml");
    const std::string text(as_text(bytes));
    for (const auto most :
         {wire::max_batch_file_bytes, wire::max_reply_file_bytes, wire::max_manifest_bytes}) {
        INFO(most);
        CHECK(std::regex_search(text, std::regex("maxLength: " + std::to_string(most) + "\\b")));
    }
}

TEST_CASE("no limit of what travels is kept from the format page") {
    const auto limits = found_in_wire(R"(constexpr\s+[\w:]+\s+((?:max|most|least)_\w+))");
    REQUIRE(limits.size() > 20);
    const auto rows = support::limits_of_page();
    for (const auto& name : limits) {
        INFO("wire::" << name);
        CHECK(rows.contains("wire::" + name));
    }
    // A bare number in a call is a limit without a name.
    CHECK(found_in_wire(R"((\.max_(?:depth|bytes) = \d+))").empty());
    CHECK(found_in_wire(R"(((?:text|text_if)\("\w+", \d+\)))").size() == 1);  // a funder's code
    CHECK(found_in_wire(R"((size\(\) (?:<=?|>=?) \d{2,}))").empty());
}
