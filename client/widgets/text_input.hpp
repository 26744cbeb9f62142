#pragma once
/// A line a person types into: UTF-8, one cell a column, drawn through the one draw function.
#include <string>
#include <string_view>

#include <ftxui/component/event.hpp>
#include <ftxui/dom/elements.hpp>

#include "client/widgets/paste.hpp"

namespace lontar::client {

class TextInput {
public:
    /// `secret`: shown as dots and wiped when dropped. At most `max_characters` code points are
    /// taken.
    explicit TextInput(std::string text = {}, bool secret = false, int max_characters = 200);
    ~TextInput();
    TextInput(const TextInput&) = default;
    TextInput& operator=(const TextInput&) = default;
    TextInput(TextInput&&) = default;
    TextInput& operator=(TextInput&&) = default;

    [[nodiscard]] const std::string& text() const { return text_; }
    /// Something stands here that a person typed or changed.
    [[nodiscard]] bool was_typed() const { return was_typed_ && !text_.empty(); }
    /// The program's text, not typed. Cursor goes to the end.
    void set_text(std::string_view text);
    void clear() { set_text(""); }

    /// True when the key was for this line: characters, Backspace, Delete, Left, Right, Home, End,
    /// Ctrl-U.
    bool on_key(const ftxui::Event& key);
    /// A line (`pasted_line`) goes in at the cursor, as much of it as there is room for.
    PasteResult paste(std::string_view line);
    /// At most `columns` wide; the part around the cursor when longer. The cursor stands where the
    /// terminal's own does, so that screen readers follow.
    [[nodiscard]] ftxui::Element draw(bool focused, int columns) const;

private:
    /// False: there is no room for it, or it is none.
    bool insert(std::string_view character);
    std::string text_;
    std::size_t cursor_ = 0;  ///< byte offset of a code point
    bool secret_ = false;
    bool was_typed_ = false;
    int max_characters_ = 200;
};

}  // namespace lontar::client
