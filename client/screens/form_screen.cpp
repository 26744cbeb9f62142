#include "client/screens/form_screen.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "client/form/form.hpp"
#include "client/form/keep.hpp"
#include "client/form/returned.hpp"
#include "client/screens/field_editor.hpp"
#include "client/screens/form_page.hpp"
#include "client/screens/message_screen.hpp"
#include "client/screens/person_screen.hpp"
#include "client/screens/similar_screen.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

constexpr std::string_view ctrl_s = "\x13";

std::vector<Option> reason_options(const Form& form) {
    std::vector<Option> options;
    for (const std::string_view reason : form.reasons()) {
        options.push_back({std::string(reason), reason_text(reason)});
    }
    return options;
}

class FormScreen : public Screen {
public:
    FormScreen(Desk& desk, Form form, Returned returned)
        : Screen(desk), form_(std::move(form)), returned_(std::move(returned)) {
        // A correction begins where the province found something; a draft goes on where it stood.
        if (form_.draft_id() == 0) {
            form_.focus_on(returned_.field());
        }
        enter_field();
    }
    [[nodiscard]] std::string title() const override {
        return std::string(
            say(form_.is_correction() ? "screen.form.title_correction" : "screen.form.title"));
    }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        std::vector<KeyHint> hints{{"F10", "screen.key.save"},
                                   {"Enter", "screen.key.next_field"},
                                   {"↑", "screen.key.field_before"}};
        if (editor_.is_choice()) {
            hints.push_back({"F2", "screen.key.all_choices"});
        }
        hints.push_back({"Esc", "screen.key.close_draft"});
        return hints;
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.form"; }

    Element draw() override {
        return form_page(form_, editor_, returned_, desk_.rows(), desk_.columns());
    }

    void on_key(const Event& key) override {
        if (key == Event::F10 || key.input() == ctrl_s) {
            leave_field();
            save();
        } else if (key == Event::Escape) {
            leave_field();
            close_form();
        } else if (key == Event::Return || key == Event::Tab || key == Event::ArrowDown) {
            move(1, key == Event::Return);
        } else if (key == Event::TabReverse || key == Event::ArrowUp) {
            move(-1, false);
        } else if (key == Event::PageDown || key == Event::PageUp) {
            move_section(key == Event::PageDown ? 1 : -1);
        } else if (key == Event::F2 && editor_.is_choice()) {
            show_choices();
        } else if (key == Event::F6) {
            take_offer();
        } else if (editor_.on_key(key)) {
            form_.type(editor_.typed());
        }
    }
    PasteResult on_paste(std::string_view line) override {
        const PasteResult result = editor_.paste(line);
        form_.type(editor_.typed());
        return result;
    }
    std::string_view before_leaving() override {
        leave_field();
        if (form_.draft_is_due()) {
            return "screen.leave.lost";  // it could not be kept
        }
        return form_.draft_id() != 0 ? "screen.leave.draft" : "";
    }
    void on_leaving() override { leave_field(); }

private:
    /// The village is the register's; it is shown and never typed.
    static bool is_fixed(const model::Field& field) { return field.key == model::village_field; }

    /// F2: nobody knows forty kinds of work by heart.
    void show_choices() {
        const model::Field& field = form_.field();
        std::vector<Option> options;
        for (const model::Choice& choice : field.choices) {
            const std::string code(choice.code);
            options.push_back({code, answer_text(field.key, code)});
        }
        desk_.open(
            make_choice_screen(desk_, field_title(field.key),
                               {std::string(say("field." + std::string(field.key) + ".help"))},
                               std::move(options), [this](const std::string& code) {
                                   form_.type(code);
                                   leave_field();
                                   enter_field();
                               }));
    }

    /// F6: the digits read from letters, or the value the province has.
    void take_offer() {
        std::optional<std::string> offer;
        if (form_.field().kind == model::FieldKind::nik) {
            offer = form_.suggested_nik();
        }
        if (!offer) {
            offer = returned_.answer(form_.field().key, answer_of(form_, form_.field().key));
        }
        if (offer) {
            form_.type(*offer);
            leave_field();
            enter_field();
        }
    }

