#pragma once
/// How the form looks: the fields by section with the one under the cursor open, and under them
/// what is asked and what was found in it.
#include <string>
#include <vector>

#include <ftxui/dom/elements.hpp>

#include "client/form/form.hpp"
#include "client/form/returned.hpp"
#include "client/screens/field_editor.hpp"

namespace lontar::client {

/// `rows` x `columns`: the room between title and keys. `returned`: what the province said, over a
/// correction.
ftxui::Element form_page(const Form& form, const FieldEditor& editor, const Returned& returned,
                         int rows, int columns);

/// Stored form of an answer; empty: not answered.
std::string_view answer_of(const Form& form, std::string_view key);

}  // namespace lontar::client
