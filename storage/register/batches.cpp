#include "storage/register/batches.hpp"

#include "storage/embedded_sql.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/register.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

std::string name_of(const Epoch& epoch, std::int64_t seq) {
    return "batch " + epoch.hex() + "-" + std::to_string(seq);
}

Error out_of_turn(const SealedBatch& batch, std::string_view why) {
    return fail(ErrorKind::conflict, "R-14",
                "record " + name_of(batch.epoch, batch.seq) + ": " + std::string(why));
}

std::optional<Timestamp> optional_time(const sqlite::Statement& row, int column) {
    const auto seconds = row.optional_integer(column);
    return seconds ? std::optional(Timestamp{*seconds}) : std::nullopt;
}

BatchInfo batch_of(const sqlite::Statement& row) {
    BatchInfo info;
    info.epoch = Epoch::from_bytes(row.blob(0)).value_or(Epoch{});
    info.seq = row.integer(1);
    info.file = Hash::from_bytes(row.blob(2)).value_or(Hash{});
    info.bytes = row.integer(3);
    info.entries = row.integer(4);
    info.sealed_at = {row.integer(5)};
    info.handed_over_at = optional_time(row, 6);
    info.road = row.text(7);
    info.received_at = optional_time(row, 8);
    info.receipt = row.text(9);
    return info;
}

Result<std::int64_t> insert_batch(Register& village_register, const SealedBatch& batch,
                                  Timestamp now) {
    auto id = sqlite::first_row(
        village_register.database(), queries::insert_batch,
        [&](sqlite::Statement& query) {
            query.bind(":epoch", batch.epoch.view())
                .bind(":seq", batch.seq)
                .bind(":file", batch.file.view())
                .bind(":size", static_cast<std::int64_t>(batch.bytes.size()))
                .bind(":entries", static_cast<std::int64_t>(batch.entries.size()))
                .bind(":sealed_at", now.seconds)
                .bind(":bytes", ByteView(batch.bytes))
                .bind(":app", batch.app);
            if (batch.asks) {
                query.bind(":asks", std::int64_t{1});
            }
        },
        [](const sqlite::Statement& row) { return row.integer(0); });
    if (!id) {
        return std::move(id).error();
    }
    return id->value_or(0);
}

Status seal_revision(Register& village_register, const SealedBatch& batch, std::int64_t batch_id,
                     std::size_t index) {
    const std::int64_t number = batch.entries[index];
    auto marked = sqlite::run_query(village_register.database(), queries::mark_sealed,
                                    [&](sqlite::Statement& query) {
                                        query.bind(":batch_id", batch_id).bind(":number", number);
                                    });
    if (!marked) {
        return marked;
    }
    if (village_register.database().changes() != 1) {
        return out_of_turn(batch, "an entry is sealed already or does not wait");
    }
    return sqlite::run_query(
        village_register.database(), queries::insert_sealing, [&](sqlite::Statement& query) {
            query.bind(":batch_id", batch_id)
                .bind(":line", batch.first_line + static_cast<std::int64_t>(index))
                .bind(":number", number);
        });
}

}  // namespace

