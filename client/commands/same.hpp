#pragma once
/// Two registrations of the village that are one person, told by a command or line by line.
#include "client/commands/context.hpp"
#include "client/form/same_nik.hpp"
#include "storage/register/registrations.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::client {

int run(Context& context, const SameOptions& options);

/// Both people: what they have in common by which people are known, and every difference; NIK and
/// KK masked.
void print_both(Context& context, const storage::Registration& one,
                const storage::Registration& other);
/// Withdraws `one` as the same person as `other` and tells it. Returns the exit code.
int merge_and_tell(Context& context, laptop::Session& session, const storage::Registration& one,
                   const RegistrationId& other);

}  // namespace lontar::client
