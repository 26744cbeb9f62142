#include "client/screens/person_screen.hpp"

#include <algorithm>
#include <optional>
#include <ranges>
#include <vector>

#include "client/form/same_nik.hpp"
#include "client/screens/form_screen.hpp"
#include "client/screens/look.hpp"
#include "client/screens/message_screen.hpp"
#include "client/screens/similar_screen.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "client/widgets/list_box.hpp"
#include "storage/base/text.hpp"
#include "storage/model/reasons.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/same_person.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/withdrawals.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

class PersonScreen : public Screen {
public:
    PersonScreen(Desk& desk, const RegistrationId& id) : Screen(desk), id_(id) {}
    [[nodiscard]] std::string title() const override {
        return std::string(say("screen.person.title"));
    }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        std::vector<KeyHint> hints;
        if (person_ && may_change()) {
            hints.push_back({"Enter", "screen.key.edit"});
            if (other_) {
                hints.push_back({"F7", "screen.key.compare"});
            }
            hints.push_back({"F8", "screen.key.withdraw"});
            if (person_->to_check) {
                hints.push_back({"F4", "screen.key.checked"});
            }
        }
        if (person_ && person_->can_reopen) {
            hints.push_back({"F8", "screen.key.reopen"});
        }
        hints.push_back({"F5", unmasked_ ? "screen.key.mask" : "screen.key.unmask"});
        hints.push_back({"Esc", "screen.key.back"});
        return hints;
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.person"; }

    void on_top() override {
        auto person = storage::find_registration(desk_.session()->village_register(), id_);
        if (!person) {
            desk_.tell_error(person.error());
            return;
        }
        person_ = std::move(*person);
        other_.reset();
        if (auto other = find_other(desk_.session()->village_register(), *person_)) {
            other_ = std::move(*other);
        } else {
            desk_.tell_error(other.error());
        }
        lines_ = make_lines();
        list_.set_count(static_cast<std::int64_t>(lines_.size()));
    }

    Element draw() override {
        return list_.draw(desk_.rows() - 1, [this](std::int64_t index, bool is_chosen) {
            Element line = lines_[static_cast<std::size_t>(index)];
            return hbox({text(is_chosen ? "│" : " "), line | flex});
        });
    }

    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            desk_.close(*this);
        } else if (!person_ || list_.on_key(key)) {
            return;
        } else if (key == Event::F5) {
            unmask();
        } else if (key == Event::Return && may_change()) {
            desk_.open(make_correction_screen(desk_, *person_));
        } else if (key == Event::F7 && other_) {
            compare();
        } else if (key == Event::F8 && may_change()) {
            ask_withdrawal();
        } else if (key == Event::F8 && person_->can_reopen) {
            reopen();
        } else if (key == Event::F4 && person_->to_check) {
            mark_checked();
        }
    }

