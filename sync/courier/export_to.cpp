#include <algorithm>

#include "storage/sealed/hash.hpp"
#include "sync/courier/courier.hpp"
#include "sync/courier/stick.hpp"
#include "sync/wire/reply.hpp"

namespace lontar::courier {

namespace {

/// Room for folders, notes and the file system's own bookkeeping.
constexpr std::uint64_t spare_bytes = 64 * 1024;

Error stopped() {
    return fail(ErrorKind::cancelled, "C-05", "copy: stopped by the person");
}

bool go_on(const Progress& progress, std::size_t done, std::size_t total) {
    return !progress || progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
}

bool is_equal(ByteView one, ByteView other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end());
}

/// A batch to be carried, and whether the stick has it already.
struct Carried {
    wire::BatchName name;
    wire::ProvenBatch batch;
    Path place;
    bool is_there = false;
    bool in_reserve = false;  ///< goes along, and is nothing that a person has to carry
};

Result<std::vector<Carried>> what_to_carry(Disk& disk, spool::Spool& spool, const Stick& stick,
                                           const spool::Link& link) {
    const auto files = spool::own_files(spool, link);
    if (!files) {
        return files.error();
    }
    std::vector<Carried> carried;
    for (const auto& file : *files) {
        auto bytes = spool.read_out(file.epoch, file.seq);
        if (!bytes) {
            return std::move(bytes).error();
        }
        auto batch = wire::prove_batch(*std::move(bytes));
        if (!batch || batch->stanza().epoch != file.epoch || batch->stanza().seq != file.seq) {
            continue;  // damaged on this disk: `reconcile` writes it again, nobody is helped by
                       // carrying it
        }
        const auto place =
            stick.out(link.village) / to_path(wire::batch_file_name(file.epoch, file.seq));
        const auto there = disk.read(place, batch->bytes().size() + 1);
        const bool is_there = there && is_equal(*there, batch->bytes());
        carried.push_back(
            {{file.epoch, file.seq}, *std::move(batch), place, is_there, file.in_reserve});
    }
    return carried;
}

Status check_room(Disk& disk, const Stick& stick, const std::vector<Carried>& carried) {
    std::uint64_t needed = spare_bytes;
    for (const auto& file : carried) {
        needed += file.is_there ? 0 : file.batch.bytes().size();
    }
    const auto free = disk.free_bytes(stick.folder());
    if (!free) {
        return stick_error(free.error());
    }
    if (*free < needed) {
        return fail(ErrorKind::storage_full, "C-01",
                    "copy to stick: " + std::to_string(needed - *free) + " bytes are missing");
    }
    return done();
}

/// The manifest of the stick when it is newer than ours and of our root, else ours.
wire::KeyManifest newest_manifest(Stick& stick, const spool::Link& link) {
    const auto theirs = stick.link();
    const bool newer = theirs && theirs->manifest.root == link.manifest.root &&
                       theirs->manifest.number > link.manifest.number;
    return newer ? theirs->manifest : link.manifest;
}

}  // namespace

Result<CopyOutcome> export_to(Disk& disk, spool::Spool& spool, const spool::Link& link,
                              const Path& stick_folder, const Progress& progress) {
    Stick stick(disk, stick_folder);
    const auto carried = what_to_carry(disk, spool, stick, link);
    if (!carried) {
        return carried.error();
    }
    if (auto room = check_room(disk, stick, *carried); !room) {
        return std::move(room).error();
    }
    if (auto updated = stick.update_link(link); !updated) {
        return std::move(updated).error();
    }
    if (auto put = stick.put_device(link); !put) {
        return std::move(put).error();
    }
    CopyOutcome outcome;
    for (const auto& file : *carried) {
        if (!go_on(progress, outcome.files.size(), carried->size())) {
            return stopped();
        }
        if (file.is_there) {
            outcome.already_there += file.in_reserve ? 0 : 1;
        } else {
            if (auto put = stick.put(file.place, file.batch.bytes()); !put) {
                return std::move(put).error();
            }
            outcome.copied += file.in_reserve ? 0 : 1;
            outcome.bytes += static_cast<std::int64_t>(file.batch.bytes().size());
        }
        outcome.files.push_back(file.name);
    }
    go_on(progress, carried->size(), carried->size());
    return outcome;
}

Result<CopyOutcome> import_from(Disk& disk, spool::Spool& spool, const spool::Link& link,
                                const Path& stick_folder, const Progress& progress) {
    Stick stick(disk, stick_folder);
    const auto villages = stick.villages();
    if (std::find(villages.begin(), villages.end(), link.village) == villages.end()) {
        return fail(ErrorKind::not_found, "C-04", "import from stick: nothing of this village");
    }
    const auto manifest = newest_manifest(stick, link);
    if (manifest.number > link.manifest.number) {
        if (auto put = spool.put_manifest(manifest); !put) {
            return std::move(put).error();
        }
    }
    const auto entries = disk.list(stick.in(link.village));
    if (!entries) {
        return stick_error(entries.error());
    }
    CopyOutcome outcome;
    std::size_t seen = 0;
    for (const auto& entry : *entries) {
        if (!go_on(progress, seen++, entries->size())) {
            return stopped();
        }
        if (!wire::is_reply_file_name(entry.name)) {
            continue;
        }
        auto bytes =
            disk.read(stick.in(link.village) / to_path(entry.name), wire::max_reply_file_bytes);
        if (!bytes) {
            ++outcome.damaged;
            continue;
        }
        const auto reply = wire::prove_reply(*std::move(bytes), manifest);
        if (!reply) {
            ++outcome.damaged;
            continue;
        }
        const auto& stanza = reply->stanza();
        if (!spool::is_ours(link, stanza.device)) {
            continue;  // another laptop's reply has its own way home
        }
        const bool is_applied = stanza.epoch == link.epoch && stanza.gen == link.gen &&
                                stanza.n != 0 && stanza.n <= link.ack;
        const auto name = wire::reply_file_name(stanza);
        const auto there = spool.read_in(name);
        if (is_applied || (there && is_equal(*there, reply->bytes()))) {
            ++outcome.already_there;
            continue;
        }
        if (auto put = spool.put_in(name, reply->bytes()); !put) {
            return std::move(put).error();
        }
        ++outcome.copied;
        outcome.bytes += static_cast<std::int64_t>(reply->bytes().size());
    }
    go_on(progress, entries->size(), entries->size());
    return outcome;
}

}  // namespace lontar::courier
