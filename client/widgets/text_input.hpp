#pragma once
/// A line a person types into: UTF-8, one cell a column, drawn through the one draw function.
#include <string>
#include <string_view>

#include <ftxui/component/event.hpp>
#include <ftxui/dom/elements.hpp>

namespace lontar::client {

class TextInput {
public:
    /// `secret`: shown as dots and wiped when dropped. At most `max_characters` code points are
    /// taken; a longer paste is cut.
    explicit TextInput(std::string text = {}, bool secret = false, int max_characters = 200);
    ~TextInput();
    TextInput(const TextInput&) = default;
    TextInput& operator=(const TextInput&) = default;
    TextInput(TextInput&&) = default;
    TextInput& operator=(TextInput&&) = default;

    [[nodiscard]] const std::string& text() const { return text_; }
    /// Cursor goes to the end.
    void set_text(std::string_view text);
    void clear() { set_text(""); }

    /// True when the key was for this line: characters, Backspace, Delete, Left, Right, Home, End,
    /// Ctrl-U.
    bool on_key(const ftxui::Event& key);
    /// At most `columns` wide; the part around the cursor when longer. The cursor stands where the
    /// terminal's own does, so that screen readers follow.
    [[nodiscard]] ftxui::Element draw(bool focused, int columns) const;

private:
    void insert(std::string_view character);
    std::string text_;
    std::size_t cursor_ = 0;  ///< byte offset of a code point
    bool secret_ = false;
    int max_characters_ = 200;
};

}  // namespace lontar::client
