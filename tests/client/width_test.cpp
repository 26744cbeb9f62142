#include <algorithm>
#include <sstream>

#include <catch2/catch_test_macros.hpp>
#include <ftxui/dom/node.hpp>
#include <ftxui/screen/screen.hpp>
#include <ftxui/screen/terminal.hpp>

#include "client/screens/delivery_screen.hpp"
#include "client/screens/desk.hpp"
#include "client/screens/look.hpp"
#include "client/screens/people_screen.hpp"
#include "client/screens/person_screen.hpp"
#include "client/screens/similar_screen.hpp"
#include "client/text/po.hpp"
#include "client/text/translations.hpp"
#include "client/text/words.hpp"
#include "open_desk.hpp"
#include "storage/base/text.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"
#include "sync/laptop/delivery.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

/// The narrowest terminal there is room for.
constexpr int columns = 80;

/// As wide as the screens take this terminal to be; they wrap for it.
std::string drawn(const ftxui::Element& element, int rows = 24,
                  int width = std::max(ftxui::Terminal::Size().dimx, columns)) {
    auto screen =
        ftxui::Screen::Create(ftxui::Dimension::Fixed(width), ftxui::Dimension::Fixed(rows));
    ftxui::Render(screen, element);
    std::string all;
    for (int y = 0; y < rows; ++y) {
        for (int x = 0; x < width; ++x) {
            all += screen.PixelAt(x, y).character;
        }
        all += '\n';
    }
    return all;
}

bool shows(const std::string& all, std::string_view words) {
    return all.find(words) != std::string::npos;
}

/// Every word of `words`, in their order.
bool shows_words(const std::string& all, const std::string& words) {
    std::istringstream parts(words);
    std::size_t from = 0;
    for (std::string word; parts >> word;) {
        from = all.find(word, from);
        if (from == std::string::npos) {
            return false;
        }
    }
    return true;
}

std::string lines_of(ftxui::Elements lines) {
    return drawn(ftxui::vbox(std::move(lines)), 24, columns);
}

/// An office with one worker whose answers are as long as they may be said.
class LongAnswers : public OpenDesk {
public:
    LongAnswers() {
        person = office.people.next();
        person["alamat"] = address;
        storage::SaveOptions options;
        options.by = desk.session()->officer().id;
        options.why = "sesuai_ktp";
        const auto saved = storage::save_new(desk.session()->village_register(), person, options);
        REQUIRE(saved);
        id = saved->id;
    }

    const std::string address =
        "Dusun Haitimuk di belakang gereja lama, sebelah timur jembatan gantung, rumah ketiga";
    model::Answers person;
    RegistrationId id;
};

}  // namespace

TEST_CASE("a title and the name of the village never run together at 80 columns") {
    const std::string village = "Desa Kamanasa, Kec. Malaka Tengah, Kab. Malaka";
    for (const Language language : {Language::indonesian, Language::english}) {
        set_language(language);
        const auto entries =
            parse_po(language == Language::indonesian ? translations::id_po : translations::en_po);
        REQUIRE(entries);
        for (const PoEntry& entry : *entries) {
            if (!entry.key.starts_with("screen.") || !entry.key.ends_with("title")) {
                continue;
            }
            for (const bool training : {false, true}) {
                INFO(entry.key);
                const std::string bar =
                    drawn(title_bar(entry.words, village, training, columns), 1, columns);
                CHECK(shows(bar, "LONTAR · " + entry.words + "  "));
                CHECK(shows(bar, "  Desa Kam"));
            }
        }
    }
    const std::string bar =
        drawn(title_bar(std::string(75, 'x'), village, true, columns), 1, columns);
    CHECK(shows(bar, "…"));
    CHECK_FALSE(shows(bar, "Desa"));
}

TEST_CASE("a word that is longer than the line is broken, not cut") {
    const std::string path =
        "/media/petugas/LONTAR-KAMANASA/" + std::string(90, 'e') + "/akhir.csv";
    std::string all = lines_of(wrapped("Berkas " + path + " tidak ada.", columns));
    std::erase(all, '\n');
    CHECK(shows(all, path.substr(80)));
    CHECK(shows(all, "tidak ada."));
    CHECK(wrapped("村村村", 1).size() == 3);
    CHECK(wrapped("", 0).empty());
}

TEST_CASE("what became of a file fits beside it, in every language") {
    LongAnswers office;
    auto& village_register = office.desk.session()->village_register();
    REQUIRE(laptop::seal_pending(*office.desk.session()));
    const auto batches = storage::list_batches(village_register);
    REQUIRE(batches);
    REQUIRE(!batches->empty());
    const storage::BatchInfo& batch = batches->front();
    REQUIRE(storage::record_handed_over(village_register, batch.epoch, batch.seq, "https",
                                        office.office.clock.now()));
    auto screen = make_delivery_screen(office.desk);
    screen->on_top();
    CHECK(shows(drawn(screen->draw()), "sudah dikirim, menunggu tanda terima"));
    for (const Language language : {Language::indonesian, Language::english}) {
        set_language(language);
        for (const std::string_view state :
             {"waiting", "sent", "on_stick", "received", "quarantined", "fork", "unreadable"}) {
            INFO(state);
            CHECK(display_width(say("batch." + std::string(state))) <= columns - 20 - 23);
        }
    }
}

TEST_CASE("a long answer stands whole on a person's page and beside another person's") {
    LongAnswers office;
    auto page = make_person_screen(office.desk, office.id);
    page->on_top();
    std::string seen = drawn(page->draw());
    for (int i = 0; i < 3; ++i) {
        page->on_key(ftxui::Event::PageDown);
        seen += drawn(page->draw());
    }
    CHECK(shows_words(seen, office.address));
    storage::Similar similar;
    similar.id = office.id;
    auto screen = make_similar_screen(office.desk, typed_words, office.person, {similar}, {}, {});
    const std::string compared = drawn(screen->draw());
    CHECK(shows_words(compared, "jembatan gantung, rumah ketiga"));
    CHECK(shows(compared, "="));
}

TEST_CASE("a filter and the number of people it leaves are two things") {
    LongAnswers office;
    auto screen = make_people_screen(office.desk);
    screen->on_top();
    screen->on_key(ftxui::Event::F3);
    CHECK(shows(drawn(screen->draw()), "Diterima provinsi · 0 orang"));
}
