#include "client/screens/form_screen.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "client/entry/entry.hpp"
#include "client/entry/keep.hpp"
#include "client/screens/field_editor.hpp"
#include "client/screens/look.hpp"
#include "client/screens/message_screen.hpp"
#include "client/screens/person_screen.hpp"
#include "client/screens/similar_screen.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

constexpr std::string_view ctrl_s = "\x13";
constexpr int label_columns = 27;
/// Lines under the form for help and findings of the field.
constexpr int foot_rows = 5;

struct FieldOfReason {
    std::string_view reason;
    std::string_view field;
};
constexpr auto fields_of_reasons = std::to_array<FieldOfReason>({
    {"NIK_TIDAK_PADAN", "nik"},
    {"NAMA_BEDA", "nama"},
    {"TGL_LAHIR_BEDA", "tanggal_lahir"},
    {"USIA", "tanggal_lahir"},
    {"BUKAN_PENDUDUK", "alamat"},
});

std::vector<Option> reason_options(const Entry& entry) {
    std::vector<Option> options;
    for (const std::string_view reason : entry.reasons()) {
        options.push_back({std::string(reason), reason_text(reason)});
    }
    return options;
}

class FormScreen : public Screen {
public:
    FormScreen(Desk& desk, Entry entry, std::optional<storage::Registration> before)
        : Screen(desk), entry_(std::move(entry)), before_(std::move(before)) {
        go_to_returned_field();
        enter_field();
    }
    [[nodiscard]] std::string title() const override {
        return std::string(
            say(entry_.is_correction() ? "screen.form.title_correction" : "screen.form.title"));
    }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        std::vector<KeyHint> hints{{"F10", "screen.key.save"},
                                   {"Enter", "screen.key.next_field"},
                                   {"↑", "screen.key.field_before"}};
        if (editor_.is_choice()) {
            hints.push_back({"←→", "screen.key.turn_choice"});
        }
        hints.push_back({"Esc", "screen.key.close_draft"});
        return hints;
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.form"; }

    Element draw() override {
        Elements whole = why_returned();
        const int height = desk_.rows() - foot_rows - 1 - static_cast<int>(whole.size());
        Elements lines;
        std::string_view section;
        int focus_line = 0;
        const auto fields = entry_.fields();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (fields[i].section != section) {
                section = fields[i].section;
                lines.push_back(text(" " + std::string(say("section." + std::string(section)))) |
                                bold | dim);
            }
            if (i == entry_.focus()) {
                focus_line = static_cast<int>(lines.size());
            }
            lines.push_back(field_line(fields[i], i == entry_.focus()));
        }
        // Keeps a section's heading in view with its first field.
        const int count = static_cast<int>(lines.size());
        const int first = std::clamp(focus_line - height / 2, 0, std::max(count - height, 0));
        Elements shown(lines.begin() + first, lines.begin() + std::min(first + height, count));
        whole.push_back(vbox(std::move(shown)) | size(HEIGHT, EQUAL, height));
        whole.push_back(separatorLight());
        for (Element& line : foot()) {
            whole.push_back(std::move(line));
        }
        return vbox(std::move(whole));
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
        } else if (key == Event::F6) {
            take_offer();
        } else if (editor_.on_key(key)) {
            entry_.type(editor_.typed());
        }
    }
    void on_leaving() override { leave_field(); }

