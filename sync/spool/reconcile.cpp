#include "sync/spool/reconcile.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "storage/base/world.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/register.hpp"
#include "storage/register/status.hpp"
#include "storage/sealed/hash.hpp"
#include "sync/spool/link.hpp"
#include "sync/spool/manifest_store.hpp"
#include "sync/wire/batch.hpp"
#include "sync/wire/reply.hpp"

namespace lontar::spool {

namespace {

using Wanted = std::map<wire::BatchName, storage::BatchInfo>;

bool is_known(const std::vector<storage::BatchInfo>& batches, const OutFile& file) {
    return std::ranges::any_of(batches, [&](const storage::BatchInfo& batch) {
        return batch.epoch == file.epoch && batch.seq == file.seq;
    });
}

/// What the province lacks of the current epoch. And seq 1 of each epoch of which something waits:
/// a province that forgot the laptop learns of it by nothing else.
Wanted wanted_batches(const std::vector<storage::BatchInfo>& batches,
                      const storage::EpochState& state, const std::vector<OutFile>& files) {
    std::set<Epoch> spoken{state.epoch};
    for (const OutFile& file : files) {
        if (!is_known(batches, file)) {
            spoken.insert(file.epoch);
        }
    }
    Wanted wanted;
    for (const auto& batch : batches) {
        const bool is_lacking = batch.epoch == state.epoch && batch.receipt.empty();
        if (is_lacking || (batch.seq == 1 && spoken.contains(batch.epoch))) {
            wanted.emplace(wire::BatchName{batch.epoch, batch.seq}, batch);
        }
    }
    return wanted;
}

/// A restore renews the manifest: a reply under an older one may say what the lost province held.
bool is_of_before(const wire::ReplyStanza& stanza, const wire::KeyManifest& manifest) {
    return stanza.keys < manifest.number;
}

/// Replies in `in/` to files that this register's earlier devices sealed, by the hash they answer.
Result<std::map<Hash, std::string>> answers_to_earlier(Spool& spool, const Link& link) {
    std::map<Hash, std::string> answers;
    const auto names = spool.in();
    if (!names) {
        return names.error();
    }
    for (const auto& name : *names) {
        auto bytes = spool.read_in(name);
        if (!bytes) {
            continue;
        }
        const auto reply = wire::prove_reply(*std::move(bytes), link.manifest);
        if (reply && reply->stanza().n > 0 && reply->stanza().file &&
            !is_of_before(reply->stanza(), link.manifest) &&
            reply->stanza().device != link.device && is_ours(link, reply->stanza().device)) {
            answers.emplace(*reply->stanza().file, name);
        }
    }
    return answers;
}

/// A file that the register does not know: people may be in it who are nowhere else, after an older
/// backup was restored. It stays until the province has said that it holds it.
Status keep_unknown(Spool& spool, const OutFile& file, std::map<Hash, std::string>& answers) {
    auto bytes = spool.read_out(file.epoch, file.seq);
    if (!bytes && bytes.error().kind != ErrorKind::invalid_input) {
        return std::move(bytes).error();
    }
    const Hash hash = bytes ? sealed::sha256(*bytes) : Hash{};
    if (!bytes || !wire::prove_batch(*std::move(bytes))) {
        // Damaged, and nobody has it whole: it can only keep the others waiting.
        return spool.set_aside_out(file.epoch, file.seq);
    }
    const auto answered = answers.find(hash);
    if (answered == answers.end()) {
        return done();
    }
    if (auto moved = spool.set_aside_out(file.epoch, file.seq); !moved) {
        return moved;
    }
    auto moved = spool.set_aside_in(answered->second);
    answers.erase(answered);
    return moved;
}

Status remove_the_others(Spool& spool, const Link& link,
                         const std::vector<storage::BatchInfo>& batches, const Wanted& wanted,
                         const std::vector<OutFile>& files) {
    std::optional<std::map<Hash, std::string>> answers;
    for (const auto& file : files) {
        if (wanted.contains({file.epoch, file.seq})) {
            continue;
        }
        if (is_known(batches, file)) {
            if (auto removed = spool.remove_out(file.epoch, file.seq); !removed) {
                return removed;
            }
            continue;
        }
        if (!answers) {
            auto found = answers_to_earlier(spool, link);
            if (!found) {
                return std::move(found).error();
            }
            answers = *std::move(found);
        }
        if (auto kept = keep_unknown(spool, file, *answers); !kept) {
            return kept;
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
    for (const auto& [name, batch] : wanted) {
        if (is_whole(spool, batch)) {
            continue;
        }
        const auto bytes = storage::find_batch_bytes(village_register, batch.epoch, batch.seq);
        if (!bytes) {
            return bytes.error();
        }
        if (auto put = spool.put_out(batch.epoch, batch.seq, *bytes); !put) {
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

Result<Link> link_of(storage::Register& village_register, const storage::EpochState& state,
                     const wire::KeyManifest& manifest) {
    const auto status = storage::find_status(village_register);
    if (!status) {
        return status.error();
    }
    auto earlier = storage::list_earlier_devices(village_register, max_earlier_devices);
    if (!earlier) {
        return std::move(earlier).error();
    }
    return Link{village_register.device().id,
                village_register.village(),
                state.epoch,
                state.gen,
                state.ack,
                status->last_reply.value_or(Timestamp{}),
                manifest,
                *std::move(earlier)};
}

/// Devices that the link of before names for this village and root: a register of this folder that
/// is lost may have had a device of which no backup knows.
void add_devices_of_before(const Link& before, Link& link) {
    if (before.village != link.village || before.manifest.root != link.manifest.root) {
        return;
    }
    std::vector<DeviceId> devices{before.device};
    devices.insert(devices.end(), before.earlier.begin(), before.earlier.end());
    for (const DeviceId& device : devices) {
        if (!is_ours(link, device) && link.earlier.size() < max_earlier_devices) {
            link.earlier.push_back(device);
        }
    }
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
    const auto files = spool.out();
    if (!files) {
        return files.error();
    }
    const auto wanted = wanted_batches(*batches, *state, *files);
    auto link = link_of(village_register, *state, *manifest);
    if (!link) {
        return std::move(link).error();
    }
    if (const auto before = read_link(world.disk, spool.folder().parent_path())) {
        add_devices_of_before(*before, *link);
    }
    for (const auto& [name, batch] : wanted) {
        if (!batch.receipt.empty() && link->greeted.size() < max_greeted_epochs) {
            link->greeted.push_back(batch.epoch);
        }
    }
    // Writing comes last: on a full disk everything before it has happened, and removing has made
    // room.
    if (auto removed = remove_the_others(spool, *link, *batches, wanted, *files); !removed) {
        return removed;
    }
    if (auto taken = take_over_marks(village_register, spool, *batches); !taken) {
        return taken;
    }
    if (auto written = write_link(world.disk, spool.folder().parent_path(), *link); !written) {
        return written;
    }
    return write_missing(village_register, spool, wanted);
}

}  // namespace lontar::spool
