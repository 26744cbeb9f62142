#pragma once
/// Batches of a revoked device: kept, not applied, until somebody decides.
#include <cstdint>

#include "storage/base/result.hpp"
#include "sync/server/province.hpp"
#include "sync/wire/batch.hpp"

namespace lontar::server {

class ReplyDrafts;

inline constexpr std::int64_t max_quarantined_batches = 200;
inline constexpr std::int64_t max_quarantined_bytes = std::int64_t{16} << 20U;

/// Whether the device has so much waiting (either limit) that it is told to slow down.
Result<bool> is_quarantine_full(sqlite::Database& database, const DeviceId& device);

/// The verdicts on a batch that goes into quarantine: every entry is held.
void hold_all(ReplyDrafts& drafts, std::int64_t epoch_id, const wire::Batch& batch);

/// Applies what the device sent while it was revoked, once, and writes the replies, all in one
/// transaction. The device stays revoked. Returns how many batches. not_found "V-06".
Result<std::int64_t> release_quarantine(Province& province, const DeviceId& device);

}  // namespace lontar::server
