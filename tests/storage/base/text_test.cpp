#include "storage/base/text.hpp"

#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/bytes.hpp"
#include "support/fakes.hpp"

using namespace lontar;
using namespace std::string_literals;

TEST_CASE("names are kept as on the card, only blanks around and between are put right") {
    CHECK(tidy_text("Sa'at") == "Sa'at");
    CHECK(tidy_text("  MARIA   DA\tCOSTA \n") == "MARIA DA COSTA");
    CHECK(tidy_text("\u00A0MARIA\u00A0\u2003DA COSTA\u3000") == "MARIA DA COSTA");
    CHECK(tidy_text("") == "");
    CHECK(tidy_text(" \t\r\n") == "");
    CHECK(tidy_text("Ndu'u Ma\u2019u") == "Ndu'u Ma\u2019u"s);
}

TEST_CASE("the first bytes of a text end between two letters") {
    CHECK(first_bytes("Maria", 5) == "Maria");
    CHECK(first_bytes("Maria", 4) == "Mari");
    CHECK(first_bytes("Jos\u00E9", 5) == "Jos\u00E9");
    CHECK(first_bytes("Jos\u00E9", 4) == "Jos");
    CHECK(first_bytes("\u00E9", 1).empty());
    CHECK(first_bytes("", 3).empty());
}

// Direction marks are the matter of these tests.
// NOLINTBEGIN(misc-misleading-bidirectional)
TEST_CASE("two spellings of one letter become one, and what has no ink goes") {
    CHECK(tidy_text("Jose\u0301") == tidy_text("Jos\u00E9"));
    CHECK(tidy_text("MA\u200BRIA\uFEFF") == "MARIA");
    CHECK(tidy_text("\u202EMARIA\u200E") == "MARIA");
    CHECK(tidy_text("MA\u00ADRIA") == "MARIA");
    CHECK(tidy_text("A\x01\x7F\u0085"
                    "B") == "A B");
    CHECK(tidy_text("A\0B"s) == "AB");
    CHECK(tidy_text("e\u200B\u0301") == "\u00E9");
}

TEST_CASE("a text that is not UTF-8 is not tidied but refused") {
    for (const std::string& text :
         {"\xFF"s, "MARIA\xC3"s, "\xC0\xAF"s, "\xED\xA0\x80"s, "\xF8\x88\x80\x80\x80"s}) {
        CHECK_FALSE(is_utf8(text));
        CHECK_FALSE(tidy_text(text));
    }
    CHECK(is_utf8("é🙂"));
    CHECK(is_utf8(""));
}

TEST_CASE("tidying twice changes nothing more") {
    support::SeededRandom random(5);
    const std::vector<std::string> pieces{" ",      "a",      "\u0301", "\u200B",
                                          "\u00A0", "\u1100", "\u1161", "\u212B",
                                          "\n",     "'",      "Z",      "\u0327"};
    for (int i = 0; i < 5000; ++i) {
        std::string text;
        for (std::uint64_t left = random.below(10); left > 0; --left) {
            text += pieces[random.below(pieces.size())];
        }
        const auto once = tidy_text(text);
        REQUIRE(once);
        CHECK(tidy_text(*once) == once);
    }
}

TEST_CASE("what could steer a terminal is drawn as a mark") {
    const std::vector<std::string> hostile{
        "\x1B",       "\a",     "\b",     "\r",     "\n",     "\t",     "\x7F",   "\u0080",
        "\u009B",     "\u009F", "\u202A", "\u202E", "\u2066", "\u2069", "\u200E", "\u200F",
        "\u061C",     "\u200B", "\u200D", "\uFEFF", "\u00AD", "\u2028", "\u2029", "\uE000",
        "\U000E0041", "\u3164", "\xFF",   "\xC3",   "\0"s};
    for (const std::string& text : hostile) {
        INFO(text.size());
        CHECK(drawable("A" + text + "B") == "A·B");
    }
    CHECK(drawable("\x1B[31mMARIA") == "·[31mMARIA");
    CHECK(drawable("MARIA é 中 🙂") == "MARIA é 中 🙂");
}
// NOLINTEND(misc-misleading-bidirectional)

TEST_CASE("no byte of a hostile text reaches the screen that is not printable") {
    support::SeededRandom random(9);
    for (int i = 0; i < 3000; ++i) {
        Bytes bytes(random.below(40));
        random.fill(bytes);
        const std::string drawn = drawable(as_text(bytes));
        CHECK(is_utf8(drawn));
        CHECK(drawable(drawn) == drawn);
        for (const char c : drawn) {
            CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7F));
        }
    }
}

TEST_CASE("a heap of combining marks is cut to two a letter") {
    std::string heap = "e";
    for (int i = 0; i < 50; ++i) {
        heap += "\u0301";
    }
    CHECK(drawable(heap + "x") == "e\u0301\u0301x");
    CHECK(drawable("\u0301x") == "x");
}

TEST_CASE("text is cut to the columns there are") {
    CHECK(display_width("MARIA") == 5);
    CHECK(display_width("中e\u0301") == 3);
    CHECK(fit("MARIA", 5) == "MARIA");
    CHECK(fit("MARIA", 4) == "MAR…");
    CHECK(fit("MARIA", 1) == "…");
    CHECK(fit("MARIA", 0).empty());
    CHECK(fit("MARIA", -3).empty());
    CHECK(fit("中中中", 4) == "中…");
    CHECK(fit("e\u0301e\u0301e\u0301", 2) == "e\u0301…");
    for (int columns = 0; columns < 12; ++columns) {
        CHECK(display_width(fit("MARIA 中中 Jose\u0301", columns)) <= columns);
    }
}

TEST_CASE("a NIK shows its ends only, and a wrong one nothing") {
    CHECK(masked_nik("5301020304059901") == "5301••••••••9901");
    CHECK(masked_nik("530102030405") == "5301••••0405");
    CHECK(masked_nik("53010203040") == "•••••••••••");
    CHECK(masked_nik("5301A20304059901") == "••••••••••••••••");
    CHECK(masked_nik("").empty());
}

TEST_CASE("only ASCII letters are lowered") {
    CHECK(ascii_lower("MARIA ÉZ[") == "maria Éz[");
    CHECK(folded(" MARIA \u00A0 Éz\u200B\t") == "mariaéz");
    CHECK(folded("E\u0301") == folded("é"));
    CHECK(folded("\xff").empty());
}
