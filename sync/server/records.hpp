#pragma once
/// The lines of a registration as they stand in the province, for a laptop of its village that does
/// not have them.
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "storage/base/result.hpp"
#include "storage/model/holdings.hpp"
#include "sync/server/province.hpp"
#include "sync/wire/record.hpp"

namespace lontar::server {

/// One registration: what it came by, oldest first, and last the line that stands now.
using RecordsOfOne = std::vector<wire::Record>;

/// Of these registrations; those that have nothing in the record yet are left out.
Result<std::vector<RecordsOfOne>> records_of(sqlite::Database& database,
                                             const std::set<RegistrationId>& ids);

/// In the sight of that epoch, of which what stands now came in no file that the question names.
Result<std::set<RegistrationId>> registrations_to_tell(sqlite::Database& database,
                                                       std::int64_t epoch_id,
                                                       const std::string& asked);
/// In the sight of that epoch, of whom what stands now came in no file of the sight: its laptop can
/// know them by a record alone. Whoever gives up replies that were not fetched tells these again.
Result<std::set<RegistrationId>> told_by_record_alone(sqlite::Database& database,
                                                      std::int64_t epoch_id);
/// Of these, whose laptop may be shown them: a line of each stands in an applied file in the sight.
Result<std::set<RegistrationId>> registrations_in_sight(sqlite::Database& database,
                                                        std::int64_t epoch_id,
                                                        const std::set<RegistrationId>& ids);
/// After a restore no record leaves before the office says so.
Result<bool> do_records_wait(sqlite::Database& database);
Status let_records_wait(sqlite::Database& database, bool wait);
/// Keeps a question until then.
Status keep_question(sqlite::Database& database, std::int64_t epoch_id, const std::string& asked);
struct KeptQuestion {
    std::int64_t epoch_id = 0;
    std::string asked;
};
/// Of active devices; they are kept no longer.
Result<std::vector<KeptQuestion>> take_kept_questions(sqlite::Database& database);

}  // namespace lontar::server
