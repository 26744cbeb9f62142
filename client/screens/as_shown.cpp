#include "client/screens/as_shown.hpp"

#include <utility>

#include <ftxui/dom/node.hpp>
#include <ftxui/screen/screen.hpp>

namespace lontar::client {

namespace {

/// Looks over the cells when all is drawn, so that no widget has to know of terminals.
class AsShown : public ftxui::Node {
public:
    AsShown(const TerminalLook& look, ftxui::Element page)
        : ftxui::Node({std::move(page)}), look_(look) {}

    void ComputeRequirement() override {
        Node::ComputeRequirement();
        requirement_ = children_[0]->requirement();
    }
    void SetBox(ftxui::Box box) override {
        Node::SetBox(box);
        children_[0]->SetBox(box);
    }
    void Render(ftxui::Screen& screen) override {
        Node::Render(screen);
        for (int y = box_.y_min; y <= box_.y_max; ++y) {
            bool after_blank = true;
            for (int x = box_.x_min; x <= box_.x_max; ++x) {
                ftxui::Pixel& cell = screen.PixelAt(x, y);
                const bool is_blank = cell.character == " ";
                // Whether a blank stands before it tells what `…` means.
                std::string shown = shown_on(look_, (after_blank ? " " : "x") + cell.character);
                cell.character = shown.substr(1);
                after_blank = is_blank;
                if (!look_.colours) {
                    cell.foreground_color = ftxui::Color::Default;
                    cell.background_color = ftxui::Color::Default;
                }
            }
        }
    }

private:
    TerminalLook look_;
};

}  // namespace

ftxui::Element as_shown(const TerminalLook& look, ftxui::Element page) {
    return look == TerminalLook{} ? page : std::make_shared<AsShown>(look, std::move(page));
}

}  // namespace lontar::client