private:
    [[nodiscard]] std::string_view answer_of(std::string_view key) const {
        const auto found = entry_.answers().find(key);
        return found == entry_.answers().end() ? std::string_view{}
                                               : std::string_view(found->second);
    }

    /// Over a correction stands what the province said of it.
    Elements why_returned() const {
        Elements lines;
        if (before_ && before_->standing == model::Standing::needs_correction) {
            for (Element& line : wrapped(verdict_text(before_->verdict), desk_.columns() - 2)) {
                lines.push_back(hbox({text(" "), std::move(line)}) | color(Color::Yellow));
            }
            lines.push_back(separatorLight());
        }
        return lines;
    }

    /// The village is the register's; it is shown and never typed.
    static bool is_fixed(const model::Field& field) { return field.key == "kode_desa"; }

    Element field_line(const model::Field& field, bool is_here) {
        const auto findings = entry_.findings_of(field.key);
        std::string mark = " ";
        Color mark_color = Color::Default;
        if (model::has_errors(findings)) {
            mark = "!";
            mark_color = Color::Red;
        } else if (std::ranges::find(findings, model::Severity::warning,
                                     &model::Finding::severity) != findings.end()) {
            mark = "?";
            mark_color = Color::Yellow;
        } else if (!answer_of(field.key).empty()) {
            mark = "✓";
            mark_color = Color::Green;
        }
        const std::string label = field_title(field.key) + (field.required ? " *" : "");
        const int room = desk_.columns() - label_columns - 5;
        Element answer = is_here ? editor_.draw(room) : text(fit(shown(field), room));
        Element name = text(fit(label, label_columns - 1)) | size(WIDTH, EQUAL, label_columns);
        return hbox({text(is_here ? ">" : " "), text(mark + " ") | color(mark_color),
                     is_here ? name | bold : name, std::move(answer)});
    }

    /// The answer in words, or what was typed where it cannot be read.
    [[nodiscard]] std::string shown(const model::Field& field) const {
        const std::string_view answer = answer_of(field.key);
        return answer.empty() ? drawable(entry_.text(field.key)) : answer_text(field.key, answer);
    }

    Elements foot() {
        Elements lines;
        for (Element& line : wrapped(say("field." + std::string(entry_.field().key) + ".help"),
                                     desk_.columns() - 3)) {
            lines.push_back(hbox({text(" "), std::move(line) | dim}));
        }
        for (const model::Finding& finding : entry_.findings_of(entry_.field().key)) {
            for (Element& line : finding_lines(finding, desk_.columns() - 1)) {
                lines.push_back(std::move(line));
            }
        }
        if (auto digits = entry_.suggested_nik();
            digits && entry_.field().kind == model::FieldKind::nik) {
            lines.push_back(text(" " + say("screen.form.suggestion", {{"nik", *digits}})) |
                            color(Color::Yellow));
        }
        if (auto theirs = province_value()) {
            lines.push_back(text(" " + say("screen.form.province_value",
                                           {{"value", answer_text(entry_.field().key, *theirs)}})) |
                            color(Color::Yellow));
        }
        lines.resize(std::min<std::size_t>(lines.size(), foot_rows));
        while (lines.size() < foot_rows) {
            lines.push_back(text(""));
        }
        return lines;
    }

    /// After a conflict both values are shown: ours in the field, the province's under it.
    [[nodiscard]] std::optional<std::string> province_value() const {
        if (!before_ || before_->verdict.code != "conflict") {
            return std::nullopt;
        }
        const Json* record = before_->verdict.detail.find("record");
        auto theirs = record != nullptr ? record->text_at(entry_.field().key) : std::nullopt;
        if (!theirs || *theirs == answer_of(entry_.field().key)) {
            return std::nullopt;
        }
        return theirs;
    }

    /// F6: the digits read from letters, or the value the province has.
    void take_offer() {
        std::optional<std::string> offer;
        if (entry_.field().kind == model::FieldKind::nik) {
            offer = entry_.suggested_nik();
        }
        if (!offer) {
            offer = province_value();
        }
        if (offer) {
            entry_.type(*offer);
            leave_field();
            enter_field();
        }
    }

    /// A correction begins where the province found something.
    void go_to_returned_field() {
        if (!before_ || entry_.draft_id() != 0) {
            return;
        }
        const Json* reasons = before_->verdict.detail.find("reasons");
        if (reasons == nullptr || reasons->list() == nullptr) {
            return;
        }
        for (const Json& reason : *reasons->list()) {
            const auto* place = std::ranges::find(
                fields_of_reasons, reason.text() != nullptr ? *reason.text() : std::string(),
                &FieldOfReason::reason);
            if (place != fields_of_reasons.end() && entry_.focus_on(place->field)) {
                return;
            }
        }
    }

    void enter_field() { editor_.begin(entry_.field(), editor_text()); }
    [[nodiscard]] std::string editor_text() const {
        return entry_.field().choices.empty() ? entry_.text(entry_.field().key)
                                              : std::string(answer_of(entry_.field().key));
    }

    void leave_field() {
        entry_.leave();
        if (auto kept = keep_draft(desk_.session()->village_register(), entry_); !kept) {
            desk_.tell_error(kept.error());
        }
    }

    /// The cursor is in the next field already when a mistake of this one shows.
    void tell_mistake() {
        const auto findings = entry_.findings_of(entry_.field().key);
        if (model::has_errors(findings)) {
            const auto error =
                std::ranges::find(findings, model::Severity::error, &model::Finding::severity);
            desk_.tell_trouble(finding_with_field(*error));
        }
    }

    void move(int by, bool save_at_the_end) {
        leave_field();
        tell_mistake();
        const auto fields = entry_.fields();
        auto next = static_cast<std::ptrdiff_t>(entry_.focus()) + by;
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
            entry_.focus_on(static_cast<std::size_t>(next));
        }
        enter_field();
    }

    void move_section(int by) {
        leave_field();
        const auto fields = entry_.fields();
        const auto section = [&](std::ptrdiff_t at) {
            return fields[static_cast<std::size_t>(at)].section;
        };
        auto at = static_cast<std::ptrdiff_t>(entry_.focus());
        const std::string_view here = section(at);
        while (at + by >= 0 && at + by < std::ssize(fields) && section(at) == here) {
            at += by;
        }
        while (at > 0 && section(at - 1) == section(at)) {
            --at;
        }
        entry_.focus_on(static_cast<std::size_t>(at));
        enter_field();
    }

    // ---- saving

    void save() {
        entry_.saving_was_tried();
        if (const auto wrong = entry_.first_error()) {
            entry_.focus_on(*wrong);
            enter_field();
            const auto errors = std::ranges::count(entry_.findings(), model::Severity::error,
                                                   &model::Finding::severity);
            desk_.tell_trouble(say("screen.form.has_errors", {{"n", std::to_string(errors)}}));
            return;
        }
        if (entry_.is_correction() && entry_.changes().empty()) {
            desk_.tell(std::string(say("screen.form.unchanged")));
            return;
        }
        if (entry_.asks_reason() && !entry_.reason()) {
            ask_reason();
            return;
        }
        auto saved = client::save(desk_.session()->village_register(), entry_,
                                  desk_.session()->officer().id);
        if (!saved) {
            desk_.tell_error(saved.error());
            return;
        }
        react(*saved);
    }

    void react(const storage::Saved& saved) {
        switch (saved.result) {
            case storage::SaveResult::saved:
                return settled(say("screen.form.saved", {{"name", drawable(answer_of("nama"))}}));
            case storage::SaveResult::saved_held:
                return settled(
                    say("screen.form.saved_held", {{"name", drawable(answer_of("nama"))}}));
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
        if (entry_.is_correction()) {
            desk_.close(*this);
            return;
        }
        // The next person follows at once: an official has a list in the hand.
        entry_ = Entry::new_person(desk_.session()->check_context());
        enter_field();
    }

    void already_there(const RegistrationId& id) {
        desk_.ask(std::string(say("screen.already.title")),
                  {std::string(say("screen.already.text"))}, [this, id] { leave_for(id); });
    }

    void ask_reason() {
        std::vector<std::string> lines;
        for (const model::Finding& finding : entry_.findings()) {
            if (finding.severity == model::Severity::warning) {
                lines.push_back("? " + finding_with_field(finding));
            }
        }
        lines.emplace_back(
            say(entry_.is_correction() ? "screen.form.why_correction" : "screen.form.why_warning"));
        desk_.open(make_choice_screen(desk_, std::string(say("screen.reason.title")),
                                      std::move(lines), reason_options(entry_),
                                      [this](const std::string& reason) {
                                          entry_.choose_reason(reason);
                                          save();
                                      }));
    }

    void ask_similar(const std::vector<storage::Similar>& similar) {
        desk_.open(make_similar_screen(
            desk_, entry_.answers(), similar,
            [this] {
                entry_.say_different_people();
                save();
            },
            [this](const RegistrationId& id) { leave_for(id); }));
    }

    /// The person is registered: the draft goes, their page opens.
    void leave_for(const RegistrationId& id) {
        if (auto dropped = drop_draft(desk_.session()->village_register(), entry_); !dropped) {
            desk_.tell_error(dropped.error());
        }
        desk_.close(*this);
        desk_.open(make_person_screen(desk_, id));
    }

    void close_form() {
        if (entry_.draft_id() != 0) {
            desk_.tell(std::string(say("screen.form.kept_as_draft")));
        }
        desk_.close(*this);
    }

    Entry entry_;
    std::optional<storage::Registration> before_;
    FieldEditor editor_;
};

}  // namespace

