#include "client/entry/keep.hpp"

#include <algorithm>

namespace lontar::client {

namespace {

Status log_unmasking(storage::VillageRegister& village_register, const RegistrationId& id,
                     const OfficerId& by) {
    return village_register.audit("unmask", id.hex(), by);
}

}  // namespace

Status keep_draft(storage::VillageRegister& village_register, Entry& entry) {
    if (!entry.draft_is_due()) {
        return done();
    }
    auto id = village_register.save_draft(entry.draft());
    if (!id) {
        return std::move(id).error();
    }
    entry.draft_was_kept(*id);
    return done();
}

Result<storage::Saved> save(storage::VillageRegister& village_register, Entry& entry,
                            const OfficerId& by) {
    entry.leave();
    entry.saving_was_tried();
    const storage::SaveOptions options = entry.save_options(by);
    if (entry.of()) {
        return village_register.correct(*entry.of(), entry.base(), entry.answers(), options);
    }
    return village_register.save_new(entry.answers(), options);
}

Status drop_draft(storage::VillageRegister& village_register, Entry& entry) {
    if (entry.draft_id() == 0) {
        return done();
    }
    Status removed = village_register.delete_draft(entry.draft_id());
    if (removed) {
        entry.draft_was_kept(0);
    }
    return removed;
}

Result<Entry> begin_correction(storage::VillageRegister& village_register,
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
    return own == drafts->end() ? Entry::correction(context, *before)
                                : Entry::resume(context, *own, *before);
}

Result<Entry> resume_draft(storage::VillageRegister& village_register,
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
    return Entry::resume(context, **draft, before);
}

}  // namespace lontar::client
