#include "client/form/keep.hpp"

#include <algorithm>

#include "storage/register/audit.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"

namespace lontar::client {

namespace {

Status log_unmasking(storage::Register& village_register, const RegistrationId& id,
                     const OfficerId& by) {
    return storage::record_act(village_register, "unmask", id.hex(), by);
}

}  // namespace

Status keep_draft(storage::Register& village_register, Form& form) {
    if (!form.draft_is_due()) {
        return done();
    }
    auto id = storage::save_draft(village_register, form.draft());
    if (!id) {
        return std::move(id).error();
    }
    form.draft_was_kept(*id);
    return done();
}

Result<storage::Saved> save(storage::Register& village_register, Form& form, const OfficerId& by) {
    form.leave();
    form.saving_was_tried();
    const storage::SaveOptions options = form.save_options(by);
    if (form.of()) {
        return storage::correct(village_register, *form.of(), form.base(), form.answers(), options);
    }
    return storage::save_new(village_register, form.answers(), options);
}

Status drop_draft(storage::Register& village_register, Form& form) {
    if (form.draft_id() == 0) {
        return done();
    }
    Status removed = storage::delete_draft(village_register, form.draft_id());
    if (removed) {
        form.draft_was_kept(0);
    }
    return removed;
}

Result<Form> begin_correction(storage::Register& village_register,
                              const model::CheckContext& context, const RegistrationId& id,
                              const OfficerId& by) {
    auto before = storage::find_registration(village_register, id);
    if (!before) {
        return std::move(before).error();
    }
    auto drafts = storage::list_drafts(village_register);
    if (!drafts) {
        return std::move(drafts).error();
    }
    if (Status logged = log_unmasking(village_register, id, by); !logged) {
        return std::move(logged).error();
    }
    const auto own = std::find_if(drafts->begin(), drafts->end(),
                                  [&](const storage::Draft& draft) { return draft.of == id; });
    return own == drafts->end() ? Form::correction(context, *before)
                                : Form::resume(context, *own, *before);
}

Result<Form> resume_draft(storage::Register& village_register, const model::CheckContext& context,
                          std::int64_t draft_id, const OfficerId& by) {
    auto draft = storage::find_draft(village_register, draft_id);
    if (!draft) {
        return std::move(draft).error();
    }
    if (!draft->has_value()) {
        return fail(ErrorKind::not_found, "R-12", "resume a draft");
    }
    std::optional<storage::Registration> before;
    if ((*draft)->of) {
        auto found = storage::find_registration(village_register, *(*draft)->of);
        if (!found) {
            return std::move(found).error();
        }
        if (Status logged = log_unmasking(village_register, *(*draft)->of, by); !logged) {
            return std::move(logged).error();
        }
        before = *std::move(found);
    }
    return Form::resume(context, **draft, before);
}

}  // namespace lontar::client
