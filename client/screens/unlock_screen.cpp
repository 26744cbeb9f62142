#include "client/screens/unlock_screen.hpp"

#include <optional>
#include <vector>

#include "client/screens/home_screen.hpp"
#include "client/screens/intake_words.hpp"
#include "client/screens/look.hpp"
#include "client/screens/new_passphrase.hpp"
#include "client/screens/setup_screen.hpp"
#include "client/screens/sheet_input_screen.hpp"
#include "client/text/words.hpp"
#include "client/widgets/text_input.hpp"
#include "storage/base/text.hpp"
#include "storage/sealed/keyring.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

constexpr int passphrase_characters = 200;

class UnlockScreen : public Screen {
public:
    explicit UnlockScreen(Desk& desk) : Screen(desk), passphrase_("", true, passphrase_characters) {
        auto keyring = sealed::read_keyring(desk.machine().world.disk, desk.machine().data_folder);
        if (keyring) {
            keyring_ = std::move(*keyring);
        } else {
            trouble_ = explain(keyring.error());
        }
    }
    [[nodiscard]] std::string title() const override {
        return std::string(say("screen.unlock.title"));
    }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        std::vector<KeyHint> hints{{"Enter", "screen.key.unlock"}};
        if (keyring_.wraps.size() > 1) {
            hints.push_back({"↑↓", "screen.key.officer"});
        }
        hints.push_back({"F2", "screen.key.forgotten"});
        hints.push_back({"Esc", "screen.key.quit"});
        return hints;
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.unlock"; }

    Element draw() override {
        Elements lines;
        for (std::size_t i = 0; i < keyring_.wraps.size(); ++i) {
            lines.push_back(list_line(text(fit(keyring_.wraps[i].name, 50)),
                                      i == chosen_ && keyring_.wraps.size() > 1));
        }
        lines.push_back(text(""));
        lines.push_back(text(std::string(say("screen.unlock.passphrase"))));
        lines.push_back(hbox({text("> "), passphrase_.draw(true, 56)}) |
                        size(WIDTH, GREATER_THAN, 60));
        if (!trouble_.empty()) {
            lines.push_back(text(""));
            for (Element& line : wrapped(trouble_, 64)) {
                lines.push_back(std::move(line) | color(Color::Red));
            }
        }
        return box(std::string(say("screen.unlock.title")), std::move(lines));
    }

    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            desk_.quit();
        } else if (key == Event::ArrowUp && chosen_ > 0) {
            --chosen_;
        } else if (key == Event::ArrowDown && chosen_ + 1 < keyring_.wraps.size()) {
            ++chosen_;
        } else if (key == Event::F2) {
            ask_for_sheet();
        } else if (key == Event::Return) {
            unlock();
        } else if (passphrase_.on_key(key)) {
            trouble_.clear();
        }
    }
    PasteResult on_paste(std::string_view line) override {
        trouble_.clear();
        return passphrase_.paste(line);
    }
    void on_leaving() override { passphrase_.clear(); }

private:
    std::optional<OfficerId> officer() const {
        return keyring_.wraps.empty() ? std::nullopt
                                      : std::optional(keyring_.wraps[chosen_].officer);
    }

    void unlock() {
        if (passphrase_.text().empty()) {
            return;
        }
        auto secret = std::make_shared<sealed::Secret>(
            sealed::Secret::copy_of(std::string_view(passphrase_.text())));
        passphrase_.clear();
        auto opened = std::make_shared<std::optional<Result<std::unique_ptr<laptop::Session>>>>();
        desk_.work(
            std::string(say("screen.unlock.working")),
            [this, secret, opened](Work&) {
                opened->emplace(laptop::Session::unlock(desk_.machine(), officer(), *secret));
            },
            [this, opened] { take(std::move(**opened)); });
    }

    void take(Result<std::unique_ptr<laptop::Session>> session) {
        if (!session) {
            trouble_ = explain(session.error());
            return;
        }
        desk_.set_session(std::move(*session));
        desk_.replace_all(make_home_screen(desk_));
        tell_what_came();
    }

    /// Replies may have been fetched while nobody was at the keyboard; opening took them in.
    void tell_what_came() {
        std::vector<std::string> lines = intake_words(desk_.session()->opening_intake());
        if (const auto& trouble = desk_.session()->opening_trouble()) {
            lines.push_back(explain(*trouble));
        }
        if (!lines.empty()) {
            desk_.show_box(std::string(say("screen.intake.title")), std::move(lines));
        }
    }

    void ask_for_sheet() {
        desk_.open(make_sheet_input_screen(
            desk_, std::string(say("screen.recover.title")), [this](sealed::Identity sheet) {
                sheet_ = std::make_shared<sealed::Identity>(std::move(sheet));
                ask_for_passphrase();
            }));
    }

    void ask_for_passphrase() {
        ask_new_passphrase(desk_, std::string(say("screen.recover.title")),
                           std::string(say("screen.recover.passphrase")),
                           [this](const SharedSecret& secret) { recover(secret); });
    }

    void recover(const SharedSecret& secret) {
        auto opened = std::make_shared<std::optional<Result<std::unique_ptr<laptop::Session>>>>();
        desk_.work(
            std::string(say("screen.unlock.working")),
            [this, secret, opened](Work&) {
                opened->emplace(
                    laptop::Session::recover(desk_.machine(), *sheet_, officer(), *secret));
            },
            [this, opened] {
                sheet_.reset();
                take(std::move(**opened));
            });
    }

    sealed::Keyring keyring_;
    std::size_t chosen_ = 0;
    TextInput passphrase_;
    std::string trouble_;
    std::shared_ptr<sealed::Identity> sheet_;
};

}  // namespace

std::unique_ptr<Screen> make_unlock_screen(Desk& desk) {
    return std::make_unique<UnlockScreen>(desk);
}

std::unique_ptr<Screen> first_screen(Desk& desk) {
    return laptop::is_set_up(desk.machine()) ? make_unlock_screen(desk) : make_welcome_screen(desk);
}

}  // namespace lontar::client
