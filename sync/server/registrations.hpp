#pragma once
/// Tables of registrations and revisions, read and written for a whole batch at once.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "storage/base/result.hpp"
#include "storage/sqlite/database.hpp"
#include "sync/server/claims.hpp"
#include "sync/server/history.hpp"

namespace lontar::server {

/// A row of `registration`, beside what its history holds.
struct RegistrationRow {
    std::string village;
    RegistrationState state = RegistrationState::live;
    std::string nik;                      ///< empty: none
    std::optional<std::string> returned;  ///< JSON list of reason codes
    std::int64_t claimed = 0;
    Timestamp registered_at;
    std::optional<std::string> returned_note;  ///< in the words of whoever returned it
};

struct Loaded {
    History history;
    std::optional<RegistrationRow> row;  ///< nothing: new, or only held revisions
};

using LoadedRegistrations = std::map<RegistrationId, Loaded>;

/// Every asked registration, known or not, with all its revisions, and what is known of those that
/// its held withdrawals name. One of which a row cannot be read is stopped, and no other.
Result<LoadedRegistrations> load_registrations(sqlite::Database& database,
                                               const std::set<RegistrationId>& ids);
/// An `unreadable` in the audit chain for each one that is stopped: its entries are held until
/// somebody has looked after it.
Status note_unreadable(sqlite::Database& database, const LoadedRegistrations& loaded,
                       Timestamp now);
/// Every claim on these NIKs.
Result<Claims> load_claims(sqlite::Database& database, const std::set<std::string>& niks);

/// NIK of a record; empty: none, or withdrawn.
std::string nik_of(const Record& record);

/// A row to write. `state` etc. as they stand after the batch.
struct RegistrationChange {
    const History* history = nullptr;
    RegistrationRow row;
};
struct RevisionMove {
    std::int64_t row = 0;
    RevisionState state = RevisionState::applied;
};
struct Arrival {
    std::int64_t line = 0;
    RegistrationId registration;
    Rev rev;
};

/// One statement for each table. Live rows whose claim ends are set aside first (`step_aside`), so
/// that a NIK can change hands.
Status store_revisions(sqlite::Database& database,
                       const std::vector<std::pair<RegistrationId, const Revision*>>& revisions,
                       Timestamp now);
Status move_revisions(sqlite::Database& database, const std::vector<RevisionMove>& moves);
Status store_arrivals(sqlite::Database& database, std::int64_t batch_id,
                      const std::vector<Arrival>& arrivals);
Status step_aside(sqlite::Database& database, const std::vector<RegistrationId>& ids);
Status store_registrations(sqlite::Database& database,
                           const std::vector<RegistrationChange>& changes, Timestamp now);
Status move_claims(sqlite::Database& database, const std::vector<RegistrationId>& now_live);
/// They wait for somebody to save them again, and are returned for it.
Status leave_to_a_person(sqlite::Database& database, const std::set<RegistrationId>& ids,
                         Timestamp now);

/// A line of an earlier batch, and an epoch in which its device can be told about it.
struct ToTell {
    std::int64_t revision = 0;
    Epoch batch_epoch;
    std::int64_t seq = 0;
    std::int64_t line = 0;
    std::int64_t epoch_id = 0;
};
Result<std::vector<ToTell>> where_to_tell(sqlite::Database& database,
                                          const std::vector<std::int64_t>& revisions);

/// An epoch in which somebody speaks who knows a registration.
struct Knowing {
    RegistrationId registration;
    std::int64_t epoch_id = 0;
};
/// Others than `epoch_id`, of active devices.
Result<std::vector<Knowing>> who_knows(sqlite::Database& database,
                                       const std::set<RegistrationId>& ids, std::int64_t epoch_id);

/// Table rows of the revisions that stand at the head of a registration.
Result<std::vector<std::int64_t>> head_rows(sqlite::Database& database, const RegistrationId& id);

}  // namespace lontar::server
