#include "sync/server/quarantine.hpp"

#include <utility>

#include "storage/sqlite/query.hpp"
#include "sync/server/apply.hpp"
#include "sync/server/audit.hpp"
#include "sync/server/devices.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/replies.hpp"

namespace lontar::server {

Result<bool> is_quarantine_full(sqlite::Database& database, const DeviceId& device) {
    const auto full = sqlite::first_row(
        database, queries::quarantine_size, [&](auto& s) { s.bind(":device_id", device.view()); },
        [](const auto& r) {
            return r.integer(0) >= max_quarantined_batches || r.integer(1) >= max_quarantined_bytes;
        });
    if (!full) {
        return full.error();
    }
    return full->value_or(false);
}

void hold_all(ReplyDrafts& drafts, std::int64_t epoch_id, const wire::Batch& batch) {
    wire::BatchVerdict verdict{batch.epoch, batch.seq, false, {}};
    for (std::size_t i = 0; i < batch.lines.size(); ++i) {
        verdict.except.push_back({wire::first_entry_line(batch.seq) + static_cast<std::int64_t>(i),
                                  "held", Json().set("reason", "quarantine")});
    }
    drafts.draft(epoch_id).verdicts.push_back(std::move(verdict));
}

Result<std::int64_t> release_quarantine(Province& province, const DeviceId& device) {
    sqlite::Database& database = province.database();
    const Timestamp now = province.now();
    const auto known = find_device(database, device);
    if (!known) {
        return known.error();
    }
    if (!*known) {
        return fail(ErrorKind::not_found, "V-06", "release: no such device");
    }
    struct Waiting {
        std::int64_t batch_id;
        std::int64_t epoch_id;
        Bytes file;
    };
    auto waiting = sqlite::all_rows(
        database, queries::list_quarantine, [&](auto& s) { s.bind(":device_id", device.view()); },
        [](const auto& r) {
            return Waiting{r.integer(0), r.integer(1), to_bytes(r.blob(2))};
        });
    if (!waiting) {
        return waiting.error();
    }
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    ReplyDrafts drafts(province);
    const auto receiving = province.receiving();
    for (Waiting& each : *waiting) {
        const auto proven = wire::prove_batch(std::move(each.file));
        if (!proven) {
            return proven.error();
        }
        const auto batch = wire::open_batch(*proven, receiving);
        if (!batch) {
            return batch.error();
        }
        auto freed = sqlite::run_query(database, queries::release_batch,
                                       [&](auto& s) { s.bind(":batch_id", each.batch_id); });
        if (!freed) {
            return std::move(freed).error();
        }
        auto arrived = arrived_as(each.batch_id, each.epoch_id, *batch, (*known)->village, now);
        arrived.told_before = true;
        if (auto applied = apply_entries(database, arrived, now, drafts); !applied) {
            return std::move(applied).error();
        }
    }
    if (auto sent = drafts.send_all(); !sent) {
        return std::move(sent).error();
    }
    if (auto noted = write_audit(database, now, "release", device.hex()); !noted) {
        return std::move(noted).error();
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::move(committed).error();
    }
    return static_cast<std::int64_t>(waiting->size());
}

}  // namespace lontar::server
