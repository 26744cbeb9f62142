#include "client/screens/sheet_input_screen.hpp"

#include <algorithm>
#include <utility>

#include "client/recovery_sheet.hpp"
#include "client/screens/look.hpp"
#include "client/text/words.hpp"
#include "client/widgets/text_input.hpp"
#include "storage/base/text.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

constexpr int most_characters = 400;
constexpr std::size_t groups_in_line = 4;

class SheetInputScreen : public Screen {
public:
    SheetInputScreen(Desk& desk, std::string title, std::function<void(sealed::Identity)> then)
        : Screen(desk), title_(std::move(title)), then_(std::move(then)) {}

    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        return {{"Enter", "screen.key.go_on"}, {"Esc", "screen.key.back"}};
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.sheet_input"; }

    Element draw() override {
        const int columns = desk_.columns() - 12;
        Elements lines = wrapped(say("screen.recover.sheet"), columns);
        lines.push_back(text(""));
        lines.push_back(hbox({text("> "), input_.draw(true, columns - 4)}) |
                        size(WIDTH, GREATER_THAN, 60));
        lines.push_back(text(""));
        for (Element& line : typed_groups()) {
            lines.push_back(std::move(line));
        }
        if (!trouble_.empty()) {
            lines.push_back(text(""));
            for (Element& line : wrapped(trouble_, columns)) {
                lines.push_back(std::move(line) | color(Color::Red));
            }
        }
        return box(title(), std::move(lines));
    }

    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            desk_.close(*this);
        } else if (key == Event::Return) {
            take();
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
    void on_leaving() override { input_.clear(); }

private:
    [[nodiscard]] Elements typed_groups() const {
        std::string sheet = std::string(sheet_prefix) + sheet_letters(input_.text());
        Elements lines = group_lines(sheet_groups(sheet));
        sealed::wipe(sheet);
        return lines;
    }

    void take() {
        auto sheet = typed_sheet(input_.text());
        if (!sheet) {
            trouble_ = say("screen.recover.sheet_wrong");
            return;
        }
        desk_.close(*this);
        then_(std::move(*sheet));
    }

    std::string title_;
    std::function<void(sealed::Identity)> then_;
    TextInput input_{"", false, most_characters};
    std::string trouble_;
};

}  // namespace

Elements group_lines(const std::vector<std::string_view>& groups) {
    Elements lines;
    for (std::size_t first = 0; first < groups.size(); first += groups_in_line) {
        Elements row;
        for (std::size_t i = first; i < std::min(first + groups_in_line, groups.size()); ++i) {
            const bool is_right = std::ranges::all_of(groups[i], is_sheet_letter);
            row.push_back(text((i < 9 ? " " : "") + std::to_string(i + 1) + ". ") | dim);
            row.push_back(text(drawable(groups[i]) + "   ") |
                          (is_right ? bold : color(Color::Red)));
        }
        lines.push_back(hbox(std::move(row)));
    }
    return lines;
}

std::unique_ptr<Screen> make_sheet_input_screen(Desk& desk, std::string title,
                                                std::function<void(sealed::Identity)> then) {
    return std::make_unique<SheetInputScreen>(desk, std::move(title), std::move(then));
}

}  // namespace lontar::client
