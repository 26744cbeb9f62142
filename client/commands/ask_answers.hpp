#pragma once
/// The form of one person, line by line.
#include "client/commands/context.hpp"
#include "client/form/form.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::client {

/// Asks field by field, keeping the draft after each. True: save now. False: left, the draft stays.
Result<bool> ask_answers(Context& context, laptop::Session& session, Form& form);

}  // namespace lontar::client
