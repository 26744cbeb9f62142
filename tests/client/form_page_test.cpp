#include "client/screens/form_page.hpp"

#include <catch2/catch_test_macros.hpp>
#include <ftxui/dom/node.hpp>
#include <ftxui/screen/screen.hpp>

#include "client/text/words.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/registrations.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

const model::CheckContext context{*Date::from_ymd(2026, 11, 22), "5301062015"};

/// What a terminal of so many lines shows of a correction that was returned with this note.
std::string page_with_note(std::size_t note_bytes, int rows) {
    set_language(Language::indonesian);
    storage::Registration registration;
    registration.standing = model::Standing::needs_correction;
    registration.fields = {{"nama", "Yosef Klau"}};
    registration.verdict.code = "needs_correction";
    std::string note;
    while (note.size() < note_bytes) {
        note += "mohon diperiksa ";
    }
    registration.verdict.detail =
        Json().set("reasons", Json::List{Json("BERKAS")}).set("note", note);
    const Form form = Form::correction(context, registration);
    FieldEditor editor;
    editor.begin(form.field(), form.text(form.field().key), false);
    constexpr int columns = 80;
    auto page = form_page(form, editor, Returned(registration), rows, columns);
    auto screen =
        ftxui::Screen::Create(ftxui::Dimension::Fixed(columns), ftxui::Dimension::Fixed(rows));
    ftxui::Render(screen, page);
    return screen.ToString();
}

}  // namespace

TEST_CASE("the field under the cursor is on the screen however much the province wrote") {
    for (const std::size_t bytes : {0U, 100U, 400U, 1'500U, 20'000U}) {
        for (const int rows : {10, 20, 46}) {
            INFO(bytes << " bytes on " << rows << " lines");
            const std::string page = page_with_note(bytes, rows);
            CHECK(page.find("NIK") != std::string::npos);
        }
    }
}

TEST_CASE("a note that does not fit says where the rest is, and a short one stands whole") {
    CHECK(page_with_note(1'500, 20).find("selengkapnya") != std::string::npos);
    CHECK(page_with_note(100, 20).find("selengkapnya") == std::string::npos);
    CHECK(page_with_note(100, 20).find("mohon diperiksa") != std::string::npos);
}
