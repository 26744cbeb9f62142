#include "client/widgets/text_input.hpp"

#include <algorithm>

#include "storage/base/text.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::client {

namespace {

constexpr std::string_view ctrl_u = "\x15";
constexpr std::string_view dot = "•";

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

std::size_t next(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && continues(text[at])) {
        ++at;
    }
    return std::min(at, text.size());
}

std::size_t previous(std::string_view text, std::size_t at) {
    while (at > 0 && continues(text[at - 1])) {
        --at;
    }
    return at > 0 ? at - 1 : 0;
}

int count_characters(std::string_view text) {
    return static_cast<int>(
        std::ranges::count_if(text, [](char byte) { return !continues(byte); }));
}

std::string dots(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += dot;
    }
    return text;
}

/// The end of `text` that fits `columns`; a mark in front says that it is not all.
std::string tail(std::string text, int columns) {
    if (display_width(text) <= columns) {
        return text;
    }
    while (!text.empty() && display_width(text) > columns - 1) {
        text.erase(0, next(text, 0));
    }
    return "…" + text;
}

}  // namespace

TextInput::TextInput(std::string text, bool secret, int max_characters)
    : text_(std::move(text)),
      cursor_(text_.size()),
      secret_(secret),
      max_characters_(max_characters) {}

TextInput::~TextInput() {
    if (secret_) {
        sealed::wipe({reinterpret_cast<std::uint8_t*>(text_.data()), text_.size()});
    }
}

void TextInput::set_text(std::string_view text) {
    if (secret_) {
        sealed::wipe({reinterpret_cast<std::uint8_t*>(text_.data()), text_.size()});
    }
    text_ = text;
    cursor_ = text_.size();
    was_typed_ = false;
}

bool TextInput::insert(std::string_view character) {
    // Control characters never enter; the stored form is tidied again when the field is left.
    if (count_characters(text_) >= max_characters_ || !is_utf8(character) ||
        (character.size() == 1 && static_cast<unsigned char>(character[0]) < 0x20U)) {
        return false;
    }
    text_.insert(cursor_, character);
    cursor_ += character.size();
    was_typed_ = true;
    return true;
}

PasteResult TextInput::paste(std::string_view line) {
    for (std::size_t at = 0; at < line.size(); at = next(line, at)) {
        if (!insert(line.substr(at, next(line, at) - at))) {
            return PasteResult::cut;
        }
    }
    return PasteResult::taken;
}

bool TextInput::on_key(const ftxui::Event& key) {
    if (key.is_character()) {
        insert(key.character());
        return true;
    }
    if (key == ftxui::Event::Backspace) {
        const std::size_t from = cursor_ > 0 ? previous(text_, cursor_) : 0;
        // previous() lands on the lead byte of the character before the cursor.
        text_.erase(from, cursor_ - from);
        cursor_ = from;
        was_typed_ = true;
        return true;
    }
    if (key == ftxui::Event::Delete) {
        if (cursor_ < text_.size()) {
            text_.erase(cursor_, next(text_, cursor_) - cursor_);
            was_typed_ = true;
        }
        return true;
    }
    if (key == ftxui::Event::ArrowLeft) {
        cursor_ = previous(text_, cursor_);
        return true;
    }
    if (key == ftxui::Event::ArrowRight) {
        cursor_ = next(text_, cursor_);
        return true;
    }
    if (key == ftxui::Event::Home) {
        cursor_ = 0;
        return true;
    }
    if (key == ftxui::Event::End) {
        cursor_ = text_.size();
        return true;
    }
    if (key.input() == ctrl_u) {
        clear();
        return true;
    }
    return false;
}

ftxui::Element TextInput::draw(bool focused, int columns) const {
    using namespace ftxui;
    const auto shown = [&](std::string_view part) {
        return secret_ ? dots(count_characters(part)) : drawable(part);
    };
    if (!focused) {
        return ftxui::text(fit(shown(text_), columns));
    }
    std::string before =
        tail(shown(std::string_view(text_).substr(0, cursor_)), std::max(columns - 1, 1));
    const std::size_t after_at = next(text_, cursor_);
    std::string under = cursor_ < text_.size()
                            ? shown(std::string_view(text_).substr(cursor_, after_at - cursor_))
                            : " ";
    const int room = std::max(columns - display_width(before) - 1, 0);
    std::string after =
        cursor_ < text_.size() ? fit(shown(std::string_view(text_).substr(after_at)), room) : "";
    return hbox({ftxui::text(before) | underlined, ftxui::text(under) | inverted | focusCursorBlock,
                 ftxui::text(after) | underlined});
}

}  // namespace lontar::client