private:
    /// For the mark of the chosen line and the one that there is more.
    static constexpr int margin = 2;

    /// Also who was withdrawn as somebody else, when the province did not take that.
    [[nodiscard]] bool may_change() const {
        return !person_->withdrawn || person_->is_held_merge();
    }

    Elements make_lines() {
        Elements lines;
        lines.push_back(hbox({text(" " + std::string(say("screen.person.standing")) + " ") | bold,
                              standing_mark(person_->standing, person_->withdrawn)}));
        for (Element& line : wrapped(what_now(), desk_.columns() - 4)) {
            lines.push_back(hbox({text(" "), std::move(line)}));
        }
        if (person_->to_check) {
            lines.push_back(text(""));
            lines.push_back(text(" " + std::string(say("screen.person.to_check"))) | bold);
            for (const std::string& code : person_->revisions.back().warn) {
                for (Element& line :
                     finding_lines({model::Severity::warning, code, {}}, desk_.columns() - 3)) {
                    lines.push_back(std::move(line));
                }
            }
        }
        std::string_view section;
        for (const model::Field& field : model::form_fields()) {
            const auto answer = person_->fields.find(field.key);
            if (field.section != section) {
                section = field.section;
                lines.push_back(text(""));
                lines.push_back(text(" " + std::string(say("section." + std::string(section)))) |
                                bold);
            }
            std::string shown = "–";
            if (answer != person_->fields.end()) {
                shown = unmasked_ ? answer_text(field.key, answer->second)
                                  : masked_answer_text(field.key, answer->second);
            }
            for (Element& line :
                 pair_lines(field_title(field.key), shown, desk_.columns() - margin)) {
                lines.push_back(std::move(line));
            }
        }
        add_history(lines);
        return lines;
    }

    void add_history(Elements& lines) {
        lines.push_back(text(""));
        lines.push_back(text(" " + std::string(say("screen.person.history"))) | bold);
        auto officers = storage::list_officers(desk_.session()->village_register());
        for (const storage::RevisionInfo& revision : std::views::reverse(person_->revisions)) {
            std::string who;
            if (officers) {
                const auto found = std::ranges::find(*officers, revision.by, &storage::Officer::id);
                who = found == officers->end() ? std::string() : drawable(found->name);
            }
            std::string what = act_text(revision);
            if (revision.taken_back) {
                what += " " + std::string(say("show.taken_back"));
            }
            if (revision.told) {
                what += " " + std::string(say("show.told"));
            }
            if (revision.why) {
                what += " (" + reason_text(*revision.why) + ")";
            }
            for (Element& line :
                 wrapped(moment_text(revision.at) + " " + what + (who.empty() ? "" : " · " + who),
                         desk_.columns() - margin - 1)) {
                lines.push_back(hbox({text(" "), std::move(line)}));
            }
        }
    }

    /// What the newest answer means and what to do.
    std::string what_now() const {
        if (person_->standing == model::Standing::needs_correction || person_->withdrawn) {
            return verdict_text(person_->verdict) + "\n" +
                   next_step(desk_.session()->village_register(), *person_);
        }
        return std::string(
            say("standing." + std::string(model::name_of(person_->standing)) + ".next"));
    }

    void unmask() {
        if (!unmasked_) {
            auto logged = storage::record_act(desk_.session()->village_register(), "unmask",
                                              id_.hex(), desk_.session()->officer().id);
            if (!logged) {
                desk_.tell_error(logged.error());
                return;
            }
        }
        unmasked_ = !unmasked_;
        on_top();
    }

    void mark_checked() {
        auto marked = storage::mark_checked(desk_.session()->village_register(), id_,
                                            desk_.session()->officer().id);
        if (!marked) {
            desk_.tell_error(marked.error());
            return;
        }
        desk_.tell(std::string(say("screen.person.checked")));
        on_top();
    }

    void ask_withdrawal() {
        std::vector<Option> reasons;
        for (const std::string_view reason : model::withdrawal_reasons()) {
            if (!model::is_given_by_program(reason)) {
                reasons.push_back({std::string(reason), reason_text(reason)});
            }
        }
        desk_.open(make_choice_screen(desk_, std::string(say("screen.withdraw.title")),
                                      {std::string(say("screen.withdraw.why"))}, std::move(reasons),
                                      [this](const std::string& reason) {
                                          desk_.ask(
                                              std::string(say("screen.withdraw.title")),
                                              {say("screen.withdraw.sure", {{"name", name()}})},
                                              [this, reason] { withdraw(reason); });
                                      }));
    }

    /// The other one with this NIK, side by side.
    void compare() {
        desk_.open(make_similar_screen(
            desk_, same_nik_words, person_->fields, {{other_->registration.id, other_->likeness}},
            [this] { desk_.open(make_correction_screen(desk_, *person_)); },
            [this](const RegistrationId& id) {
                desk_.ask(std::string(say("screen.merge.title")),
                          {say("screen.merge.sure", {{"name", name()}})},
                          [this, id] { merge(id); });
            }));
    }

    void merge(const RegistrationId& into) {
        auto& village_register = desk_.session()->village_register();
        const auto merged = storage::merge_into(village_register, id_, person_->rev, into,
                                                desk_.session()->officer().id);
        if (!merged) {
            desk_.tell_error(merged.error());
            return;
        }
        desk_.tell(std::string(say(merged->draft ? "screen.merge.draft" : "screen.merge.done")));
        on_top();
        if (!merged->draft) {
            desk_.open(make_person_screen(desk_, into));
            return;
        }
        const auto draft = storage::find_draft(village_register, *merged->draft);
        if (draft && *draft) {
            desk_.open(make_draft_screen(desk_, **draft));
        }
    }

    std::string name() const {
        const auto found = person_->fields.find("nama");
        return found == person_->fields.end() ? std::string() : drawable(found->second);
    }

    void withdraw(const std::string& reason) {
        auto withdrawn = storage::withdraw(desk_.session()->village_register(), id_, person_->rev,
                                           reason, desk_.session()->officer().id);
        if (!withdrawn) {
            desk_.tell_error(withdrawn.error());
            return;
        }
        desk_.tell(std::string(say("screen.withdraw.done")));
        on_top();
    }

    void reopen() {
        auto reopened = storage::take_back_withdrawal(desk_.session()->village_register(), id_,
                                                      desk_.session()->officer().id);
        if (!reopened) {
            desk_.tell_error(reopened.error());
            return;
        }
        desk_.tell(std::string(say("screen.withdraw.undone")));
        on_top();
    }

    RegistrationId id_;
    std::optional<storage::Registration> person_;
    std::optional<OtherOne> other_;
    bool unmasked_ = false;
    Elements lines_;
    ListBox list_;
};

}  // namespace

std::unique_ptr<Screen> make_person_screen(Desk& desk, const RegistrationId& id) {
    return std::make_unique<PersonScreen>(desk, id);
}

}  // namespace lontar::client
