#include "storage/register/same_person.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "storage/model/entry.hpp"
#include "storage/model/reasons.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/moment.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/revisions.hpp"
#include "storage/sqlite/database.hpp"

namespace lontar::storage {

namespace {

/// Both are there, `id` as its caller saw it.
Status check_both(Register& village_register, const RegistrationId& id, const Newest& leaves,
                  const Rev& base, const RegistrationId& into) {
    if (id == into) {
        return fail(ErrorKind::conflict, "R-40", "merge a registration into itself");
    }
    const auto goes_on = find_newest(village_register, into);
    if (!goes_on) {
        return goes_on.error();
    }
    if (leaves.withdrawn || goes_on->withdrawn) {
        return fail(ErrorKind::refused, "R-16", "merge a registration: one is withdrawn");
    }
    if (base != leaves.rev) {
        return fail(ErrorKind::conflict, "R-11",
                    "merge registration " + id.hex() + ": it was changed since");
    }
    return done();
}

/// The draft on `into`, as it will be; nothing when there is nothing to tell.
Result<std::optional<Draft>> draft_for(Register& village_register, const RegistrationId& into,
                                       const model::Answers& leaves) {
    const auto goes_on = find_registration(village_register, into);
    if (!goes_on) {
        return goes_on.error();
    }
    const auto drafts = list_drafts(village_register);
    if (!drafts) {
        return drafts.error();
    }
    Draft draft;
    draft.of = into;
    std::optional<model::Answers> typed;
    if (const auto own = std::ranges::find(*drafts, into, &Draft::of); own != drafts->end()) {
        draft = *own;
        typed = own->answers;
    }
    draft.answers = with_differences(goes_on->fields, leaves, typed);
    const auto changed = model::changed_fields(typed.value_or(goes_on->fields), draft.answers);
    if (changed.empty()) {
        return std::optional<Draft>();
    }
    for (const model::Field& field : model::form_fields()) {
        if (std::ranges::find(changed, field.key) != changed.end()) {
            draft.cursor = field.key;
            break;
        }
    }
    return std::optional(std::move(draft));
}

}  // namespace

model::Answers with_differences(const model::Answers& goes_on, const model::Answers& leaves,
                                const std::optional<model::Answers>& typed) {
    model::Answers answers = typed.value_or(goes_on);
    const auto at = [](const model::Answers& of, const std::string& key) {
        const auto found = of.find(key);
        return found == of.end() ? std::string() : found->second;
    };
    for (const auto& [key, value] : leaves) {
        if (at(answers, key) == at(goes_on, key)) {
            answers.insert_or_assign(key, value);
        }
    }
    return answers;
}

Result<SamePerson> merge_into(Register& village_register, const RegistrationId& id, const Rev& base,
                              const RegistrationId& into, const OfficerId& by) {
    if (auto known = require_officer(village_register, by); !known) {
        return std::move(known).error();
    }
    const auto leaves = find_newest(village_register, id);
    if (!leaves) {
        return leaves.error();
    }
    if (auto good = check_both(village_register, id, *leaves, base, into); !good) {
        return std::move(good).error();
    }
    const auto draft = draft_for(village_register, into, leaves->entry.fields);
    if (!draft) {
        return draft.error();
    }
    const auto moment = find_moment(village_register);
    if (!moment) {
        return moment.error();
    }
    NewRevision revision;
    revision.entry.type = model::EntryType::withdrawal;
    revision.entry.type_name = "withdrawal";
    revision.entry.id = id;
    revision.entry.base = base;
    revision.entry.at = moment->at;
    revision.entry.uncertain = moment->uncertain;
    revision.entry.by = by;
    revision.entry.why = std::string(model::merged_into_other);
    revision.entry.into = into;
    revision.act = acts::withdrawn;
    revision.before = leaves->entry.fields;
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto rev = append_revision(village_register, revision); !rev) {
        return std::move(rev).error();
    }
    SamePerson merged;
    if (*draft) {
        const auto put = put_draft(village_register, **draft);
        if (!put) {
            return put.error();
        }
        merged.draft = *put;
    }
    if (auto committed = commit(*transaction, "merge-before-commit", "merge-after-commit");
        !committed) {
        return std::move(committed).error();
    }
    return merged;
}

}  // namespace lontar::storage
