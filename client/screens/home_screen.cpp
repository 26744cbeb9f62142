#include "client/screens/home_screen.hpp"

#include <array>
#include <optional>

#include "client/screens/backup_screen.hpp"
#include "client/screens/delivery_screen.hpp"
#include "client/screens/drafts_screen.hpp"
#include "client/screens/form_screen.hpp"
#include "client/screens/import_screen.hpp"
#include "client/screens/look.hpp"
#include "client/screens/office_screen.hpp"
#include "client/screens/people_screen.hpp"
#include "client/screens/stick_screen.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "client/widgets/list_box.hpp"
#include "storage/base/text.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/status.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

enum class Act { add, people, fix, drafts, send, stick, import, backup, office, lock, leave };

struct Line {
    char key;
    Act act;
    std::string_view words;
};

constexpr auto menu = std::to_array<Line>({
    {'1', Act::add, "screen.home.add"},
    {'2', Act::people, "screen.home.people"},
    {'3', Act::fix, "screen.home.fix"},
    {'4', Act::drafts, "screen.home.drafts"},
    {'5', Act::send, "screen.home.send"},
    {'6', Act::stick, "screen.home.stick"},
    {'7', Act::import, "screen.home.import"},
    {'8', Act::backup, "screen.home.backup"},
    {'9', Act::office, "screen.home.office"},
    {'l', Act::lock, "screen.home.lock"},
    {'q', Act::leave, "screen.home.leave"},
});

/// A backup older than this is shown in the colour of trouble: a week of typing is what a village
/// can afford to redo.
constexpr std::int64_t old_backup_seconds = 7 * 24 * 3600;

class HomeScreen : public Screen {
public:
    explicit HomeScreen(Desk& desk) : Screen(desk) {
        list_.set_count(static_cast<std::int64_t>(menu.size()));
    }
    [[nodiscard]] std::string title() const override {
        return std::string(say("screen.home.title"));
    }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        return {{"1-9", "screen.key.choose"},
                {"↑↓ Enter", "screen.key.open"},
                {"L", "screen.key.lock"},
                {"Q", "screen.key.quit"}};
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.home"; }

    void on_top() override {
        auto status = storage::find_status(desk_.session()->village_register());
        if (status) {
            status_ = std::move(*status);
        } else {
            desk_.tell_error(status.error());
        }
    }

    Element draw() override {
        if (!status_) {
            return text("");
        }
        return hbox({vbox(menu_lines()) | size(WIDTH, EQUAL, 38), separatorLight(),
                     vbox(state_lines()) | flex});
    }

    void on_key(const Event& key) override {
        if (key == Event::Return) {
            run(menu[static_cast<std::size_t>(list_.chosen())].act);
        } else if (list_.on_key(key)) {
            return;
        } else if (key.is_character() && key.character().size() == 1) {
            for (const Line& line : menu) {
                if (line.key == ascii_lower(key.character())[0]) {
                    run(line.act);
                }
            }
        }
    }

private:
    Elements menu_lines() {
        Elements lines{text("")};
        for (std::size_t i = 0; i < menu.size(); ++i) {
            std::string words(say(menu[i].words));
            if (menu[i].act == Act::fix && status_->counters.needs_correction > 0) {
                words += " (" + number_text(status_->counters.needs_correction) + ")";
            }
            if (menu[i].act == Act::drafts && status_->counters.draft > 0) {
                words += " (" + number_text(status_->counters.draft) + ")";
            }
            const std::string key(
                1, static_cast<char>(std::toupper(static_cast<unsigned char>(menu[i].key))));
            lines.push_back(list_line(text(" " + key + "  " + fit(words, 31)),
                                      static_cast<std::int64_t>(i) == list_.chosen()));
        }
        return lines;
    }

