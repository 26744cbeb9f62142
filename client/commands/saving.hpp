#pragma once
/// How a save ended, told to a person or a script.
#include "client/commands/context.hpp"
#include "client/form/conflict.hpp"
#include "client/form/keep.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/saving.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::client {

/// Prints what became of a save (JSON on standard output when asked), refusals on standard error.
/// Returns the exit code.
int tell_saved(Context& context, laptop::Session& session, const storage::Saved& saved);

/// The refusal a save ended with; nothing when it is in the register (or nothing was to be
/// changed).
std::optional<Error> refusal_of(const storage::Saved& saved);

/// Saves; on a terminal asks for what is missing: a look at similar people, a reason, whether a
/// field is right that the province asked about and nobody changed. Nothing is asked of a script:
/// conflict "R-35" for such a field.
Result<storage::Saved> save_asking(Context& context, laptop::Session& session, Form& form);

/// Name, birth date and masked NIK of a person that is like the one being typed in.
std::string similar_text(laptop::Session& session, const storage::Similar& similar);

/// One line with both answers after a conflict; NIK and KK masked.
std::string difference_text(const Difference& difference);

/// First eight digits: enough to name a registration in a village.
std::string short_id(const RegistrationId& id);

}  // namespace lontar::client
