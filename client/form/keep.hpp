#pragma once
/// A Form meets the register: drafts kept when a field is left, and saving.
#include "client/form/form.hpp"
#include "storage/register/saving.hpp"

namespace lontar::storage {
class Register;
}

namespace lontar::client {

/// Keeps the draft when one is due; durable on return. Call it each time a field was left.
Status keep_draft(storage::Register& village_register, Form& form);
/// Saves as new person or correction; what stands in the focused box counts too. The draft goes in
/// the same commit. Errors as storage::save_new and correct; the form is as before, so the
/// officer can go on.
Result<storage::Saved> save(storage::Register& village_register, Form& form, const OfficerId& by);
/// The officer throws the draft away.
Status drop_draft(storage::Register& village_register, Form& form);
/// The form for correcting a registration: goes on with its draft when there is one. A form shows
/// the whole NIK, so it is logged as `unmask` by `by` before there is anything to show; what cannot
/// be logged is not returned.
Result<Form> begin_correction(storage::Register& village_register,
                              const model::CheckContext& context, const RegistrationId& id,
                              const OfficerId& by);
/// The form of a kept draft; logged like begin_correction when it corrects a registration.
/// not_found "R-12": there is no such draft.
Result<Form> resume_draft(storage::Register& village_register, const model::CheckContext& context,
                          std::int64_t draft_id, const OfficerId& by);

}  // namespace lontar::client
