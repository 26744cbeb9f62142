#include <algorithm>

#include "storage/sealed/hash.hpp"
#include "sync/courier/copying.hpp"
#include "sync/courier/courier.hpp"
#include "sync/courier/stick.hpp"

namespace lontar::courier {

namespace {

/// Room for folders, notes and the file system's own bookkeeping.
constexpr std::uint64_t spare_bytes = 64 * 1024;

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

struct ToCarry {
    std::vector<Carried> files;
    std::int64_t damaged = 0;  ///< on this laptop's disk
};

Result<ToCarry> what_to_carry(Disk& disk, spool::Spool& spool, const Stick& stick,
                              const spool::Link& link) {
    const auto files = spool::own_files(spool, link);
    if (!files) {
        return files.error();
    }
    ToCarry to_carry;
    for (const auto& file : *files) {
        auto bytes = spool.read_out(file.epoch, file.seq);
        if (!bytes) {
            return std::move(bytes).error();
        }
        auto batch = wire::prove_batch(*std::move(bytes));
        if (!batch || batch->stanza().epoch != file.epoch || batch->stanza().seq != file.seq) {
            ++to_carry.damaged;  // `reconcile` writes it again, nobody is helped by carrying it
            continue;
        }
        const auto place =
            stick.out(link.village) / to_path(wire::batch_file_name(file.epoch, file.seq));
        const auto there = disk.read(place, batch->bytes().size() + 1);
        const bool is_there = there && is_equal(*there, batch->bytes());
        to_carry.files.push_back(
            {{file.epoch, file.seq}, *std::move(batch), place, is_there, file.in_reserve});
    }
    return to_carry;
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

}  // namespace

Result<CopyOutcome> export_to(Disk& disk, spool::Spool& spool, const spool::Link& link,
                              const Path& place, const Progress& progress) {
    auto stick = Stick::find(disk, place);
    if (!stick) {
        return std::move(stick).error();
    }
    const auto carried = what_to_carry(disk, spool, *stick, link);
    if (!carried) {
        return carried.error();
    }
    if (auto room = check_room(disk, *stick, carried->files); !room) {
        return std::move(room).error();
    }
    if (auto updated = stick->update_link(link); !updated) {
        return std::move(updated).error();
    }
    if (auto put = stick->put_device(link); !put) {
        return std::move(put).error();
    }
    CopyOutcome outcome;
    outcome.folder = stick->folder();
    outcome.damaged = carried->damaged;
    for (const auto& file : carried->files) {
        if (!go_on(progress, outcome.files.size(), carried->files.size())) {
            return stopped();
        }
        if (file.is_there) {
            outcome.already_there += file.in_reserve ? 0 : 1;
        } else {
            if (auto put = stick->put(file.place, file.batch.bytes()); !put) {
                return std::move(put).error();
            }
            outcome.copied += file.in_reserve ? 0 : 1;
            outcome.bytes += static_cast<std::int64_t>(file.batch.bytes().size());
        }
        outcome.files.push_back(file.name);
    }
    go_on(progress, carried->files.size(), carried->files.size());
    return outcome;
}

}  // namespace lontar::courier
