#include <string>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/text.hpp"

using namespace lontar;
using namespace std::string_literals;

TEST_CASE("text of every editor is read as what it says, or not at all") {
    const std::string said = "kopi caf\u00E9 \U0001F33A";
    CHECK(text_of_editor(said) == said);
    CHECK(text_of_editor("\xEF\xBB\xBF" + said) == said);
    CHECK(text_of_editor("\xFF\xFE"s + "k\0\xE9\0\x3C\xD8\x3A\xDF"s) == "k\u00E9\U0001F33A");
    CHECK(text_of_editor("\xFE\xFF"s + "\0k\0\xE9\xD8\x3C\xDF\x3A"s) == "k\u00E9\U0001F33A");
    CHECK(text_of_editor("") == "");
    CHECK(text_of_editor("\xFF\xFE") == "");

    CHECK_FALSE(text_of_editor("caf\xE9"));                  // a code page
    CHECK_FALSE(text_of_editor("k\0o\0p\0i\0"s));            // UTF-16 without a mark
    CHECK_FALSE(text_of_editor("\xFF\xFE"s + "k"s));         // half a unit
    CHECK_FALSE(text_of_editor("\xFF\xFE"s + "\x3C\xD8"s));  // half a pair
    CHECK_FALSE(text_of_editor("\xFF\xFE"s + "\x3A\xDF"s));
    CHECK_FALSE(text_of_editor("\xFF\xFE"s + "\x3C\xD8k\0"s));
}

TEST_CASE("letters with a mark are one letter or two, and nothing else changes") {
    const std::string one = " caf\u00E9  \t";
    const std::string two = " cafe\u0301  \t";
    CHECK(composed(two) == one);
    CHECK(composed(one) == one);
    CHECK(decomposed(one) == two);
    CHECK(composed("") == "");
    CHECK_FALSE(composed("\xFF"));
    CHECK_FALSE(decomposed("\xFF"));
}
