#include "client/screens/field_editor.hpp"

#include <algorithm>

#include "client/text/terms.hpp"
#include "storage/base/text.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

/// Of a choice, pasted: longer than the words of any.
constexpr int most_letters = 40;

/// `letters` begin the words or a word of them: "guru" finds "Profesi (guru, bidan, …)".
bool begins_a_word(std::string_view words, std::string_view letters) {
    for (std::size_t at = words.find(letters); at != std::string_view::npos;
         at = words.find(letters, at + 1)) {
        if (at == 0 || std::string_view(" (/").find(words[at - 1]) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

/// Position of the choice that `letters` begin; -1: none.
int find_choice(const model::Field& field, std::string_view letters) {
    const auto find = [&](const auto& fits) {
        const auto found = std::ranges::find_if(field.choices, fits);
        return found == field.choices.end() ? -1 : static_cast<int>(found - field.choices.begin());
    };
    const auto words = [&](const model::Choice& choice) {
        return ascii_lower(answer_text(field.key, choice.code));
    };
    int found =
        find([&](const model::Choice& choice) { return words(choice).starts_with(letters); });
    if (found < 0) {
        found = find(
            [&](const model::Choice& choice) { return begins_a_word(words(choice), letters); });
    }
    if (found < 0) {
        // A card says "wiraswasta" where the list says "Usaha sendiri": the codes are words too.
        found = find([&](const model::Choice& choice) {
            return ascii_lower(choice.code).starts_with(letters);
        });
    }
    return found;
}

}  // namespace

void FieldEditor::begin(const model::Field& field, std::string_view shown, bool filled_in) {
    field_ = &field;
    choice_ = -1;
    letters_.clear();
    for (std::size_t i = 0; i < field.choices.size(); ++i) {
        if (field.choices[i].code == shown) {
            choice_ = static_cast<int>(i);
        }
    }
    if (is_choice() && choice_ < 0) {
        letters_ = ascii_lower(shown);
    }
    input_ = TextInput(std::string(shown), false, field.max_characters);
    is_replaced_ = filled_in;
}

std::string FieldEditor::typed() const {
    if (!is_choice()) {
        return input_.text();
    }
    // Letters that fit nothing are an answer too: it is told that they fit no choice, not that the
    // field is empty.
    return choice_ < 0 ? letters_
                       : std::string(field_->choices[static_cast<std::size_t>(choice_)].code);
}

void FieldEditor::turn(int by) {
    const int count = static_cast<int>(field_->choices.size());
    choice_ = choice_ < 0 ? (by > 0 ? 0 : count - 1) : (choice_ + by + count) % count;
    letters_.clear();
}

bool FieldEditor::on_key(const Event& key) {
    if (!is_choice()) {
        if (key.is_character() && is_replaced_) {
            input_.clear();
        }
        is_replaced_ = false;
        return input_.on_key(key);
    }
    if (key == Event::ArrowRight) {
        turn(1);
    } else if (key == Event::ArrowLeft) {
        turn(-1);
    } else if (key == Event::Delete || (key == Event::Backspace && letters_.size() <= 1)) {
        choice_ = -1;
        letters_.clear();
    } else if (key == Event::Backspace) {
        letters_.pop_back();
        choice_ = find_choice(*field_, letters_);
    } else if (key.is_character()) {
        letters_ += ascii_lower(key.character());
        choice_ = find_choice(*field_, letters_);
    } else {
        return false;
    }
    return true;
}

PasteResult FieldEditor::paste(std::string_view line) {
    if (is_choice()) {
        TextInput letters({}, false, most_letters);
        const PasteResult result = letters.paste(line);
        letters_ = ascii_lower(letters.text());
        choice_ = letters_.empty() ? -1 : find_choice(*field_, letters_);
        return result;
    }
    if (is_replaced_ && !line.empty()) {
        input_.clear();
    }
    is_replaced_ = false;
    return input_.paste(line);
}

Element FieldEditor::draw(int columns) const {
    if (!is_choice()) {
        Element line = input_.draw(true, columns);
        return is_replaced_ && !input_.text().empty() ? std::move(line) | inverted : line;
    }
    // The letters are shown, or nobody would know why they find nothing.
    const std::string typed = letters_.empty() ? "" : "  " + letters_ + (choice_ < 0 ? "?" : "…");
    const std::string shown =
        choice_ < 0
            ? " "
            : answer_text(field_->key, field_->choices[static_cast<std::size_t>(choice_)].code);
    return hbox({text("◄ "),
                 text(fit(shown, columns - 4 - display_width(typed))) | inverted | focusCursorBlock,
                 text(" ►"), text(drawable(typed)) | (choice_ < 0 ? color(Color::Red) : dim)});
}

}  // namespace lontar::client
