#include <catch2/catch_test_macros.hpp>

#include "scene.hpp"

using namespace lontar;
using namespace lontar::sqlite;
using namespace std::string_literals;
using support::TempFolder;

namespace {

struct Scene {
    TempFolder folder;
    std::unique_ptr<Database> database = with_table(folder / "plain.db", {});

    Statement prepared(std::string_view sql) {
        auto statement = database->prepare(sql);
        if (!statement) {
            FAIL(statement.error().context);
        }
        return *std::move(statement);
    }
};

constexpr std::string_view find_person =
    "SELECT name, photo, born, length(name) FROM person WHERE id = :id";
constexpr std::string_view all_people = "SELECT name FROM person ORDER BY id";

}  // namespace

TEST_CASE_METHOD(Scene, "text and blobs come back whole, with NULs, empty and large") {
    const std::vector<std::string> texts{"", "a\0b"s, "\0"s, "é\0🙂"s,
                                         std::string(100'000, 'x')};
    std::int64_t id = 0;
    for (const std::string& text : texts) {
        REQUIRE(prepared(insert_person).bind(":name", text).bind(":photo", as_bytes(text)).run());
        auto found = prepared(find_person);
        REQUIRE(*found.bind(":id", ++id).step());
        CHECK(found.text(0) == text);
        CHECK(as_text(found.blob(1)) == text);
        CHECK_FALSE(found.is_null(0));
        CHECK_FALSE(found.is_null(1));
        CHECK(found.is_null(2));
    }
}

TEST_CASE_METHOD(Scene, "nothing is NULL, and an empty view is empty text, never NULL") {
    REQUIRE(prepared(insert_person)
                .bind(":name", std::string_view())
                .bind(":photo", ByteView())
                .bind(":born", std::optional<std::int64_t>())
                .run());
    REQUIRE(prepared(insert_person)
                .bind(":name", std::optional<std::string>())
                .bind_null(":photo")
                .run());
    auto first = prepared(find_person);
    REQUIRE(*first.bind(":id", 1).step());
    CHECK(first.optional_text(0) == "");
    CHECK_FALSE(first.is_null(1));
    CHECK_FALSE(first.optional_integer(2));
    auto second = prepared(find_person);
    REQUIRE(*second.bind(":id", 2).step());
    CHECK_FALSE(second.optional_text(0));
    CHECK(second.is_null(1));
}

TEST_CASE_METHOD(Scene, "integers keep 64 bits") {
    for (const std::int64_t value : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
        auto echo = prepared("SELECT :value");
        REQUIRE(*echo.bind(":value", value).step());
        CHECK(echo.integer(0) == value);
        CHECK(echo.optional_integer(0) == value);
    }
    auto flags = prepared("SELECT :yes, :no");
    REQUIRE(*flags.bind(":yes", true).bind(":no", false).step());
    CHECK(flags.integer(0) == 1);
    CHECK(flags.integer(1) == 0);
}

TEST_CASE_METHOD(Scene, "a statement from the cache comes without the values of its last use") {
    REQUIRE(prepared(insert_person).bind(":name", "one").bind(":born", 1990).run());
    REQUIRE(prepared(insert_person).bind(":name", "two").run());
    auto found = prepared(find_person);
    REQUIRE(*found.bind(":id", 2).step());
    CHECK(found.is_null(2));
}

TEST_CASE_METHOD(Scene, "a query inside the rows of the same query does not disturb them") {
    for (const char* name : {"a", "b", "c"}) {
        REQUIRE(add(*database, name));
    }
    std::string seen;
    auto outer = prepared(all_people);
    while (*outer.step()) {
        seen += outer.text(0);
        auto inner = prepared(all_people);
        while (*inner.step()) {
            seen += inner.text(0);
        }
    }
    CHECK(seen == "aabcbabccabc");
}

TEST_CASE_METHOD(Scene, "another text at the address of an earlier one is another query") {
    std::string sql = "SELECT 1";
    CHECK(*prepared(sql).step());
    sql.replace(7, 1, "2");
    auto statement = prepared(sql);
    REQUIRE(*statement.step());
    CHECK(statement.integer(0) == 2);
}

TEST_CASE_METHOD(Scene, "a statement left in the middle of its rows holds nothing up") {
    REQUIRE(add(*database, "a"));
    REQUIRE(add(*database, "b"));
    {
        auto statement = prepared(all_people);
        REQUIRE(*statement.step());
    }
    auto transaction = Transaction::begin(*database);
    REQUIRE(transaction);
    CHECK(transaction->commit());
    CHECK(database->checkpoint());
    auto again = prepared(all_people);
    REQUIRE(*again.step());
    CHECK(again.text(0) == "a");
}

TEST_CASE_METHOD(Scene, "rows can be read again after a reset, with the same values bound") {
    REQUIRE(add(*database, "a"));
    auto statement = prepared(find_person);
    statement.bind(":id", 1);
    REQUIRE(*statement.step());
    statement.reset();
    REQUIRE(*statement.step());
    CHECK(statement.text(0) == "a");
    CHECK_FALSE(*statement.step());
    statement.bind(":id", 2);
    CHECK_FALSE(*statement.step());
}

TEST_CASE_METHOD(
    Scene, "what the schema refuses is a conflict that names no value, and the next use works") {
    REQUIRE(add(*database, "MARIA"));
    auto statement = prepared(insert_person);
    const Status refused = statement.bind(":name", "MARIA").run();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::conflict);
    CHECK(refused.error().code == "R-09");
    CHECK(refused.error().context.find("MARIA") == std::string::npos);
    CHECK(statement.bind(":name", "other").run());
    CHECK(prepared(insert_person).bind(":born", "not a number").run().error().kind ==
          ErrorKind::conflict);
}

TEST_CASE_METHOD(Scene, "binding in the middle of the rows is told by the next step") {
    REQUIRE(add(*database, "a"));
    auto statement = prepared(find_person);
    REQUIRE(*statement.bind(":id", 1).step());
    statement.bind(":id", 2);
    const auto refused = statement.step();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "R-04");
    statement.reset();
    CHECK(*statement.bind(":id", 1).step());
}

TEST_CASE_METHOD(Scene, "a text with no statement, two, or a broken one does not prepare") {
    for (const char* sql : {"", "  ", "-- only words\n", "SELECT 1; SELECT 2", "SELECT 1; garbage",
                            "SELEC 1", "SELECT \"no_column\"", "SELECT x FROM absent"}) {
        INFO(sql);
        const auto statement = database->prepare(sql);
        REQUIRE_FALSE(statement);
        CHECK(statement.error().code == "R-04");
    }
    for (const char* sql :
         {"SELECT 1;", "SELECT 1; \n", "-- why\nSELECT 1; -- done\n", "SELECT 1 /* x */"}) {
        INFO(sql);
        CHECK(database->prepare(sql));
    }
}

TEST_CASE_METHOD(Scene, "a moved statement works and its former holder may go") {
    REQUIRE(add(*database, "a"));
    auto first = prepared(all_people);
    Statement second = std::move(first);
    REQUIRE(*second.step());
    CHECK(second.text(0) == "a");
    second = prepared("SELECT 7");
    REQUIRE(*second.step());
    CHECK(second.integer(0) == 7);
    CHECK(database->prepare(all_people)->step());
}

TEST_CASE_METHOD(Scene, "the number of changed rows is told") {
    REQUIRE(add(*database, "a"));
    REQUIRE(add(*database, "b"));
    REQUIRE(prepared("UPDATE person SET born = 1").run());
    CHECK(database->changes() == 2);
}
