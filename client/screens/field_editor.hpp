#pragma once
/// The line under the cursor of the form: free text, or a choice turned with the arrows or by the
/// first letters of one of its words. Letters that fit no choice leave it unanswered: nothing is
/// chosen by accident.
#include <string>
#include <string_view>

#include <ftxui/component/event.hpp>
#include <ftxui/dom/elements.hpp>

#include "client/widgets/text_input.hpp"
#include "storage/model/form.hpp"

namespace lontar::client {

class FieldEditor {
public:
    /// `shown`: the code of a choice, else the text to edit. `filled_in`: by the program, so that
    /// the first letter that is typed takes its place instead of being put behind it.
    void begin(const model::Field& field, std::string_view shown, bool filled_in);
    /// What the person has typed or chosen: a choice's code, else the text; letters that fit no choice
    /// as they are.
    [[nodiscard]] std::string typed() const;
    bool on_key(const ftxui::Event& key);
    /// A line (`pasted_line`): into the text as letters are; of a choice it takes the place of the
    /// letters typed so far.
    PasteResult paste(std::string_view line);
    [[nodiscard]] ftxui::Element draw(int columns) const;
    [[nodiscard]] bool is_choice() const { return field_ != nullptr && !field_->choices.empty(); }

private:
    void turn(int by);
    const model::Field* field_ = nullptr;
    TextInput input_;
    int choice_ = -1;           ///< -1: unanswered
    std::string letters_;       ///< of a choice, typed so far
    bool is_replaced_ = false;  ///< by the next letter
};

}  // namespace lontar::client