    Elements state_lines() {
        const model::Counters& c = status_->counters;
        const auto row = [](model::Standing standing, std::int64_t count) {
            return hbox({text("  "), standing_mark(standing) | size(WIDTH, EQUAL, 26),
                         text(number_text(count)) | align_right | size(WIDTH, EQUAL, 8)});
        };
        Elements lines{
            text(""),
            hbox({text("  " + std::string(say("screen.home.entered"))) | bold |
                      size(WIDTH, EQUAL, 28),
                  text(number_text(c.entered())) | bold | align_right | size(WIDTH, EQUAL, 8)}),
            row(model::Standing::received, c.received),
            row(model::Standing::on_the_way, c.on_the_way),
            row(model::Standing::waiting, c.waiting),
            row(model::Standing::needs_correction, c.needs_correction),
            row(model::Standing::draft, c.draft),
            row(model::Standing::closed, c.closed),
            text(""),
        };
        const Timestamp now = desk_.machine().world.clock.now();
        lines.push_back(text("  " + std::string(say("screen.home.last_reply"))));
        lines.push_back(age_line(status_->last_reply, now, "screen.home.never_received", false));
        lines.push_back(text("  " + std::string(say("screen.home.last_backup"))));
        lines.push_back(age_line(status_->last_backup, now, "screen.home.never_backed_up", true));
        if (status_->clock_uncertain) {
            add_wrapped(lines, say("screen.home.clock_wrong"), color(Color::Red));
        }
        if (status_->to_check > 0) {
            add_wrapped(lines, say("screen.home.to_check", {{"n", number_text(status_->to_check)}}),
                        color(Color::Yellow));
        }
        lines.push_back(text(""));
        add_wrapped(lines, next_step(), bold);
        return lines;
    }

    void add_wrapped(Elements& lines, std::string_view words, const Decorator& look) const {
        constexpr int menu_and_margins = 44;
        for (Element& line : wrapped(words, desk_.columns() - menu_and_margins)) {
            lines.push_back(hbox({text("  "), std::move(line) | look}));
        }
    }

    static Element age_line(const std::optional<Timestamp>& moment, Timestamp now,
                            std::string_view never, bool old_is_bad) {
        if (!moment) {
            return text("    " + std::string(say(never))) |
                   color(old_is_bad ? Color::Red : Color::Yellow);
        }
        const std::int64_t age = std::max<std::int64_t>((now - *moment).count(), 0);
        Element line = text("    " + moment_text(*moment) + " (" + age_text(age) + ")");
        return old_is_bad && age > old_backup_seconds ? line | color(Color::Red) : line;
    }

    /// What to do next, in one sentence: nobody is left without a next step.
    std::string next_step() const {
        const model::Counters& c = status_->counters;
        if (c.needs_correction > 0) {
            return say("screen.home.next_fix", {{"n", number_text(c.needs_correction)}});
        }
        if (c.waiting > 0) {
            return say("screen.home.next_send", {{"n", number_text(c.waiting)}});
        }
        if (c.on_the_way > 0) {
            return std::string(say("screen.home.next_wait"));
        }
        if (c.draft > 0) {
            return say("screen.home.next_drafts", {{"n", number_text(c.draft)}});
        }
        return std::string(
            say(c.entered() == 0 ? "screen.home.next_first" : "screen.home.next_none"));
    }

    void run(Act act) {
        switch (act) {
            case Act::add:
                return desk_.open(make_form_screen(desk_));
            case Act::people:
                return desk_.open(make_people_screen(desk_));
            case Act::fix:
                return desk_.open(make_fix_screen(desk_));
            case Act::drafts:
                return desk_.open(make_drafts_screen(desk_));
            case Act::send:
                return desk_.open(make_delivery_screen(desk_));
            case Act::stick:
                return desk_.open(make_stick_screen(desk_));
            case Act::import:
                return desk_.open(make_import_screen(desk_));
            case Act::backup:
                return desk_.open(make_backup_screen(desk_));
            case Act::office:
                return desk_.open(make_office_screen(desk_));
            case Act::lock:
                return desk_.lock();
            case Act::leave:
                return desk_.quit();
        }
    }

    ListBox list_;
    std::optional<storage::RegisterStatus> status_;
};

}  // namespace

std::unique_ptr<Screen> make_home_screen(Desk& desk) {
    return std::make_unique<HomeScreen>(desk);
}

}  // namespace lontar::client