std::unique_ptr<Screen> make_form_screen(Desk& desk) {
    return std::make_unique<FormScreen>(desk, Entry::new_person(desk.session()->check_context()),
                                        std::nullopt);
}

std::unique_ptr<Screen> make_correction_screen(Desk& desk,
                                               const storage::Registration& registration) {
    auto entry = begin_correction(desk.session()->village_register(),
                                  desk.session()->check_context(), registration.id);
    if (!entry) {
        return make_message_screen(desk, std::string(say("screen.form.title_correction")),
                                   {explain(entry.error())}, {});
    }
    return std::make_unique<FormScreen>(desk, std::move(*entry), registration);
}

std::unique_ptr<Screen> make_draft_screen(Desk& desk, const storage::Draft& draft) {
    auto& village_register = desk.session()->village_register();
    auto entry = resume_draft(village_register, desk.session()->check_context(), draft.id);
    if (!entry) {
        return make_message_screen(desk, std::string(say("screen.form.title")),
                                   {explain(entry.error())}, {});
    }
    std::optional<storage::Registration> before;
    if (draft.of) {
        auto registration = village_register.registration(*draft.of);
        if (!registration) {
            return make_message_screen(desk, std::string(say("screen.form.title")),
                                       {explain(registration.error())}, {});
        }
        before = std::move(*registration);
    }
    return std::make_unique<FormScreen>(desk, std::move(*entry), std::move(before));
}

}  // namespace lontar::client
