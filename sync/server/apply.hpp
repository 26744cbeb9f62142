#pragma once
/// What the entries of one batch do to the province's register: everything is decided in memory,
/// then written with one statement for each table. Part of the caller's transaction.
#include <cstdint>
#include <string>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/sqlite/database.hpp"
#include "sync/server/replies.hpp"
#include "sync/wire/batch.hpp"

namespace lontar::server {

struct ArrivedBatch {
    std::int64_t batch_id = 0;
    std::int64_t epoch_id = 0;
    Epoch epoch;
    std::int64_t seq = 0;
    DeviceId device;
    std::string village;             ///< the device's
    std::int64_t first_line = 1;     ///< NDJSON line of the first entry
    std::vector<std::string> lines;  ///< exact bytes
    /// The device was told `held` for each line before: every verdict is written out, not only the
    /// exceptions.
    bool told_before = false;
    Date day;  ///< on which ages are judged: `judging_day`
};

/// The day of a batch made at `at`, when its clock was certain and it is past; else of `now`.
Date judging_day(Timestamp at, bool uncertain, Timestamp now);

/// `batch` of `device`, stored as `batch_id` in the epoch `epoch_id`, which is the one it names
/// unless that number was taken.
ArrivedBatch arrived_as(std::int64_t batch_id, std::int64_t epoch_id, const wire::Batch& batch,
                        std::string village, Timestamp now);

/// Puts the verdict over this batch, and what it changes for earlier ones, into
/// `drafts`. Who is of no covered age at the first arrival is kept, claims no NIK and needs
/// correction (USIA); judged again when corrected, and never because time went by. A registration
/// of which a row cannot be read has its lines held for `check`, noted by its id in the audit
/// chain; no other is kept back. Others hear of it (`news.hpp`). After an error the caller must roll
/// back.
Status apply_entries(sqlite::Database& database, const ArrivedBatch& batch, Timestamp now,
                     ReplyDrafts& drafts);

}  // namespace lontar::server
