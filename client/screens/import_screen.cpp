#include "client/screens/import_screen.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "client/screens/look.hpp"
#include "client/screens/message_screen.hpp"
#include "client/screens/places.hpp"
#include "client/text/import_words.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "client/widgets/list_box.hpp"
#include "storage/base/text.hpp"
#include "storage/register/imports.hpp"
#include "sync/laptop/import_file.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

std::string words_of(std::string_view key) {
    return std::string(say(key));
}

/// What would happen (dry run), then what did.
class ImportReportScreen : public Screen {
public:
    ImportReportScreen(Desk& desk, std::shared_ptr<const laptop::ImportFile> file) : Screen(desk) {
        show(std::move(file));
    }
    [[nodiscard]] std::string title() const override { return words_of("screen.import.title"); }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        if (done_) {
            return {{"↑↓", "screen.key.choose"}, {"Esc", "screen.key.back"}};
        }
        return {
            {"F10", "screen.key.import"}, {"↑↓", "screen.key.choose"}, {"Esc", "screen.key.back"}};
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.import"; }

    Element draw() override {
        Elements lines{text("")};
        const std::string summary = import_summary(*file_, !done_);
        for (Element& line : wrapped(summary, desk_.columns() - 4)) {
            lines.push_back(hbox({text("  "), std::move(line) | bold}));
        }
        lines.push_back(separatorLight());
        if (problems_.empty()) {
            lines.push_back(text("  " + words_of("screen.import.no_problems")));
        } else {
            const int room = desk_.rows() - static_cast<int>(lines.size()) - 2 - explain_rows;
            lines.push_back(list_.draw(room, [this](std::int64_t index, bool is_chosen) {
                return list_line(problem_line(problems_[static_cast<std::size_t>(index)]),
                                 is_chosen);
            }));
            // A sentence may be longer than a line of the list.
            lines.push_back(separatorLight());
            for (Element& line :
                 finding_lines(problems_[static_cast<std::size_t>(list_.chosen())].finding,
                               desk_.columns() - 1)) {
                lines.push_back(std::move(line));
            }
        }
        return vbox(std::move(lines));
    }
    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            desk_.close(*this);
        } else if (key == Event::F10 && !done_) {
            bring_in();
        } else {
            list_.on_key(key);
        }
    }

private:
    static constexpr int explain_rows = 2;

    Element problem_line(const model::SheetProblem& problem) const {
        constexpr int place_columns = 30;
        const std::string place = place_text(problem);
        const bool is_error = problem.finding.severity == model::Severity::error;
        const std::string words = (is_error ? "! " : "? ") + finding_text(problem.finding);
        return hbox({text(fit(place, place_columns - 1)) | size(WIDTH, EQUAL, place_columns),
                     text(fit(words, desk_.columns() - place_columns - 2)) |
                         color(is_error ? Color::Red : Color::Yellow)});
    }

    /// What was refused comes first: it is what the official takes back to the sheet.
    void show(std::shared_ptr<const laptop::ImportFile> file) {
        file_ = std::move(file);
        problems_ = file_->problems;
        std::ranges::stable_sort(problems_, {}, [](const model::SheetProblem& problem) {
            return problem.finding.severity;
        });
        list_.set_count(std::ssize(problems_));
    }

    void bring_in() {
        auto outcome = std::make_shared<std::optional<Result<laptop::ImportFile>>>();
        desk_.work(
            words_of("screen.import.working"),
            [this, outcome](Work&) {
                outcome->emplace(laptop::import_file(*desk_.session(), file_->path, false));
            },
            [this, outcome] {
                if (!**outcome) {
                    desk_.tell_error((**outcome).error());
                    return;
                }
                show(std::make_shared<laptop::ImportFile>(std::move(***outcome)));
                done_ = true;
                desk_.tell((file_->imported > 0 ? "✓ " : "") + import_summary(*file_, false));
            });
    }
    std::shared_ptr<const laptop::ImportFile> file_;
    std::vector<model::SheetProblem> problems_;
    bool done_ = false;
    ListBox list_;
};

void look_at(Desk& desk, const Path& path) {
    auto outcome = std::make_shared<std::optional<Result<laptop::ImportFile>>>();
    desk.work(
        words_of("screen.import.reading"),
        [&desk, path, outcome](Work&) {
            outcome->emplace(laptop::import_file(*desk.session(), path, true));
        },
        [&desk, outcome] {
            if (!**outcome) {
                desk.show_box(words_of("screen.import.title"), {explain((**outcome).error())});
                return;
            }
            desk.open(std::make_unique<ImportReportScreen>(
                desk, std::make_shared<laptop::ImportFile>(std::move(***outcome))));
        });
}

/// Every person is a row to take back: a second and more on an old disk.
void undo(Desk& desk, const ImportId& id) {
    auto undone = std::make_shared<std::optional<Result<std::int64_t>>>();
    desk.work(
        words_of("screen.import.undo"),
        [&desk, id, undone](Work&) {
            undone->emplace(storage::undo_import(desk.session()->village_register(), id,
                                                 desk.session()->officer().id));
        },
        [&desk, undone] {
            const Result<std::int64_t>& outcome = **undone;
            desk.show_box(words_of("screen.import.title"),
                          {outcome ? say("screen.import.undone", {{"n", number_text(*outcome)}})
                                   : explain(outcome.error())});
        });
}

void ask_undo(Desk& desk) {
    auto imports = storage::list_imports(desk.session()->village_register());
    if (!imports) {
        desk.tell_error(imports.error());
        return;
    }
    std::vector<Option> options;
    for (const storage::ImportInfo& import : *imports) {
        if (import.can_be_undone) {
            options.push_back(
                {import.id.hex(),
                 moment_text(import.at) + "  " + drawable(import.file_name) + "  " +
                     say("screen.people.count", {{"n", number_text(import.people)}})});
        }
    }
    if (options.empty()) {
        desk.show_box(words_of("screen.import.title"), {words_of("screen.import.nothing_to_undo")});
        return;
    }
    desk.open(make_choice_screen(
        desk, words_of("screen.import.undo"), {words_of("screen.import.which_undo")},
        std::move(options), [&desk](const std::string& id) {
            desk.ask(words_of("screen.import.undo"), {words_of("screen.import.undo_sure")},
                     [&desk, id] { undo(desk, ImportId::from_hex(id).value_or(ImportId{})); });
        }));
}

void ask_path(Desk& desk) {
    desk.open(make_line_screen(desk, words_of("screen.import.title"),
                               {words_of("screen.import.path")}, "", false,
                               [&desk](const std::string& typed) {
                                   if (typed.empty()) {
                                       return words_of("screen.import.path_missing");
                                   }
                                   look_at(desk, typed_path(typed));
                                   return std::string();
                               }));
}

}  // namespace

std::unique_ptr<Screen> make_import_screen(Desk& desk) {
    std::vector<Option> options;
    for (const Path& file : find_files(desk.machine().world.disk, ".csv")) {
        options.push_back({path_text(file), drawable(path_text(file))});
    }
    options.push_back({"?type", words_of("screen.import.type_path")});
    options.push_back({"?undo", words_of("screen.import.undo")});
    return make_choice_screen(desk, words_of("screen.import.title"),
                              {words_of("screen.import.text")}, std::move(options),
                              [&desk](const std::string& answer) {
                                  if (answer == "?type") {
                                      ask_path(desk);
                                  } else if (answer == "?undo") {
                                      ask_undo(desk);
                                  } else {
                                      look_at(desk, typed_path(answer));
                                  }
                              });
}

}  // namespace lontar::client
