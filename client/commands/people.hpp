#pragma once
/// A person registered, corrected, withdrawn or looked over. All return the exit code.
#include "client/commands/context.hpp"
#include "client/form/form.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::client {

int run(Context& context, const AddOptions& options);
int run(Context& context, const EditOptions& options);
int run(Context& context, const CheckedOptions& options);
int run(Context& context, const WithdrawOptions& options);

/// ask_answers and save_asking until the person is saved or the officer leaves.
int fill_in_and_save(Context& context, laptop::Session& session, Form& form);

}  // namespace lontar::client
