#include "storage/register/withdrawals.hpp"

#include "storage/embedded_sql.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/revisions.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

/// Who has the NIK, or is the same person, since the withdrawal. Who had it before goes on as
/// before. conflict "R-37".
Status check_not_anew(Register& village_register, const Newest& withdrawal,
                      const model::Answers& answers) {
    const auto similar = find_similar(village_register, answers, withdrawal.entry.id);
    if (!similar) {
        return similar.error();
    }
    for (const Similar& one : *similar) {
        if (one.likeness != model::Likeness::same_person &&
            one.likeness != model::Likeness::same_nik) {
            continue;
        }
        const auto other = find_registration(village_register, one.id);
        if (!other) {
            return other.error();
        }
        if (other->revisions.front().number > withdrawal.number) {
            return fail(ErrorKind::conflict, "R-37",
                        "take back a withdrawal: the person is there anew");
        }
    }
    return done();
}

/// What `withdraw` did, undone inside the caller's transaction.
Status reopen(Register& village_register, const Newest& withdrawal, const model::Answers& answers,
              const OfficerId& by) {
    const Timestamp now = village_register.world().clock.now();
    const RegistrationId& id = withdrawal.entry.id;
    auto stopped = sqlite::run_query(
        village_register.database(), queries::stop_withdrawal,
        [&](sqlite::Statement& query) { query.bind(":number", withdrawal.number); });
    if (!stopped) {
        return stopped;
    }
    if (village_register.database().changes() != 1) {
        return fail(ErrorKind::conflict, "R-36", "take back a withdrawal: it is on its way");
    }
    auto reopened = sqlite::run_query(
        village_register.database(), queries::reopen_registration, [&](sqlite::Statement& query) {
            query.bind(":registration_id", id.view()).bind(":changed_at", now.seconds);
        });
    if (!reopened) {
        return reopened;
    }
    if (auto put = put_duplicate_keys(village_register, id, answers, {}); !put) {
        return put;
    }
    auto refreshed = sqlite::run_query(
        village_register.database(), queries::refresh_registration,
        [&](sqlite::Statement& query) { query.bind(":registration_id", id.view()); });
    return refreshed
               ? append_audit(village_register,
                              {now, by, std::string(acts::withdrawal_taken_back), id.hex(), {}})
               : refreshed;
}

}  // namespace

Status take_back_withdrawal(Register& village_register, const RegistrationId& id,
                            const OfficerId& by) {
    if (auto known = require_officer(village_register, by); !known) {
        return known;
    }
    const auto newest = find_newest(village_register, id);
    if (!newest) {
        return newest.error();
    }
    if (!newest->withdrawn) {
        return fail(ErrorKind::conflict, "R-36", "take back a withdrawal: there is none");
    }
    const auto person = find_registration(village_register, id);
    if (!person) {
        return person.error();
    }
    if (auto alone = check_not_anew(village_register, *newest, person->fields); !alone) {
        return alone;
    }
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto reopened = reopen(village_register, *newest, person->fields, by); !reopened) {
        return reopened;
    }
    return commit(*transaction, "save-before-commit", "save-after-commit");
}

}  // namespace lontar::storage
