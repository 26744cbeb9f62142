#include "client/screens/people_screen.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <vector>

#include "client/form/same_nik.hpp"
#include "client/screens/look.hpp"
#include "client/screens/person_screen.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "client/widgets/list_box.hpp"
#include "client/widgets/text_input.hpp"
#include "storage/base/text.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/people.hpp"
#include "storage/register/registrations.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

/// Lines read from the register at once; the list asks for more when its end is reached.
constexpr std::int64_t page = 200;

class PeopleScreen : public Screen {
public:
    PeopleScreen(Desk& desk, bool only_to_fix) : Screen(desk), only_to_fix_(only_to_fix) {
        if (only_to_fix) {
            filter_.standing = model::Standing::needs_correction;
        }
    }
    [[nodiscard]] std::string title() const override {
        return std::string(say(only_to_fix_ ? "screen.fix.title" : "screen.people.title"));
    }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        std::vector<KeyHint> hints{{"↑↓", "screen.key.choose"}, {"Enter", "screen.key.open"}};
        if (!only_to_fix_) {
            hints.push_back({"F3", "screen.key.filter"});
            hints.push_back({"F4", "screen.key.to_check"});
        }
        hints.push_back({"Esc", "screen.key.back"});
        return hints;
    }
    [[nodiscard]] std::string_view help() const override {
        return only_to_fix_ ? "screen.help.fix" : "screen.help.people";
    }

    void on_top() override { read(); }

    Element draw() override {
        Elements lines;
        lines.push_back(
            hbox({text(" " + std::string(say("screen.people.search")) + " "),
                  search_.draw(true, 40), filler(), text(filter_words()),
                  text(say("screen.people.count", {{"n", number_text(count_)}}) + " ") | dim}));
        lines.push_back(separatorLight());
        if (people_.empty()) {
            lines.push_back(text(""));
            for (Element& line :
                 wrapped(say(only_to_fix_ ? "screen.fix.none" : "screen.people.none"),
                         desk_.columns() - 4)) {
                lines.push_back(hbox({text("  "), std::move(line)}));
            }
            return vbox(std::move(lines));
        }
        const int explain_rows = only_to_fix_ ? 4 : 0;
        lines.push_back(
            list_.draw(desk_.rows() - 3 - explain_rows, [this](std::int64_t index, bool is_chosen) {
                return list_line(person_line(people_[static_cast<std::size_t>(index)]), is_chosen);
            }));
        if (only_to_fix_ && list_.chosen() >= 0) {
            lines.push_back(separatorLight());
            for (Element& line :
                 wrapped(what_to_do(people_[static_cast<std::size_t>(list_.chosen())]),
                         desk_.columns() - 4)) {
                lines.push_back(hbox({text(" "), std::move(line)}));
            }
        }
        return vbox(std::move(lines));
    }

    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            if (search_.text().empty()) {
                desk_.close(*this);
            } else {
                search_.clear();
                search();
            }
        } else if (key == Event::Return) {
            if (list_.chosen() >= 0) {
                desk_.open(make_person_screen(
                    desk_, people_[static_cast<std::size_t>(list_.chosen())].id));
            }
        } else if (key == Event::F3 && !only_to_fix_) {
            next_standing();
        } else if (key == Event::F4 && !only_to_fix_) {
            filter_.to_check = !filter_.to_check;
            search();
        } else if (list_.on_key(key)) {
            read_more_at_the_end();
        } else if (search_.on_key(key)) {
            search();
        }
    }
    PasteResult on_paste(std::string_view line) override {
        const PasteResult result = search_.paste(line);
        search();
        return result;
    }

private:
    Element person_line(const storage::PersonLine& person) const {
        const int name_columns = desk_.columns() - 20 - 12 - 18 - 3;
        return hbox({text(fit(person.name, name_columns)) | size(WIDTH, EQUAL, name_columns + 1),
                     text(masked_nik(person.nik)) | size(WIDTH, EQUAL, 18),
                     text(day_text(person.birth_date)) | size(WIDTH, EQUAL, 12),
                     standing_mark(person.standing, person.is_withdrawn())});
    }
    /// A line of the list has only the code of the answer; reasons and note stand in the
    /// registration.
    std::string what_to_do(const storage::PersonLine& person) const {
        auto whole = storage::find_registration(desk_.session()->village_register(), person.id);
        if (!whole) {
            const storage::Verdict verdict{person.answer, {}, std::nullopt};
            return verdict_text(verdict) + "\n" + verdict_advice(verdict);
        }
        return verdict_text(whole->verdict) + "\n" +
               next_step(desk_.session()->village_register(), *whole);
    }
    static std::string day_text(const std::string& iso) {
        return iso.size() == 10 ? iso.substr(8, 2) + "-" + iso.substr(5, 2) + "-" + iso.substr(0, 4)
                                : std::string();
    }
    /// In front of the number of people.
    std::string filter_words() const {
        if (filter_.to_check) {
            return std::string(say("screen.people.only_to_check")) + " · ";
        }
        return filter_.standing ? standing_text(*filter_.standing) + " · " : std::string();
    }
    void next_standing() {
        using model::Standing;
        constexpr std::array order{Standing::received, Standing::on_the_way, Standing::waiting,
                                   Standing::needs_correction, Standing::closed};
        if (!filter_.standing) {
            filter_.standing = order[0];
        } else {
            const auto* at = std::ranges::find(order, *filter_.standing);
            filter_.standing = at + 1 == order.end() ? std::nullopt : std::optional(*(at + 1));
        }
        search();
    }
    void search() {
        list_.choose(0);
        read();
    }
    void read() {
        filter_.text = search_.text();
        filter_.offset = 0;
        filter_.limit = std::max<std::int64_t>(page, list_.chosen() + page);
        auto& village_register = desk_.session()->village_register();
        auto people = storage::list_people(village_register, filter_);
        auto count = storage::count_people(village_register, filter_);
        if (!people || !count) {
            desk_.tell_error(!people ? people.error() : count.error());
            return;
        }
        people_ = std::move(*people);
        count_ = *count;
        list_.set_count(static_cast<std::int64_t>(people_.size()));
    }
    void read_more_at_the_end() {
        const auto have = static_cast<std::int64_t>(people_.size());
        if (list_.chosen() + 1 < have || have >= count_) {
            return;
        }
        filter_.offset = have;
        filter_.limit = page;
        auto more = storage::list_people(desk_.session()->village_register(), filter_);
        if (more) {
            people_.insert(people_.end(), std::make_move_iterator(more->begin()),
                           std::make_move_iterator(more->end()));
            list_.set_count(static_cast<std::int64_t>(people_.size()));
        }
    }

    bool only_to_fix_;
    storage::PeopleFilter filter_;
    std::vector<storage::PersonLine> people_;
    std::int64_t count_ = 0;
    ListBox list_;
    TextInput search_{"", false, 60};
};

}  // namespace

std::unique_ptr<Screen> make_people_screen(Desk& desk) {
    return std::make_unique<PeopleScreen>(desk, false);
}

std::unique_ptr<Screen> make_fix_screen(Desk& desk) {
    return std::make_unique<PeopleScreen>(desk, true);
}

}  // namespace lontar::client
