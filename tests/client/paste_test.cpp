#include "client/widgets/paste.hpp"

#include <optional>

#include <catch2/catch_test_macros.hpp>

#include "client/widgets/text_input.hpp"

using namespace lontar;
using namespace lontar::client;
using namespace std::chrono_literals;

namespace {

/// The line that is whole after these keys, as the terminal's parser hands them out; nothing when
/// more is awaited.
std::optional<std::string> line_of(std::initializer_list<std::string_view> keys) {
    PasteReader reader;
    for (const std::string_view key : keys) {
        CHECK(reader.take(key, 0ms));
    }
    return reader.is_whole(0ms) ? std::optional(reader.take_out().line) : std::nullopt;
}

}  // namespace

TEST_CASE(
    "a line end or a tab in what is pasted is one blank between words and nothing at the ends") {
    CHECK(pasted_line("Yohanes Bria\nSeran") == "Yohanes Bria Seran");
    CHECK(pasted_line("Yohanes Bria \r\n\t Seran") == "Yohanes Bria  Seran");
    CHECK(pasted_line("Yohanes\xe2\x80\xa8"
                      "Bria\xc2\x85Seran\v\f\n") == "Yohanes Bria Seran");
    CHECK(pasted_line("\r\npohon lontar\r\n") == "pohon lontar");
    CHECK(pasted_line("\n\t\r").empty());
    CHECK(pasted_line("").empty());
}

TEST_CASE("control characters and broken letters are dropped from what is pasted") {
    CHECK(pasted_line("Yo\x1b[31mhanes\x07\x7f\x01") == "Yo[31mhanes");
    CHECK(pasted_line("a\xc2\x9b"
                      "b") == "ab");
    CHECK(pasted_line("a\xff\xc3") == "a");
    CHECK(pasted_line("José ▲") == "José ▲");
}

TEST_CASE("what stands between the brackets of the terminal is one paste") {
    CHECK(line_of({"\x1b[200~", "a", "\n", "b", "\x1b[201~"}) == "a b");
    CHECK(line_of({"\x1b[200~", "\x1b[201~"}).value().empty());
    CHECK(line_of({"\x1b[200~", "a", "\x1b[A", "\x7f", "b"}) == std::nullopt);
}

TEST_CASE("a paste that ends with an escape ends all the same") {
    CHECK(line_of({"\x1b[200~", "a", "\x1b\x1b[", "2", "0", "1", "~"}) == "a");
}

TEST_CASE("keys outside the brackets are no paste") {
    PasteReader reader;
    for (const std::string_view key : {"a", "\n", "\x1b[201~", "\x1b[A"}) {
        CHECK_FALSE(reader.take(key, 0ms));
        CHECK_FALSE(reader.is_whole(0ms));
    }
}

TEST_CASE("a paste whose end is lost is over after a pause") {
    PasteReader reader;
    reader.take("\x1b[200~", 0ms);
    reader.take("a", 1'000ms);
    CHECK_FALSE(reader.is_whole(4'000ms));
    CHECK(reader.is_whole(4'001ms));
    CHECK(reader.take_out().line == "a");
    CHECK_FALSE(reader.is_whole(9'000ms));
    CHECK_FALSE(reader.take("b", 9'000ms));
}

TEST_CASE("of a paste that is too long the first part is kept, and its end is still found") {
    PasteReader reader;
    reader.take("\x1b[200~", 0ms);
    for (std::size_t i = 0; i < PasteReader::most_bytes + 10; ++i) {
        reader.take("a", 0ms);
    }
    CHECK_FALSE(reader.is_whole(0ms));
    reader.take("\x1b[201~", 0ms);
    REQUIRE(reader.is_whole(0ms));
    const auto paste = reader.take_out();
    CHECK(paste.line.size() == PasteReader::most_bytes);
    CHECK(paste.is_cut);
}

TEST_CASE("a pasted line goes in at the cursor as far as there is room") {
    TextInput input("ac", false, 5);
    input.on_key(ftxui::Event::ArrowLeft);
    CHECK(input.paste("é") == PasteResult::taken);
    CHECK(input.text() == "aéc");
    CHECK(input.paste("xyz") == PasteResult::cut);
    CHECK(input.text() == "aéxyc");
}
