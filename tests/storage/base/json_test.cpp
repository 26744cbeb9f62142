#include "storage/base/json.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/base/bytes.hpp"
#include "support/fakes.hpp"

using namespace lontar;
using namespace std::string_literals;

namespace {

std::string nested(int depth) {
    const auto count = static_cast<std::size_t>(depth);
    std::string text(count, '[');
    text.append(count, ']');
    return text;
}

/// Why a text is refused, or "read".
std::string refusal(std::string_view text, const JsonLimits& limits = {}) {
    const auto json = parse_json(text, limits);
    if (json) {
        return "read";
    }
    CHECK(json.error().kind == ErrorKind::invalid_input);
    CHECK(json.error().code == "P-10");
    return json.error().context;
}

/// A value of any shape that JSON can say.
Json random_value(support::SeededRandom& random, int depth) {
    switch (random.below(depth > 4 ? 4 : 6)) {
        case 0:
            return {};
        case 1:
            return random.below(2) == 0;
        case 2:
            return static_cast<std::int64_t>(random.next());
        case 3: {
            std::string text;
            for (std::uint64_t left = random.below(8); left > 0; --left) {
                static const std::vector<std::string> pieces{"a",   "\"", "\\",   "\n", "\x01"s,
                                                             "\0"s, "é",  "🙂", "/",  "\x7F"};
                text += pieces[random.below(pieces.size())];
            }
            return text;
        }
        case 4: {
            Json::List list;
            for (std::uint64_t left = random.below(4); left > 0; --left) {
                list.push_back(random_value(random, depth + 1));
            }
            return list;
        }
        default: {
            Json::Object object;
            for (std::uint64_t left = random.below(4); left > 0; --left) {
                object.emplace("k\n" + std::to_string(random.below(100)),
                               random_value(random, depth + 1));
            }
            return object;
        }
    }
}

}  // namespace

TEST_CASE("what is written is read back the same, on one line and indented") {
    support::SeededRandom random(20261122);
    for (int i = 0; i < 3000; ++i) {
        const Json value = random_value(random, 0);
        const auto back = parse_json(value.dump());
        REQUIRE(back);
        CHECK(*back == value);
        CHECK(value.dump().find('\n') == std::string::npos);
        const auto back_from_pretty = parse_json(value.pretty());
        REQUIRE(back_from_pretty);
        CHECK(*back_from_pretty == value);
    }
}

TEST_CASE("writing orders members by their bytes and escapes only what JSON demands") {
    Json value;
    value.set("b", 1).set("a", "x\"\\/\n\t\x01é").set("ä", nullptr).set("B", true);
    CHECK(value.dump() == R"({"B":true,"a":"x\"\\/\n\t\u0001é","b":1,"ä":null})");
    CHECK(Json(Json::Object{}).pretty() == "{}");
    CHECK(Json(Json::List{1, Json::List{}}).pretty() == "[\n  1,\n  []\n]");
}

TEST_CASE("nothing is written for a member that has no value") {
    Json value;
    value.set_if("phone", std::nullopt).set_if("name", "x");
    CHECK(value.dump() == R"({"name":"x"})");
}

TEST_CASE("members are found by name and type only") {
    const auto value = parse_json(R"({"text":"t","number":-5,"yes":true,"list":[1],"none":null})");
    REQUIRE(value);
    CHECK(value->text_at("text") == "t");
    CHECK(value->integer_at("number") == -5);
    CHECK(value->boolean_at("yes"));
    CHECK(value->boolean_at("absent", true));
    CHECK_FALSE(value->text_at("number"));
    CHECK_FALSE(value->integer_at("text"));
    CHECK_FALSE(value->integer_at("none"));
    CHECK(value->find("absent") == nullptr);
    CHECK(value->find("list")->find("text") == nullptr);
}

TEST_CASE("a name twice in one object is refused, in different objects it is read") {
    CHECK(refusal(R"({"a":1,"a":1})").find("twice") != std::string::npos);
    CHECK(refusal(R"({"a":1,"\u0061":2})").find("twice") != std::string::npos);
    CHECK(refusal(R"([{"x":{"b":1,"c":2,"b":3}}])").find("twice") != std::string::npos);
    CHECK(refusal(R"([{"a":1},{"a":2},{"b":{"a":{"a":3}}}])") == "read");
}

