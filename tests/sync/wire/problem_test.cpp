#include "sync/wire/problem.hpp"

#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "support/temp_folder.hpp"

using namespace lontar;

TEST_CASE("every problem document tells its code back") {
    std::set<std::string> codes;
    for (const auto& kind : wire::problem_kinds()) {
        const auto document = wire::problem_document(kind);
        CHECK(wire::problem_code(document) == kind.code);
        CHECK(parse_json(document)->integer_at("status") == kind.status);
        codes.emplace(kind.code);
    }
    CHECK(codes.size() == 14);
    CHECK(wire::find_problem("slow_down")->status == 429);
    CHECK(wire::find_problem("login") == nullptr);
}

TEST_CASE("a page, an empty body and other JSON are no problem documents") {
    CHECK_FALSE(wire::problem_code(""));
    CHECK_FALSE(wire::problem_code("<html><body>Login</body></html>"));
    CHECK_FALSE(wire::problem_code(R"({"error":"no"})"));
    CHECK_FALSE(wire::problem_code(R"({"code":"busy"})"));
    CHECK_FALSE(wire::problem_code(R"({"code":"\u001b[2J","status":503})"));
    CHECK_FALSE(wire::problem_code(R"({"code":7,"status":503})"));
    CHECK_FALSE(wire::problem_code(std::string(20000, '[')));
}

TEST_CASE("the interface's description and the format page name every problem and its status") {
    const auto text_of = [](const char* name) {
        const auto path = Path(LONTAR_SOURCE_DIR) / "sync" / "wire" / name;
        return std::string(as_text(support::bytes_of(path)));
    };
    const auto interface = text_of("openapi.yaml");
    const auto format = text_of("FORMAT.md");
    for (const auto& kind : wire::problem_kinds()) {
        INFO(kind.code << " " << kind.status);
        CHECK(interface.find(std::string(kind.code)) != std::string::npos);
        // `code` 400, 405: the statuses stand behind the code that stands before a digit.
        const auto code = "`" + std::string(kind.code) + "` ";
        auto at = format.find(code);
        while (at != std::string::npos &&
               (format[at + code.size()] < '0' || format[at + code.size()] > '9')) {
            at = format.find(code, at + 1);
        }
        REQUIRE(at != std::string::npos);
        const auto end = format.find_first_of("`;.", at + code.size());
        CHECK(format.substr(at, end - at).find(std::to_string(kind.status)) != std::string::npos);
    }
}
