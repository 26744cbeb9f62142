#include "client/screens/message_screen.hpp"

#include "client/screens/look.hpp"
#include "client/text/words.hpp"
#include "client/widgets/list_box.hpp"
#include "client/widgets/text_input.hpp"
#include "storage/base/text.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

Elements body(const Desk& desk, const std::vector<std::string>& lines) {
    Elements out;
    for (const std::string& line : lines) {
        for (Element& part : wrapped(line, desk.columns() - 12)) {
            out.push_back(std::move(part));
        }
    }
    return out;
}

class MessageScreen : public Screen {
public:
    MessageScreen(Desk& desk, std::string title, std::vector<std::string> lines,
                  std::function<void()> then)
        : Screen(desk),
          title_(std::move(title)),
          lines_(std::move(lines)),
          then_(std::move(then)) {}
    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        return {{"Enter", "screen.key.go_on"}};
    }
    Element draw() override { return box(title_, body(desk_, lines_)); }
    void on_key(const Event& key) override {
        if (key == Event::Return || key == Event::Escape) {
            desk_.close(*this);
            if (then_) {
                then_();
            }
        }
    }

private:
    std::string title_;
    std::vector<std::string> lines_;
    std::function<void()> then_;
};

class ChoiceScreen : public Screen {
public:
    ChoiceScreen(Desk& desk, std::string title, std::vector<std::string> lines,
                 std::vector<Option> options, std::function<void(const std::string&)> chosen)
        : Screen(desk),
          title_(std::move(title)),
          lines_(std::move(lines)),
          options_(std::move(options)),
          chosen_(std::move(chosen)) {
        list_.set_count(static_cast<std::int64_t>(options_.size()));
    }
    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        return {
            {"↑↓", "screen.key.choose"}, {"Enter", "screen.key.go_on"}, {"Esc", "screen.key.back"}};
    }
    Element draw() override {
        Elements lines = body(desk_, lines_);
        lines.push_back(text(""));
        const int room = std::max(desk_.rows() - static_cast<int>(lines.size()) - 6, 3);
        const int height = std::min<int>(static_cast<int>(options_.size()), room);
        lines.push_back(list_.draw(height, [&](std::int64_t index, bool is_chosen) {
            const Option& option = options_[static_cast<std::size_t>(index)];
            const std::string number = index < 9 ? std::to_string(index + 1) + " " : "  ";
            return list_line(text(number + fit(option.words, desk_.columns() - 16) + " "),
                             is_chosen);
        }));
        return box(title_, std::move(lines));
    }
    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            desk_.close(*this);
        } else if (key == Event::Return) {
            take();
        } else if (key.is_character() && key.character().size() == 1 && key.character()[0] >= '1' &&
                   key.character()[0] <= '9') {
            const int index = key.character()[0] - '1';
            if (index < static_cast<int>(options_.size())) {
                list_.choose(index);
                take();
            }
        } else {
            list_.on_key(key);
        }
    }

private:
    void take() {
        if (list_.chosen() < 0) {
            return;
        }
        const std::string value = options_[static_cast<std::size_t>(list_.chosen())].value;
        desk_.close(*this);
        chosen_(value);
    }
    std::string title_;
    std::vector<std::string> lines_;
    std::vector<Option> options_;
    std::function<void(const std::string&)> chosen_;
    ListBox list_;
};

class LineScreen : public Screen {
public:
    LineScreen(Desk& desk, std::string title, std::vector<std::string> lines, std::string initial,
               bool secret, std::function<std::string(const std::string&)> done)
        : Screen(desk),
          title_(std::move(title)),
          lines_(std::move(lines)),
          input_(std::move(initial), secret, 400),
          secret_(secret),
          done_(std::move(done)) {}
    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        return {{"Enter", "screen.key.go_on"}, {"Esc", "screen.key.back"}};
    }
    Element draw() override {
        Elements lines = body(desk_, lines_);
        lines.push_back(text(""));
        lines.push_back(hbox({text("> "), input_.draw(true, desk_.columns() - 16)}) |
                        size(WIDTH, GREATER_THAN, 50));
        if (!trouble_.empty()) {
            lines.push_back(text(""));
            for (Element& line : wrapped(trouble_, desk_.columns() - 14)) {
                lines.push_back(std::move(line) | color(Color::Red));
            }
        }
        return box(title_, std::move(lines));
    }
    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            desk_.close(*this);
        } else if (key == Event::Return) {
            trouble_ = done_(input_.text());
            if (trouble_.empty()) {
                desk_.close(*this);
            } else if (secret_) {
                // Dots cannot be corrected, only typed again.
                input_.clear();
            }
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
    std::string title_;
    std::vector<std::string> lines_;
    TextInput input_;
    bool secret_;
    std::function<std::string(const std::string&)> done_;
    std::string trouble_;
};

}  // namespace

std::unique_ptr<Screen> make_message_screen(Desk& desk, std::string title,
                                            std::vector<std::string> lines,
                                            std::function<void()> then) {
    return std::make_unique<MessageScreen>(desk, std::move(title), std::move(lines),
                                           std::move(then));
}

std::unique_ptr<Screen> make_question_screen(Desk& desk, std::string title,
                                             std::vector<std::string> lines,
                                             std::function<void()> yes) {
    std::vector<Option> options{{"no", std::string(say("screen.answer.no"))},
                                {"yes", std::string(say("screen.answer.yes"))}};
    return make_choice_screen(desk, std::move(title), std::move(lines), std::move(options),
                              [yes = std::move(yes)](const std::string& answer) {
                                  if (answer == "yes") {
                                      yes();
                                  }
                              });
}

std::unique_ptr<Screen> make_choice_screen(Desk& desk, std::string title,
                                           std::vector<std::string> lines,
                                           std::vector<Option> options,
                                           std::function<void(const std::string&)> chosen) {
    return std::make_unique<ChoiceScreen>(desk, std::move(title), std::move(lines),
                                          std::move(options), std::move(chosen));
}

std::unique_ptr<Screen> make_line_screen(Desk& desk, std::string title,
                                         std::vector<std::string> lines, std::string initial,
                                         bool secret,
                                         std::function<std::string(const std::string&)> done) {
    return std::make_unique<LineScreen>(desk, std::move(title), std::move(lines),
                                        std::move(initial), secret, std::move(done));
}

}  // namespace lontar::client
