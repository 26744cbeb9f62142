#include "client/screens/setup_screen.hpp"

#include <array>
#include <optional>
#include <utility>

#include "client/recovery_sheet.hpp"
#include "client/screens/home_screen.hpp"
#include "client/screens/look.hpp"
#include "client/screens/message_screen.hpp"
#include "client/screens/new_passphrase.hpp"
#include "client/screens/places.hpp"
#include "client/screens/restore_screen.hpp"
#include "client/screens/sheet_input_screen.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "client/widgets/text_input.hpp"
#include "storage/base/text.hpp"
#include "storage/model/roles.hpp"
#include "storage/register/officer_name.hpp"
#include "sync/laptop/set_up.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

std::string words_of(std::string_view key) {
    return std::string(say(key));
}

/// Everything set-up has learned so far, handed from step to step.
struct SetupTalk {
    laptop::SetupPreview preview;
    laptop::SetupAnswers answers;
    std::unique_ptr<laptop::Session> session;
    sealed::Secret sheet;
};
using Talk = std::shared_ptr<SetupTalk>;

/// The sheet is shown once; then two of its groups are typed back, since many offices have no
/// printer and a sheet that was not copied opens nothing.
class SheetScreen : public Screen {
public:
    SheetScreen(Desk& desk, Talk talk)
        : Screen(desk),
          talk_(std::move(talk)),
          to_type_back_(groups_to_type_back(desk.machine().world.random,
                                            sheet_groups(talk_->sheet.text()).size())) {}
    [[nodiscard]] std::string title() const override { return words_of("screen.sheet.title"); }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        return {{"Enter", "screen.key.copied"}};
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.sheet"; }

    Element draw() override {
        Elements lines = wrapped(say("screen.sheet.why"), 66);
        lines.push_back(text(""));
        for (Element& line : group_lines(sheet_groups(talk_->sheet.text()))) {
            lines.push_back(std::move(line));
        }
        lines.push_back(text(""));
        for (Element& line : wrapped(say("screen.sheet.keep"), 66)) {
            lines.push_back(std::move(line));
        }
        return box(words_of("screen.sheet.title"), std::move(lines));
    }
    void on_key(const Event& key) override {
        if (key == Event::Return) {
            ask_group(0);
        }
    }
    std::string_view before_leaving() override { return "screen.leave.sheet"; }

private:
    void ask_group(std::size_t asked) {
        const std::size_t index = to_type_back_.at(asked);
        desk_.open(
            make_line_screen(desk_, words_of("screen.sheet.title"),
                             {say("screen.sheet.type_group", {{"n", std::to_string(index + 1)}})},
                             "", false, [this, index, asked](const std::string& typed) {
                                 if (!same_group(typed, sheet_groups(talk_->sheet.text())[index])) {
                                     return words_of("screen.sheet.group_wrong");
                                 }
                                 if (asked + 1 < to_type_back_.size()) {
                                     ask_group(asked + 1);
                                 } else {
                                     finish();
                                 }
                                 return std::string();
                             }));
    }
    void finish() {
        talk_->sheet = sealed::Secret();
        desk_.set_session(std::move(talk_->session));
        desk_.replace_all(make_home_screen(desk_));
        desk_.show_box(words_of("screen.setup.done_title"),
                       {words_of("screen.setup.done"), words_of("screen.setup.done_next")});
    }
    Talk talk_;
    std::array<std::size_t, 2> to_type_back_;
};

class SetupSteps {
public:
    SetupSteps(Desk& desk, Talk talk) : desk_(desk), talk_(std::move(talk)) {}