TEST_CASE("integers are read up to 64 bits and nothing else is a number") {
    CHECK(*parse_json("9223372036854775807")->integer() == INT64_MAX);
    CHECK(*parse_json("-9223372036854775808")->integer() == INT64_MIN);
    for (const char* text : {"9223372036854775808", "-9223372036854775809", "1.0", "1.5", "1e2",
                             "0.0", "-0.0", "1E400", "99999999999999999999999999", "NaN",
                             "Infinity", "-Infinity", "01", "+1", "-", "0x10", ".5"}) {
        INFO(text);
        CHECK(refusal(text) != "read");
    }
}

TEST_CASE("depth is limited to the limit exactly") {
    CHECK(refusal(nested(32)) == "read");
    CHECK(refusal(nested(33)).find("deeper") != std::string::npos);
    CHECK(refusal(nested(100'000)).find("deeper") != std::string::npos);
    std::string objects;
    for (int i = 0; i < 100'000; ++i) {
        objects += R"({"a":)";
    }
    CHECK(refusal(objects).find("deeper") != std::string::npos);
    CHECK(refusal("[[1]]", {.max_depth = 1}).find("deeper") != std::string::npos);
}

TEST_CASE("length is limited to the limit exactly") {
    CHECK(refusal("[1,2]", {.max_bytes = 5}) == "read");
    CHECK(refusal("[1,2]", {.max_bytes = 4}).find("longer") != std::string::npos);
}

TEST_CASE("what is not exactly one JSON value in UTF-8 is refused") {
    const std::vector<std::string> texts{"",
                                         " ",
                                         "{",
                                         "}",
                                         "[",
                                         "[1",
                                         "[1,]",
                                         R"({"a"})",
                                         R"({"a":})",
                                         R"({"a":1,})",
                                         "{a:1}",
                                         "{'a':1}",
                                         "nul",
                                         "tru",
                                         "TRUE",
                                         "1 2",
                                         "{}{}",
                                         "{} x",
                                         "[]]",
                                         "// x\n1",
                                         "/* x */ 1",
                                         R"("a)",
                                         R"("\x")",
                                         R"("\u12")",
                                         R"("\ud800")",
                                         R"("\udc00")",
                                         R"("\ud800\u0041")",
                                         "\"a\nb\"",
                                         "\"\t\"",
                                         "\"\x01\"",
                                         "\"\xFF\"",
                                         "\"\xC3\"",
                                         "\"\xC0\x80\"",
                                         "\"\xED\xA0\x80\"",
                                         "\"\xF5\x80\x80\x80\"",
                                         "\xEF\xBB\xBF{}",
                                         "\xFF\xFE{\0}\0"s,
                                         "{}\0"s,
                                         "{}\0{}"s,
                                         "\"a\0b\""s,
                                         "\0"s,
                                         "[1\0]"s};
    for (const std::string& text : texts) {
        INFO(to_hex(as_bytes(text)) << " " << text);
        CHECK(refusal(text) != "read");
    }
}

TEST_CASE("every truncation of a text is refused, and no flipped bit stops the program") {
    const std::string text = R"({"device":"ab\u00e9","list":[1,-2,null,true,{"x":"é"}],"n":12345})";
    for (std::size_t length = 0; length < text.size(); ++length) {
        INFO(length);
        CHECK(refusal(std::string_view(text).substr(0, length)) != "read");
    }
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        std::string flipped = text;
        flipped[bit / 8] =
            static_cast<char>(static_cast<unsigned char>(flipped[bit / 8]) ^ (1U << (bit % 8)));
        const auto json = parse_json(flipped);
        if (json) {
            CHECK(parse_json(json->dump()));
        }
    }
}

TEST_CASE("a refusal never quotes the text") {
    for (const char* text :
         {R"({"nama":"MARIA" x})", R"({"MARIA":1,"MARIA":2})", R"(["MARIA)", R"([1.5,"MARIA"])"}) {
        CHECK(refusal(text).find("MARIA") == std::string::npos);
    }
}