Result<std::vector<UnsealedEntry>> list_unsealed(Register& village_register, std::int64_t limit) {
    std::vector<UnsealedEntry> entries;
    auto read = sqlite::each_row(
        village_register.database(), queries::list_unsealed,
        [&](sqlite::Statement& query) { query.bind(":limit", limit); },
        [&](const sqlite::Statement& row) {
            entries.push_back({row.integer(0), std::string(row.text(1))});
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    return entries;
}

Status record_batch(Register& village_register, const SealedBatch& batch) {
    const Timestamp now = village_register.world().clock.now();
    if (sealed::sha256(batch.bytes) != batch.file) {
        return fail(ErrorKind::invalid_input, "R-14",
                    "record a batch whose bytes have another hash");
    }
    const auto state = find_epoch_state(village_register);
    if (!state) {
        return state.error();
    }
    if (batch.epoch != state->epoch || batch.seq != state->last_seq + 1) {
        return out_of_turn(batch, "not the next of this epoch");
    }
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    const auto id = insert_batch(village_register, batch, now);
    if (!id) {
        return id.error();
    }
    for (std::size_t index = 0; index < batch.entries.size(); ++index) {
        if (auto marked = seal_revision(village_register, batch, *id, index); !marked) {
            return marked;
        }
    }
    return commit(*transaction, "seal-before-commit", "seal-after-commit");
}

Result<std::vector<BatchInfo>> list_batches(Register& village_register) {
    std::vector<BatchInfo> batches;
    auto read = sqlite::each_row(village_register.database(), queries::list_batches,
                                 sqlite::bind_nothing, [&](const sqlite::Statement& row) {
                                     batches.push_back(batch_of(row));
                                     return done();
                                 });
    if (!read) {
        return std::move(read).error();
    }
    return batches;
}

Result<Bytes> find_batch_bytes(Register& village_register, const Epoch& epoch, std::int64_t seq) {
    auto bytes = sqlite::first_row(
        village_register.database(), queries::find_batch_bytes,
        [&](sqlite::Statement& query) { query.bind(":epoch", epoch.view()).bind(":seq", seq); },
        [](const sqlite::Statement& row) { return to_bytes(row.blob(0)); });
    if (!bytes) {
        return std::move(bytes).error();
    }
    if (!bytes->has_value()) {
        return fail(ErrorKind::not_found, "R-22", "read " + name_of(epoch, seq));
    }
    return **std::move(bytes);
}

Result<std::optional<KnownBatch>> find_batch(Register& village_register, const Epoch& epoch,
                                             std::int64_t seq) {
    return sqlite::first_row(
        village_register.database(), queries::find_batch,
        [&](sqlite::Statement& query) { query.bind(":epoch", epoch.view()).bind(":seq", seq); },
        [](const sqlite::Statement& row) {
            KnownBatch batch{row.integer(0), Hash::from_bytes(row.blob(1)).value_or(Hash{}),
                             std::string(row.text(2)), std::nullopt, row.integer(6) != 0};
            if (!row.is_null(3)) {
                batch.told = ReplyNumber{row.integer(3), row.integer(4), row.integer(5)};
            }
            return batch;
        });
}

Status receive_batch(Register& village_register, const ReplyNumber& by, std::int64_t batch_id,
                     Timestamp received_at, std::string_view receipt) {
    return sqlite::run_query(village_register.database(), queries::receive_batch,
                             [&](sqlite::Statement& query) {
                                 bind_number(query, by);
                                 query.bind(":batch_id", batch_id)
                                     .bind(":received_at", received_at.seconds)
                                     .bind(":receipt", receipt);
                             });
}

Status refresh_batch(Register& village_register, std::int64_t batch_id) {
    return sqlite::run_query(village_register.database(), queries::refresh_batch,
                             [&](sqlite::Statement& query) { query.bind(":batch_id", batch_id); });
}

Status record_handed_over(Register& village_register, const Epoch& epoch, std::int64_t seq,
                          std::string_view road, Timestamp at) {
    const auto batch = find_batch(village_register, epoch, seq);
    if (!batch) {
        return batch.error();
    }
    if (!*batch) {
        return fail(ErrorKind::not_found, "R-22", "hand over " + name_of(epoch, seq));
    }
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto marked = sqlite::run_query(
        village_register.database(), queries::hand_over_batch, [&](sqlite::Statement& query) {
            query.bind(":batch_id", (*batch)->id).bind(":road", road).bind(":at", at.seconds);
        });
    if (!marked) {
        return marked;
    }
    if (auto refreshed = refresh_batch(village_register, (*batch)->id); !refreshed) {
        return refreshed;
    }
    return commit(*transaction, "hand-over-before-commit", "hand-over-after-commit");
}

}  // namespace lontar::storage
