#pragma once
/// A list with one line chosen; draws only the lines that fit, so that 20,000 people cost as much
/// as 20.
#include <cstdint>
#include <functional>

#include <ftxui/component/event.hpp>
#include <ftxui/dom/elements.hpp>

namespace lontar::client {

class ListBox {
public:
    void set_count(std::int64_t count);
    [[nodiscard]] std::int64_t count() const { return count_; }
    /// 0-based; -1 when the list is empty.
    [[nodiscard]] std::int64_t chosen() const { return count_ > 0 ? chosen_ : -1; }
    void choose(std::int64_t index);

    /// True when the key moved in the list: Up, Down, PageUp, PageDown, Home, End.
    bool on_key(const ftxui::Event& key);
    /// `height` lines; `line(index, is_chosen)` is called for those that are seen. A mark at the
    /// right says that there is more above or below.
    [[nodiscard]] ftxui::Element draw(
        int height, const std::function<ftxui::Element(std::int64_t, bool)>& line);

private:
    std::int64_t count_ = 0;
    std::int64_t chosen_ = 0;
    std::int64_t first_ = 0;
    int height_ = 10;
};

}  // namespace lontar::client