    void confirm_village() {
        const laptop::SetupPreview& preview = talk_->preview;
        std::vector<std::string> lines{
            say("screen.setup.village", {{"village", drawable(preview.village_title)}}),
            say("screen.setup.words", {{"words", preview.root_words}}),
            say("screen.setup.date", {{"date", date_text(preview.today)}}),
            words_of("screen.setup.confirm_how"),
        };
        if (preview.expired) {
            lines.push_back(words_of("screen.setup.expired"));
        }
        desk_.open(make_choice_screen(
            desk_, words_of("screen.setup.confirm_title"), std::move(lines),
            {{"yes", words_of("screen.setup.all_right")},
             {"village", words_of("screen.setup.wrong_village")},
             {"date", words_of("screen.setup.wrong_date")}},
            [steps = *this](const std::string& answer) mutable { steps.confirmed(answer); }));
    }

private:
    void confirmed(const std::string& answer) {
        if (answer == "village") {
            desk_.show_box(words_of("screen.setup.confirm_title"),
                           {words_of("screen.setup.wrong_village_next")});
        } else if (answer == "date") {
            desk_.show_box(words_of("screen.setup.confirm_title"),
                           {words_of("screen.setup.wrong_date_next")});
        } else if (!talk_->preview.activation.code) {
            ask_code();
        } else {
            ask_name();
        }
    }

    void ask_code() {
        desk_.open(make_line_screen(desk_, words_of("screen.setup.code_title"),
                                    {words_of("screen.setup.code")}, "", false,
                                    [steps = *this](const std::string& typed) mutable {
                                        if (typed.empty()) {
                                            return words_of("screen.setup.code_missing");
                                        }
                                        steps.talk_->answers.code = typed;
                                        steps.ask_name();
                                        return std::string();
                                    }));
    }

    void ask_name() {
        desk_.open(make_line_screen(
            desk_, words_of("screen.setup.officer_title"), {words_of("screen.setup.officer_name")},
            "", false, [steps = *this](const std::string& typed) mutable {
                auto name = tidy_text(typed);
                if (!name || name->empty()) {
                    return words_of("screen.setup.officer_missing");
                }
                if (const Status named = storage::check_name(*name); !named) {
                    return explain(named.error());
                }
                steps.talk_->answers.officer_name = *name;
                steps.ask_role();
                return std::string();
            }));
    }

    void ask_role() {
        std::vector<Option> roles;
        for (const std::string_view role : model::roles()) {
            roles.push_back({std::string(role), role_text(role)});
        }
        desk_.open(make_choice_screen(desk_, words_of("screen.setup.officer_title"),
                                      {words_of("screen.setup.officer_role")}, std::move(roles),
                                      [steps = *this](const std::string& role) mutable {
                                          steps.talk_->answers.officer_role = role;
                                          steps.ask_passphrase();
                                      }));
    }

    void ask_passphrase() {
        ask_new_passphrase(
            desk_, words_of("screen.setup.passphrase_title"), words_of("screen.setup.passphrase"),
            [steps = *this](const SharedSecret& secret) mutable {
                steps.talk_->answers.passphrase = sealed::Secret::copy_of(secret->text());
                steps.make();
            });
    }

    void make() {
        auto outcome = std::make_shared<std::optional<Result<laptop::SetupDone>>>();
        desk_.work(
            words_of("screen.setup.working"),
            [talk = talk_, outcome, &machine = desk_.machine()](Work&) {
                outcome->emplace(laptop::set_up(machine, talk->preview, std::move(talk->answers)));
            },
            [steps = *this, outcome]() mutable { steps.made(std::move(**outcome)); });
    }

    void made(Result<laptop::SetupDone> done) {
        if (!done) {
            desk_.show_box(words_of("screen.setup.title"), {explain(done.error())});
            return;
        }
        talk_->session = std::move(done->session);
        talk_->sheet = std::move(done->recovery_sheet);
        desk_.replace_all(std::make_unique<SheetScreen>(desk_, talk_));
    }

    Desk& desk_;
    Talk talk_;
};

class WelcomeScreen : public Screen {
public:
    explicit WelcomeScreen(Desk& desk) : Screen(desk) {}
    [[nodiscard]] std::string title() const override { return words_of("screen.welcome.title"); }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        return {{"Enter", "screen.key.go_on"},
                {"F5", "screen.key.search_again"},
                {"F2", "screen.key.restore"},
                {"Esc", "screen.key.quit"}};
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.welcome"; }

