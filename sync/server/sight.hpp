#pragma once
/// What the laptop of an epoch may be told about: the epoch itself and the earlier ones of its
/// register, as far as its hello proved them; the newest `wire::max_sight_epochs`.
#include <cstdint>
#include <vector>

#include "storage/base/result.hpp"
#include "storage/model/holdings.hpp"
#include "storage/sqlite/database.hpp"
#include "sync/wire/batch.hpp"

namespace lontar::server {

/// Keeps what a hello names. Each joins the sight while a line of it that the hello names is here;
/// from a laptop of 0.1, which proves nothing, while it is of the same device.
Status remember_earlier(sqlite::Database& database, std::int64_t epoch_id,
                        const wire::Hello& hello);

/// Of the applied files in the sight.
Result<model::FileSum> sum_in_sight(sqlite::Database& database, std::int64_t epoch_id);

/// An applied file; `seq` 0: its epoch has none.
struct SeenFile {
    Epoch epoch;
    std::int64_t seq = 0;
    Hash file;
    std::int64_t batch_id = 0;
    std::int64_t entries = 0;
    std::int64_t revisions = 0;  ///< of these entries; the others were refused or not understood
};
/// The whole sight, epoch by epoch, each in order of seq.
Result<std::vector<SeenFile>> files_in_sight(sqlite::Database& database, std::int64_t epoch_id);
/// The epochs of such files, each with its last seq.
std::vector<model::EpochUpto> epochs_of(const std::vector<SeenFile>& files);

}  // namespace lontar::server
