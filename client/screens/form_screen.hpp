#pragma once
/// The form: one field a line, saved as a draft whenever a field is left, findings beside the field
/// they are about.
#include <memory>

#include "client/screens/desk.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/registrations.hpp"

namespace lontar::client {

/// A new person.
std::unique_ptr<Screen> make_form_screen(Desk& desk);
std::unique_ptr<Screen> make_correction_screen(Desk& desk,
                                               const storage::Registration& registration);
/// A draft picked up where it was left.
std::unique_ptr<Screen> make_draft_screen(Desk& desk, const storage::Draft& draft);

}  // namespace lontar::client
