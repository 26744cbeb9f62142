#include "client/form/keep.hpp"

#include <algorithm>

namespace lontar::client {

namespace {

Status log_unmasking(storage::VillageRegister& village_register, const RegistrationId& id,
                     const OfficerId& by) {
    return village_register.audit("unmask", id.hex(), by);
}

}  // namespace

Status keep_draft(storage::VillageRegister& village_register, Form& form) {
    if (!form.draft_is_due()) {
        return done();
    }
    auto id = village_register.save_draft(form.draft());
    if (!id) {
        return std::move(id).error();
    }
    form.draft_was_kept(*id);
    return done();
}

Result<storage::Saved> save(storage::VillageRegister& village_register, Form& form,
                            const OfficerId& by) {
    form.leave();
    form.saving_was_tried();
    const storage::SaveOptions options = form.save_options(by);
    if (form.of()) {
        return village_register.correct(*form.of(), form.base(), form.answers(), options);
    }
    return village_register.save_new(form.answers(), options);
}

Status drop_draft(storage::VillageRegister& village_register, Form& form) {
    if (form.draft_id() == 0) {
        return done();
    }
    Status removed = village_register.delete_draft(form.draft_id());
    if (removed) {
        form.draft_was_kept(0);
    }
    return removed;
}

Result<Form> begin_correction(storage::VillageRegister& village_register,
                              const model::CheckContext& context, const RegistrationId& id,
                              const OfficerId& by) {
    auto before = village_register.registration(id);
    if (!before) {
        return std::move(before).error();
    }
    auto drafts = village_register.drafts();
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

Result<Form> resume_draft(storage::VillageRegister& village_register,
                          const model::CheckContext& context, std::int64_t draft_id,
                          const OfficerId& by) {
    auto draft = village_register.draft(draft_id);
    if (!draft) {
        return std::move(draft).error();
    }
    if (!draft->has_value()) {
        return fail(ErrorKind::not_found, "R-12", "resume a draft");
    }
    std::optional<storage::Registration> before;
    if ((*draft)->of) {
        auto found = village_register.registration(*(*draft)->of);
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