    void enter_field() {
        editor_.begin(form_.field(), editor_text(), form_.was_filled_in(form_.field().key));
    }
    [[nodiscard]] std::string editor_text() const {
        return form_.field().choices.empty() ? form_.text(form_.field().key)
                                             : std::string(answer_of(form_, form_.field().key));
    }

    void leave_field() {
        form_.leave();
        if (auto kept = keep_draft(desk_.session()->village_register(), form_); !kept) {
            desk_.tell_error(kept.error());
        }
    }

    /// The cursor is in the next field already when a mistake of this one shows.
    void tell_mistake() {
        const auto findings = form_.findings_of(form_.field().key);
        if (model::has_errors(findings)) {
            const auto error =
                std::ranges::find(findings, model::Severity::error, &model::Finding::severity);
            desk_.tell_trouble(finding_with_field(*error));
        }
    }

    void move(int by, bool save_at_the_end) {
        leave_field();
        // Whoever goes back to mend something is not blamed for what is still empty.
        if (by > 0 || !editor_.typed().empty()) {
            tell_mistake();
        }
        const auto fields = form_.fields();
        auto next = static_cast<std::ptrdiff_t>(form_.focus()) + by;
        while (next >= 0 && next < std::ssize(fields) &&
               is_fixed(fields[static_cast<std::size_t>(next)])) {
            next += by;
        }
        if (next >= std::ssize(fields)) {
            if (save_at_the_end) {
                save();
            }
            return;
        }
        if (next >= 0) {
            form_.focus_on(static_cast<std::size_t>(next));
        }
        enter_field();
    }

    void move_section(int by) {
        leave_field();
        const auto fields = form_.fields();
        const auto section = [&](std::ptrdiff_t at) {
            return fields[static_cast<std::size_t>(at)].section;
        };
        auto at = static_cast<std::ptrdiff_t>(form_.focus());
        const std::string_view here = section(at);
        while (at + by >= 0 && at + by < std::ssize(fields) && section(at) == here) {
            at += by;
        }
        while (at > 0 && section(at - 1) == section(at)) {
            --at;
        }
        form_.focus_on(static_cast<std::size_t>(at));
        enter_field();
    }

    // ---- saving

    void save() {
        form_.saving_was_tried();
        if (const auto wrong = form_.first_error()) {
            form_.focus_on(*wrong);
            enter_field();
            const auto errors = std::ranges::count(form_.findings(), model::Severity::error,
                                                   &model::Finding::severity);
            desk_.tell_trouble(say("screen.form.has_errors", {{"n", std::to_string(errors)}}));
            return;
        }
        if (form_.is_correction() && form_.changes().empty() && !form_.may_be_said_again()) {
            desk_.tell(std::string(say("screen.form.unchanged")));
            return;
        }
        if (!form_.field_still_asked().empty()) {
            ask_about_return();
            return;
        }
        if (form_.asks_reason() && !form_.reason()) {
            ask_reason();
            return;
        }
        auto saved =
            client::save(desk_.session()->village_register(), form_, desk_.session()->officer().id);
        if (!saved) {
            desk_.tell_error(saved.error());
            return;
        }
        react(*saved);
    }

    void react(const storage::Saved& saved) {
        switch (saved.result) {
            case storage::SaveResult::saved:
                return settled(
                    say("screen.form.saved", {{"name", drawable(answer_of(form_, "nama"))}}));
            case storage::SaveResult::saved_held:
                return settled(
                    say("screen.form.saved_held", {{"name", drawable(answer_of(form_, "nama"))}}));
            case storage::SaveResult::unchanged:
                return desk_.tell(std::string(say("screen.form.unchanged")));
            case storage::SaveResult::already_there:
                return already_there(saved.id);
            case storage::SaveResult::has_errors:
                for (const model::Finding& finding : saved.findings) {
                    if (finding.severity == model::Severity::error) {
                        return desk_.tell_trouble(finding_with_field(finding));
                    }
                }
                return;
            case storage::SaveResult::needs_reason:
                return ask_reason();
            case storage::SaveResult::needs_decision:
                return ask_similar(saved.similar);
        }
    }

