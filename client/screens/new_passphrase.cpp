#include "client/screens/new_passphrase.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "client/screens/look.hpp"
#include "client/text/words.hpp"
#include "client/widgets/text_input.hpp"
#include "storage/sealed/keyring.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

constexpr int passphrase_characters = 200;

class NewPassphraseScreen : public Screen {
public:
    NewPassphraseScreen(Desk& desk, std::string title, std::string question,
                        std::function<void(const SharedSecret&)> then)
        : Screen(desk),
          title_(std::move(title)),
          question_(std::move(question)),
          then_(std::move(then)) {}
    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        return {{"Enter", "screen.key.go_on"}, {"Esc", "screen.key.back"}};
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.new_passphrase"; }

    Element draw() override {
        Elements lines;
        const auto say_line = [&](std::string_view words, const Decorator& look) {
            for (Element& line : wrapped(words, desk_.columns() - 12)) {
                lines.push_back(std::move(line) | look);
            }
        };
        const auto type_line = [&](const TextInput& input, bool is_here) {
            lines.push_back(hbox({text("> "), input.draw(is_here, desk_.columns() - 16)}) |
                            size(WIDTH, GREATER_THAN, 50));
        };
        say_line(question_, nothing);
        say_line(say("screen.passphrase.rule"), nothing);
        lines.push_back(text(""));
        type_line(first_, !secret_);
        if (secret_) {
            lines.push_back(text(""));
            say_line(say("screen.passphrase.again"), nothing);
            type_line(again_, true);
        }
        if (!trouble_.empty()) {
            lines.push_back(text(""));
            say_line(trouble_, color(Color::Red));
        }
        return box(title_, std::move(lines));
    }

    void on_key(const Event& key) override {
        if (key == Event::Escape && secret_) {
            begin_again();
        } else if (key == Event::Escape) {
            desk_.close(*this);
        } else if (key == Event::Return) {
            secret_ ? compare() : judge();
        } else if ((secret_ ? again_ : first_).on_key(key)) {
            trouble_.clear();
        }
    }
    PasteResult on_paste(std::string_view line) override {
        trouble_.clear();
        return (secret_ ? again_ : first_).paste(line);
    }
    std::string_view before_leaving() override {
        return secret_ || first_.was_typed() ? "screen.leave.lost" : "";
    }
    void on_leaving() override { begin_again(); }

private:
    void judge() {
        auto secret = std::make_shared<sealed::Secret>(
            sealed::Secret::copy_of(std::string_view(first_.text())));
        if (!sealed::is_strong_enough(*secret)) {
            trouble_ = say("screen.passphrase.weak");
            return;
        }
        secret_ = std::move(secret);
    }
    void compare() {
        if (std::string_view(again_.text()) != secret_->text()) {
            trouble_ = say("screen.passphrase.differs");
            return;
        }
        desk_.close(*this);
        then_(secret_);
    }
    /// The first one may be the one with the slip.
    void begin_again() {
        secret_.reset();
        first_.clear();
        again_.clear();
        trouble_.clear();
    }

    std::string title_;
    std::string question_;
    std::function<void(const SharedSecret&)> then_;
    TextInput first_{"", true, passphrase_characters};
    TextInput again_{"", true, passphrase_characters};
    SharedSecret secret_;  ///< the first one, once it is strong enough
    std::string trouble_;
};

}  // namespace

void ask_new_passphrase(Desk& desk, std::string title, std::string question,
                        std::function<void(const SharedSecret&)> then) {
    desk.open(std::make_unique<NewPassphraseScreen>(desk, std::move(title), std::move(question),
                                                    std::move(then)));
}

}  // namespace lontar::client
