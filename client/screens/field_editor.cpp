#include "client/screens/field_editor.hpp"

#include "client/text/terms.hpp"
#include "storage/base/text.hpp"

namespace lontar::client {

using namespace ftxui;

void FieldEditor::begin(const model::Field& field, std::string_view shown) {
    field_ = &field;
    choice_ = -1;
    letters_.clear();
    for (std::size_t i = 0; i < field.choices.size(); ++i) {
        if (field.choices[i].code == shown) {
            choice_ = static_cast<int>(i);
        }
    }
    input_ = TextInput(std::string(shown), false, field.max_characters);
}

std::string FieldEditor::typed() const {
    if (!is_choice()) {
        return input_.text();
    }
    return choice_ < 0 ? std::string()
                       : std::string(field_->choices[static_cast<std::size_t>(choice_)].code);
}

void FieldEditor::turn(int by) {
    const int count = static_cast<int>(field_->choices.size());
    choice_ = choice_ < 0 ? (by > 0 ? 0 : count - 1) : (choice_ + by + count) % count;
    letters_.clear();
}

void FieldEditor::search(std::string_view letter) {
    const auto find = [this] {
        for (std::size_t i = 0; i < field_->choices.size(); ++i) {
            if (ascii_lower(answer_text(field_->key, field_->choices[i].code))
                    .starts_with(letters_)) {
                choice_ = static_cast<int>(i);
                return true;
            }
        }
        return false;
    };
    letters_ += ascii_lower(letter);
    if (!find()) {
        letters_ = ascii_lower(letter);
        find();
    }
}

bool FieldEditor::on_key(const Event& key) {
    if (!is_choice()) {
        return input_.on_key(key);
    }
    if (key == Event::ArrowRight) {
        turn(1);
    } else if (key == Event::ArrowLeft) {
        turn(-1);
    } else if (key == Event::Delete || key == Event::Backspace) {
        choice_ = -1;
        letters_.clear();
    } else if (key.is_character()) {
        search(key.character());
    } else {
        return false;
    }
    return true;
}

Element FieldEditor::draw(int columns) const {
    if (!is_choice()) {
        return input_.draw(true, columns);
    }
    const std::string shown =
        choice_ < 0
            ? " "
            : answer_text(field_->key, field_->choices[static_cast<std::size_t>(choice_)].code);
    return hbox(
        {text("◄ "), text(fit(shown, columns - 4)) | inverted | focusCursorBlock, text(" ►")});
}

}  // namespace lontar::client
