#include "client/screens/field_editor.hpp"

#include <catch2/catch_test_macros.hpp>

#include "client/text/words.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

FieldEditor editor_of(std::string_view key, std::string_view shown = {}, bool filled_in = false) {
    set_language(Language::indonesian);
    FieldEditor editor;
    editor.begin(*model::find_field(key), shown, filled_in);
    return editor;
}

void type(FieldEditor& editor, std::string_view letters) {
    for (const char letter : letters) {
        editor.on_key(ftxui::Event::Character(letter));
    }
}

}  // namespace

TEST_CASE("letters find a choice by its beginning, by a word in it, and by its code") {
    for (const auto& [letters, code] :
         {std::pair{"petan", "petani"}, {"guru", "profesi"}, {"wiras", "wiraswasta"}}) {
        FieldEditor editor = editor_of("pekerjaan");
        type(editor, letters);
        CHECK(editor.typed() == code);
    }
}

TEST_CASE("letters that fit no choice choose nothing and stay to be corrected") {
    FieldEditor editor = editor_of("pekerjaan", "petani");
    type(editor, "nelyan");
    CHECK(editor.typed() == "nelyan");
    // Come back to, they are still there; nothing is lost by passing over the field.
    editor = editor_of("pekerjaan", editor.typed());
    CHECK(editor.typed() == "nelyan");
    for (int i = 0; i < 3; ++i) {
        editor.on_key(ftxui::Event::Backspace);
    }
    CHECK(editor.typed() == "nelayan");
}

TEST_CASE("typing replaces what was filled in and goes behind what the officer typed") {
    FieldEditor filled_in = editor_of("tanggal_lahir", "26-06-1979", true);
    type(filled_in, "27");
    CHECK(filled_in.typed() == "27");
    FieldEditor own = editor_of("nama", "Eduardus Luruk");
    type(own, " Tae");
    CHECK(own.typed() == "Eduardus Luruk Tae");
}

TEST_CASE("a pasted line is text, replaces what was filled in, and finds a choice") {
    FieldEditor own = editor_of("nama", "Eduardus");
    CHECK(own.paste(" Luruk") == PasteResult::taken);
    CHECK(own.typed() == "Eduardus Luruk");
    FieldEditor filled_in = editor_of("tanggal_lahir", "26-06-1979", true);
    filled_in.paste("27-06-1979");
    CHECK(filled_in.typed() == "27-06-1979");
    FieldEditor choice = editor_of("pekerjaan", "nelayan");
    CHECK(choice.paste("Petani") == PasteResult::taken);
    CHECK(choice.typed() == "petani");
    CHECK(choice.paste(std::string(100, 'x')) == PasteResult::cut);
    CHECK(choice.typed() == std::string(40, 'x'));
}

TEST_CASE("a filled-in answer is edited once the cursor was moved in it") {
    FieldEditor editor = editor_of("tanggal_lahir", "26-06-1979", true);
    editor.on_key(ftxui::Event::Backspace);
    type(editor, "8");
    CHECK(editor.typed() == "26-06-1978");
}
