#include "storage/register/saving.hpp"

#include <algorithm>

#include "storage/embedded_sql.hpp"
#include "storage/model/reasons.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/moment.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/register.hpp"
#include "storage/register/revisions.hpp"
#include "storage/register/settings.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

bool has(const std::vector<Similar>& similar, model::Likeness likeness) {
    return std::ranges::find(similar, likeness, &Similar::likeness) != similar.end();
}

bool has_likely(const std::vector<Similar>& similar) {
    return has(similar, model::Likeness::probable) || has(similar, model::Likeness::review);
}

bool is_reason(std::string_view why) {
    return model::is_known(model::warning_reasons(), why) ||
           model::is_known(model::correction_reasons(), why);
}

Saved stopped(Saved saved, SaveResult result) {
    saved.result = result;
    return saved;
}

/// What stands against saving these answers, and what travels with them when nothing does.
Saved judge(std::vector<model::Finding> findings, std::vector<Similar> similar,
            const SaveOptions& options, bool needs_why) {
    Saved saved;
    saved.findings = std::move(findings);
    saved.similar = std::move(similar);
    if (model::has_errors(saved.findings)) {
        return stopped(std::move(saved), SaveResult::has_errors);
    }
    const auto same =
        std::ranges::find(saved.similar, model::Likeness::same_person, &Similar::likeness);
    if (same != saved.similar.end()) {
        saved.id = same->id;
        return stopped(std::move(saved), SaveResult::already_there);
    }
    if (has_likely(saved.similar)) {
        if (!options.different_people) {
            return stopped(std::move(saved), SaveResult::needs_decision);
        }
        saved.findings.push_back({model::Severity::warning, std::string(likely_duplicate), {}});
    }
    if ((needs_why || !model::warning_codes(saved.findings).empty()) && !options.why) {
        return stopped(std::move(saved), SaveResult::needs_reason);
    }
    const bool held = has(saved.similar, model::Likeness::same_nik);
    return stopped(std::move(saved), held ? SaveResult::saved_held : SaveResult::saved);
}

bool is_saved(SaveResult result) {
    return result == SaveResult::saved || result == SaveResult::saved_held;
}

/// The likeness a correction brings: what was as much alike before is not asked again, but a NIK
/// on two people stays what it is.
Result<std::vector<Similar>> newly_similar(Register& village_register, const model::Answers& before,
                                           const model::Answers& after, const RegistrationId& id) {
    auto similar = find_similar(village_register, after, id);
    if (!similar) {
        return similar;
    }
    const auto old = find_similar(village_register, before, id);
    if (!old) {
        return old.error();
    }
    std::erase_if(*similar, [&](const Similar& one) {
        return one.likeness != model::Likeness::same_nik &&
               std::ranges::any_of(*old, [&](const Similar& other) {
                   return other.id == one.id && other.likeness == one.likeness;
               });
    });
    return similar;
}

Status check_options(Register& village_register, const SaveOptions& options) {
    if (options.why && !is_reason(*options.why)) {
        return fail(ErrorKind::invalid_input, "R-18", "save a registration: unknown reason");
    }
    return require_officer(village_register, options.by);
}

/// The one transaction behind every save.
Result<Saved> append(Register& village_register, Saved saved, const NewRevision& revision,
                     const SaveOptions& options) {
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto rev = append_revision(village_register, revision);
    if (!rev) {
        return std::move(rev).error();
    }
    if (options.draft) {
        if (auto deleted = delete_draft(village_register, *options.draft); !deleted) {
            return std::move(deleted).error();
        }
    }
    if (auto committed = commit(*transaction, "save-before-commit", "save-after-commit");
        !committed) {
        return std::move(committed).error();
    }
    saved.id = revision.entry.id;
    saved.rev = *rev;
    return saved;
}

model::Entry entry_for(const Saved& saved, const Moment& moment, model::Answers answers,
                       const SaveOptions& options) {
    model::Entry entry;
    entry.at = moment.at;
    entry.uncertain = moment.uncertain;
    entry.by = options.by;
    entry.why = options.why;
    entry.warn = model::warning_codes(saved.findings);
    entry.fields = std::move(answers);
    return entry;
}

/// `base` is the newest revision here, or one the province told in a conflict.
/// conflict "R-11" otherwise.
Status check_base(Register& village_register, const RegistrationId& id, const Newest& newest,
                  const Rev& base) {
    if (base == newest.rev) {
        return done();
    }
    const auto told = list_told_revs(village_register, id);
    if (!told) {
        return told.error();
    }
    return std::ranges::find(*told, base) != told->end()
               ? done()
               : Status(fail(ErrorKind::conflict, "R-11",
                             "change registration " + id.hex() + ": it was changed since"));
}

/// A withdrawal the province did not take may be said again, on the province's revision; one as the
/// same person as another one may also turn out to be a mistake.
/// refused "R-16": the registration is withdrawn.
Status check_open(const RegistrationId& id, const Newest& newest, bool may_repeat) {
    if (!newest.withdrawn || (newest.refused && (may_repeat || newest.entry.into))) {
        return done();
    }
    return fail(ErrorKind::refused, "R-16",
                "change registration " + id.hex() + ": it is withdrawn");
}

