#pragma once
/// Batches: what was sealed, kept byte for byte, and how far each came.
#include <string_view>

#include "storage/register/village_register.hpp"

namespace lontar::storage {

Result<std::vector<UnsealedEntry>> list_unsealed(sqlite::Database& database, std::int64_t limit);
Status put_batch(sqlite::Database& database, const SealedBatch& batch, Timestamp now);
Result<std::vector<BatchInfo>> list_batches(sqlite::Database& database);
Result<Bytes> find_batch_bytes(sqlite::Database& database, const Epoch& epoch, std::int64_t seq);
Status hand_over(sqlite::Database& database, const Epoch& epoch, std::int64_t seq,
                 std::string_view road, Timestamp at);

/// A batch as a receipt is compared with it.
struct KnownBatch {
    std::int64_t id = 0;
    Hash file;
    std::string receipt;
};
Result<std::optional<KnownBatch>> find_batch(sqlite::Database& database, const Epoch& epoch,
                                             std::int64_t seq);
/// Counts anew where the registrations of a batch are, inside the caller's transaction.
Status refresh_batch(sqlite::Database& database, std::int64_t batch_id);

}  // namespace lontar::storage
