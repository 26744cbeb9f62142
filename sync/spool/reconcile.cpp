#include "sync/spool/reconcile.hpp"

#include <algorithm>
#include <map>

#include "storage/base/world.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/register.hpp"
#include "storage/register/status.hpp"
#include "storage/sealed/hash.hpp"
#include "sync/spool/link.hpp"
#include "sync/spool/manifest_store.hpp"

namespace lontar::spool {

namespace {

using Wanted = std::map<std::int64_t, storage::BatchInfo>;

/// What the province lacks of the current epoch, by seq.
Result<Wanted> wanted_batches(const std::vector<storage::BatchInfo>& batches,
                              const storage::EpochState& state, Spool& spool) {
    const auto hello_wanted = spool.hello_wanted(state.epoch);
    if (!hello_wanted) {
        return hello_wanted.error();
    }
    Wanted wanted;
    for (const auto& batch : batches) {
        if (batch.epoch == state.epoch &&
            (batch.receipt.empty() || (batch.seq == 1 && *hello_wanted))) {
            wanted.emplace(batch.seq, batch);
        }
    }
    return wanted;
}

Status remove_the_others(Spool& spool, const storage::EpochState& state, const Wanted& wanted) {
    const auto files = spool.out();
    if (!files) {
        return files.error();
    }
    for (const auto& file : *files) {
        if (file.epoch == state.epoch && wanted.contains(file.seq)) {
            continue;
        }
        if (auto removed = spool.remove_out(file.epoch, file.seq); !removed) {
            return removed;
        }
    }
    return done();
}

/// True when `out/` holds exactly these bytes. A file that cannot be read is written again.
bool is_whole(Spool& spool, const storage::BatchInfo& batch) {
    const auto bytes = spool.read_out(batch.epoch, batch.seq);
    return bytes && sealed::sha256(*bytes) == batch.file;
}

Status write_missing(storage::Register& village_register, Spool& spool, const Wanted& wanted) {
    for (const auto& [seq, batch] : wanted) {
        if (is_whole(spool, batch)) {
            continue;
        }
        const auto bytes = storage::find_batch_bytes(village_register, batch.epoch, seq);
        if (!bytes) {
            return bytes.error();
        }
        if (auto put = spool.put_out(batch.epoch, seq, *bytes); !put) {
            return put;
        }
    }
    return done();
}

Status take_over_marks(storage::Register& village_register, Spool& spool,
                       const std::vector<storage::BatchInfo>& batches) {
    const auto marks = spool.sent_marks();
    if (!marks) {
        return marks.error();
    }
    for (const auto& mark : *marks) {
        const auto batch =
            std::find_if(batches.begin(), batches.end(), [&](const storage::BatchInfo& info) {
                return info.epoch == mark.epoch && info.seq == mark.seq && info.file == mark.file;
            });
        if (batch != batches.end() && !batch->handed_over_at) {
            if (auto recorded = storage::record_handed_over(village_register, mark.epoch, mark.seq,
                                                            "https", mark.at);
                !recorded) {
                return recorded;
            }
        }
        if (auto removed = spool.remove_mark(mark.epoch, mark.seq); !removed) {
            return removed;
        }
    }
    return done();
}

Status rewrite_link(storage::Register& village_register, Spool& spool, Disk& disk,
                    const storage::EpochState& state, const wire::KeyManifest& manifest) {
    const auto status = storage::find_status(village_register);
    if (!status) {
        return status.error();
    }
    const Link link{village_register.device().id,
                    village_register.village(),
                    state.epoch,
                    state.gen,
                    state.ack,
                    status->last_reply.value_or(Timestamp{}),
                    manifest};
    return write_link(disk, spool.folder().parent_path(), link);
}

}  // namespace

Status reconcile(storage::Register& village_register, Spool& spool, const World& world) {
    const auto manifest = adopt_manifest(village_register, spool);
    if (!manifest) {
        return manifest.error();
    }
    const auto state = storage::find_epoch_state(village_register);
    if (!state) {
        return state.error();
    }
    const auto batches = storage::list_batches(village_register);
    if (!batches) {
        return batches.error();
    }
    const auto wanted = wanted_batches(*batches, *state, spool);
    if (!wanted) {
        return wanted.error();
    }
    // Writing comes last: on a full disk everything before it has happened, and removing has made
    // room.
    if (auto removed = remove_the_others(spool, *state, *wanted); !removed) {
        return removed;
    }
    if (auto taken = take_over_marks(village_register, spool, *batches); !taken) {
        return taken;
    }
    if (auto written = rewrite_link(village_register, spool, world.disk, *state, *manifest);
        !written) {
        return written;
    }
    return write_missing(village_register, spool, *wanted);
}

}  // namespace lontar::spool