/// Nothing to say; the draft goes.
Result<Saved> leave_unchanged(Register& village_register, Saved saved, const SaveOptions& options) {
    if (options.draft) {
        if (auto deleted = delete_draft(village_register, *options.draft); !deleted) {
            return std::move(deleted).error();
        }
    }
    saved.result = SaveResult::unchanged;
    return saved;
}

}  // namespace

Result<Saved> save_new(Register& village_register, const model::Answers& typed,
                       const SaveOptions& options) {
    if (auto good = check_options(village_register, options); !good) {
        return std::move(good).error();
    }
    const auto moment = find_moment(village_register);
    if (!moment) {
        return moment.error();
    }
    auto answers = model::normalise(typed);
    auto similar = find_similar(village_register, answers, std::nullopt);
    if (!similar) {
        return std::move(similar).error();
    }
    auto findings = model::check(answers, {today_at(*moment), village_register.village()});
    Saved saved = judge(std::move(findings), *std::move(similar), options, false);
    if (!is_saved(saved.result)) {
        return saved;
    }
    NewRevision revision;
    revision.entry = entry_for(saved, *moment, std::move(answers), options);
    revision.entry.id = RegistrationId::random(village_register.world().random);
    revision.act = acts::registered;
    revision.held = saved.result == SaveResult::saved_held;
    return append(village_register, std::move(saved), revision, options);
}

Result<Saved> correct(Register& village_register, const RegistrationId& id, const Rev& base,
                      const model::Answers& typed, const SaveOptions& options) {
    if (auto good = check_options(village_register, options); !good) {
        return std::move(good).error();
    }
    const auto newest = find_newest(village_register, id);
    if (!newest) {
        return newest.error();
    }
    if (auto open = check_open(id, *newest, false); !open) {
        return std::move(open).error();
    }
    if (auto good = check_base(village_register, id, *newest, base); !good) {
        return std::move(good).error();
    }
    const auto moment = find_moment(village_register);
    if (!moment) {
        return moment.error();
    }
    auto answers = model::normalise(typed);
    const model::Answers& before = newest->entry.fields;
    // On the province's revision the same answers are a choice, and have to be told.
    if (base == newest->rev && answers == before && !options.say_again) {
        Saved saved;
        saved.id = id;
        saved.rev = newest->rev;
        return leave_unchanged(village_register, std::move(saved), options);
    }
    auto similar = newly_similar(village_register, before, answers, id);
    if (!similar) {
        return std::move(similar).error();
    }
    auto findings = model::check(answers, {today_at(*moment), village_register.village()});
    Saved saved = judge(std::move(findings), *std::move(similar), options, true);
    if (!is_saved(saved.result)) {
        if (saved.result != SaveResult::already_there) {
            saved.id = id;
        }
        return saved;
    }
    NewRevision revision;
    revision.entry = entry_for(saved, *moment, std::move(answers), options);
    revision.entry.id = id;
    revision.entry.base = base;
    revision.act = acts::corrected;
    revision.held = saved.result == SaveResult::saved_held;
    revision.before = before;
    return append(village_register, std::move(saved), revision, options);
}

Status withdraw(Register& village_register, const RegistrationId& id, const Rev& base,
                std::string_view why, const OfficerId& by) {
    if (!model::is_known(model::withdrawal_reasons(), why) || why == model::merged_into_other) {
        return fail(ErrorKind::invalid_input, "R-18", "withdraw a registration: unknown reason");
    }
    if (auto known = require_officer(village_register, by); !known) {
        return known;
    }
    const auto newest = find_newest(village_register, id);
    if (!newest) {
        return newest.error();
    }
    if (auto open = check_open(id, *newest, true); !open) {
        return open;
    }
    if (auto good = check_base(village_register, id, *newest, base); !good) {
        return good;
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
    revision.entry.why = std::string(why);
    revision.act = acts::withdrawn;
    revision.before = newest->entry.fields;
    SaveOptions options;
    options.by = by;
    auto saved = append(village_register, {}, revision, options);
    return saved ? done() : Status(std::move(saved).error());
}

Status mark_checked(Register& village_register, const RegistrationId& id, const OfficerId& by) {
    if (auto known = require_officer(village_register, by); !known) {
        return known;
    }
    if (auto newest = find_newest(village_register, id); !newest) {
        return std::move(newest).error();
    }
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto marked = sqlite::run_query(
        village_register.database(), queries::mark_checked,
        [&](sqlite::Statement& query) { query.bind(":registration_id", id.view()); });
    if (!marked) {
        return marked;
    }
    auto logged = append_audit(village_register,
                               {village_register.world().clock.now(), by, "checked", id.hex(), {}});
    return logged ? commit(*transaction, "check-before-commit", "check-after-commit") : logged;
}

}  // namespace lontar::storage