    void on_top() override {
        is_register_lost_ = laptop::has_lost_register(desk_.machine());
        if (input_.text().empty()) {
            find_file();
        }
    }
    Element draw() override {
        Elements lines;
        if (is_register_lost_) {
            for (Element& line :
                 wrapped(explain(laptop::not_set_up(desk_.machine(), "start")), 66)) {
                lines.push_back(std::move(line) | color(Color::Red));
            }
        } else {
            lines = wrapped(say("screen.welcome.text"), 66);
        }
        lines.push_back(text(""));
        lines.push_back(text(words_of("screen.welcome.file")));
        lines.push_back(hbox({text("> "), input_.draw(true, 62)}) | size(WIDTH, GREATER_THAN, 66));
        lines.push_back(text(""));
        for (Element& line : wrapped(say("screen.welcome.restore"), 66)) {
            lines.push_back(std::move(line));
        }
        if (!trouble_.empty()) {
            lines.push_back(text(""));
            for (Element& line : wrapped(trouble_, 66)) {
                lines.push_back(std::move(line) | color(Color::Red));
            }
        }
        return box(words_of("screen.welcome.title"), std::move(lines));
    }
    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            desk_.quit();
        } else if (key == Event::F5) {
            look_again();
        } else if (key == Event::F2) {
            desk_.open(make_restore_screen(desk_));
        } else if (key == Event::Return) {
            begin();
        } else if (input_.on_key(key)) {
            trouble_.clear();
        }
    }
    PasteResult on_paste(std::string_view line) override {
        trouble_.clear();
        return input_.paste(line);
    }
    std::string_view before_leaving() override {
        return input_.was_typed() ? "screen.leave.lost" : "";
    }

private:
    void look_again() {
        if (laptop::is_set_up(desk_.machine())) {
            // Its file came back.
            desk_.replace_all(first_screen(desk_));
        } else {
            find_file();
        }
    }
    /// The file usually lies on the stick that was handed over, or beside the program.
    void find_file() {
        const auto found = find_files(desk_.machine().world.disk, ".lontar-activation");
        if (!found.empty()) {
            input_.set_text(path_text(found.front()));
        }
    }
    void begin() {
        auto preview = laptop::preview_setup(desk_.machine(), typed_path(input_.text()));
        if (!preview) {
            trouble_ = explain(preview.error());
            return;
        }
        auto talk = std::make_shared<SetupTalk>(SetupTalk{std::move(*preview), {}, {}, {}});
        SetupSteps(desk_, talk).confirm_village();
    }
    TextInput input_{"", false, 400};
    std::string trouble_;
    bool is_register_lost_ = false;
};

/// Practice needs no file: the province is made up.
class PracticeScreen : public Screen {
public:
    using Screen::Screen;
    [[nodiscard]] std::string title() const override { return words_of("screen.practice.title"); }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        return {{"Enter", "screen.key.go_on"}, {"Esc", "screen.key.quit"}};
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.welcome"; }
    Element draw() override {
        Elements lines = wrapped(say("screen.practice.text"), 66);
        if (!trouble_.empty()) {
            lines.push_back(text(""));
            for (Element& line : wrapped(trouble_, 66)) {
                lines.push_back(std::move(line) | color(Color::Red));
            }
        }
        return box(words_of("screen.practice.title"), std::move(lines));
    }
    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            desk_.quit();
        } else if (key == Event::Return) {
            begin();
        }
    }

private:
    void begin() {
        auto preview = laptop::preview_practice(desk_.machine());
        if (!preview) {
            trouble_ = explain(preview.error());
            return;
        }
        SetupTalk talk{std::move(*preview), {}, {}, {}};
        talk.answers.training = true;
        SetupSteps(desk_, std::make_shared<SetupTalk>(std::move(talk))).confirm_village();
    }
    std::string trouble_;
};

}  // namespace

std::unique_ptr<Screen> make_welcome_screen(Desk& desk) {
    if (desk.training()) {
        return std::make_unique<PracticeScreen>(desk);
    }
    return std::make_unique<WelcomeScreen>(desk);
}

}  // namespace lontar::client
