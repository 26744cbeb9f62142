#include "client/widgets/list_box.hpp"

#include <algorithm>

namespace lontar::client {

void ListBox::set_count(std::int64_t count) {
    count_ = std::max<std::int64_t>(count, 0);
    choose(chosen_);
}

void ListBox::choose(std::int64_t index) {
    chosen_ = std::clamp<std::int64_t>(index, 0, std::max<std::int64_t>(count_ - 1, 0));
}

bool ListBox::on_key(const ftxui::Event& key) {
    using ftxui::Event;
    const std::int64_t page = std::max(height_ - 1, 1);
    if (key == Event::ArrowUp) {
        choose(chosen_ - 1);
    } else if (key == Event::ArrowDown) {
        choose(chosen_ + 1);
    } else if (key == Event::PageUp) {
        choose(chosen_ - page);
    } else if (key == Event::PageDown) {
        choose(chosen_ + page);
    } else if (key == Event::Home) {
        choose(0);
    } else if (key == Event::End) {
        choose(count_ - 1);
    } else {
        return false;
    }
    return true;
}

ftxui::Element ListBox::draw(int height,
                             const std::function<ftxui::Element(std::int64_t, bool)>& line) {
    height_ = std::max(height, 1);
    first_ =
        std::clamp<std::int64_t>(first_, std::max<std::int64_t>(chosen_ - height_ + 1, 0), chosen_);
    using namespace ftxui;
    Elements lines;
    for (std::int64_t index = first_; index < std::min<std::int64_t>(first_ + height_, count_);
         ++index) {
        lines.push_back(line(index, index == chosen_));
    }
    // There is more above or below.
    if (first_ > 0) {
        lines.front() = hbox({std::move(lines.front()) | flex, text("▲")});
    }
    if (first_ + height_ < count_) {
        lines.back() = hbox({std::move(lines.back()) | flex, text("▼")});
    }
    while (static_cast<int>(lines.size()) < height_) {
        lines.push_back(text(""));
    }
    return vbox(std::move(lines));
}

}  // namespace lontar::client