    void settled(const std::string& words) {
        desk_.tell(words);
        if (form_.is_correction()) {
            desk_.close(*this);
            return;
        }
        // The next person follows at once: an official has a list in the hand.
        form_ = Form::new_person(desk_.session()->check_context());
        enter_field();
    }

    void already_there(const RegistrationId& id) {
        desk_.ask(std::string(say("screen.already.title")),
                  {std::string(say("screen.already.text"))}, [this, id] { leave_for(id); });
    }

    /// An edit of another field would count as the correction, and come back once more.
    void ask_about_return() {
        desk_.ask(std::string(say("screen.returned.title")),
                  {returned_.words(),
                   say("returned.unchanged", {{"field", field_title(form_.field_still_asked())}})},
                  [this] {
                      form_.say_field_is_right();
                      save();
                  });
    }

    void ask_reason() {
        std::vector<std::string> lines;
        for (const model::Finding& finding : form_.findings()) {
            if (finding.severity == model::Severity::warning) {
                lines.push_back("? " + finding_with_field(finding));
            }
        }
        lines.emplace_back(
            say(form_.is_correction() ? "screen.form.why_correction" : "screen.form.why_warning"));
        desk_.open(make_choice_screen(desk_, std::string(say("screen.reason.title")),
                                      std::move(lines), reason_options(form_),
                                      [this](const std::string& reason) {
                                          form_.choose_reason(reason);
                                          save();
                                      }));
    }

    void ask_similar(const std::vector<storage::Similar>& similar) {
        desk_.open(make_similar_screen(
            desk_, typed_words, form_.answers(), similar,
            [this] {
                form_.say_different_people();
                save();
            },
            [this](const RegistrationId& id) { leave_for(id); }));
    }

    /// The person is registered: the draft goes, their page opens.
    void leave_for(const RegistrationId& id) {
        if (auto dropped = drop_draft(desk_.session()->village_register(), form_); !dropped) {
            desk_.tell_error(dropped.error());
        }
        desk_.close(*this);
        desk_.open(make_person_screen(desk_, id));
    }

    void close_form() {
        if (form_.draft_id() != 0) {
            desk_.tell(std::string(say("screen.form.kept_as_draft")));
        }
        desk_.close(*this);
    }

    Form form_;
    Returned returned_;
    FieldEditor editor_;
};

}  // namespace

std::unique_ptr<Screen> make_form_screen(Desk& desk) {
    return std::make_unique<FormScreen>(desk, Form::new_person(desk.session()->check_context()),
                                        Returned());
}

std::unique_ptr<Screen> make_correction_screen(Desk& desk,
                                               const storage::Registration& registration) {
    auto form =
        begin_correction(desk.session()->village_register(), desk.session()->check_context(),
                         registration.id, desk.session()->officer().id);
    if (!form) {
        return make_message_screen(desk, std::string(say("screen.form.title_correction")),
                                   {explain(form.error())}, {});
    }
    return std::make_unique<FormScreen>(desk, std::move(*form), Returned(registration));
}

std::unique_ptr<Screen> make_draft_screen(Desk& desk, const storage::Draft& draft) {
    auto& village_register = desk.session()->village_register();
    auto form = resume_draft(village_register, desk.session()->check_context(), draft.id,
                             desk.session()->officer().id);
    if (!form) {
        return make_message_screen(desk, std::string(say("screen.form.title")),
                                   {explain(form.error())}, {});
    }
    Returned returned;
    if (draft.of) {
        auto registration = storage::find_registration(village_register, *draft.of);
        if (!registration) {
            return make_message_screen(desk, std::string(say("screen.form.title")),
                                       {explain(registration.error())}, {});
        }
        returned = Returned(*registration);
    }
    return std::make_unique<FormScreen>(desk, std::move(*form), std::move(returned));
}

}  // namespace lontar::client
