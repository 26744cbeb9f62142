#include "client/screens/backup_file_screen.hpp"

#include <algorithm>
#include <utility>

#include "client/screens/look.hpp"
#include "client/screens/places.hpp"
#include "client/text/words.hpp"
#include "client/widgets/text_input.hpp"
#include "storage/base/text.hpp"
#include "storage/register/copies/backup_name.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

class BackupFileScreen : public Screen {
public:
    BackupFileScreen(Desk& desk, const BackupFileWords& words,
                     std::function<void(const Path&)> chosen)
        : Screen(desk), words_(words), chosen_(std::move(chosen)) {
        find_file();
    }
    [[nodiscard]] std::string title() const override { return std::string(say(words_.title)); }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        return {{"Enter", "screen.key.go_on"},
                {"F5", "screen.key.search_again"},
                {"Esc", "screen.key.back"}};
    }
    [[nodiscard]] std::string_view help() const override { return words_.help; }

    Element draw() override {
        Elements lines = wrapped(say(words_.text), 66);
        lines.push_back(text(""));
        lines.push_back(text(std::string(say("screen.restore.file"))));
        lines.push_back(hbox({text("> "), input_.draw(true, 62)}) | size(WIDTH, GREATER_THAN, 66));
        return box(title(), std::move(lines));
    }
    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            desk_.close(*this);
        } else if (key == Event::F5) {
            find_file();
        } else if (key == Event::Return) {
            chosen_(typed_path(input_.text()));
        } else {
            input_.on_key(key);
        }
    }
    PasteResult on_paste(std::string_view line) override { return input_.paste(line); }
    std::string_view before_leaving() override {
        return input_.was_typed() ? "screen.leave.lost" : "";
    }

private:
    /// The newest: its name says when it was made.
    void find_file() {
        const auto found = find_files(desk_.machine().world.disk, ".backup.age");
        const auto newest = std::ranges::max_element(found, {}, [](const Path& file) {
            return storage::order_in_time(to_utf8(file.filename()));
        });
        if (newest != found.end()) {
            input_.set_text(path_text(*newest));
        }
    }
    BackupFileWords words_;
    std::function<void(const Path&)> chosen_;
    TextInput input_{"", false, 400};
};

}  // namespace

std::unique_ptr<Screen> make_backup_file_screen(Desk& desk, const BackupFileWords& words,
                                                std::function<void(const Path&)> chosen) {
    return std::make_unique<BackupFileScreen>(desk, words, std::move(chosen));
}

}  // namespace lontar::client
