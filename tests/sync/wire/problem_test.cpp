#include "sync/wire/problem.hpp"

#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"

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
