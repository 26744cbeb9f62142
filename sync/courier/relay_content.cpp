#include "sync/courier/relay_content.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "sync/wire/reply.hpp"
#include "sync/wire/stick_files.hpp"

namespace lontar::courier {

namespace {

using wire::StickFile;
using wire::StickFileKind;

bool is_in_reserve(const std::vector<spool::Link>& devices, const wire::BatchStanza& stanza) {
    return stanza.seq == 1 && std::ranges::any_of(devices, [&](const spool::Link& link) {
               return spool::is_ours(link, stanza.device) &&
                      std::ranges::find(link.greeted, stanza.epoch) != link.greeted.end();
           });
}

/// One round over a stick. A device's note says what a batch is to be taken for, and a batch whose
/// replies count; so notes are read first and replies last.
class Reading {
public:
    Reading(Disk& disk, Stick& stick, const wire::KeyManifest& manifest)
        : stick_(stick), manifest_(manifest), files_(disk) {}

    Status village(const std::string& village) {
        std::vector<StickFile> found;
        for (const Path& folder : stick_.place().folders_of(village)) {
            auto files = files_.in(folder);
            if (!files) {
                return stick_error(files.error());
            }
            std::ranges::move(*files, std::back_inserter(found));
        }
        read(found, village);
        return done();
    }

    void beside() {
        std::vector<StickFile> found;
        for (const Path& folder : stick_.place().folders_beside()) {
            if (auto files = files_.in(folder)) {  // a place of others that cannot be read is none
                std::ranges::move(*files, std::back_inserter(found));
            }
        }
        std::erase_if(found, [](const StickFile& f) { return f.kind == StickFileKind::note; });
        read(found, "");
    }

    Content finish() {
        std::erase_if(content_.waiting, [&](const wire::ProvenBatch& waiting) {
            const auto& answered = content_.senders[sender_of(waiting)].answered;
            return answered.contains(waiting.stanza().file);
        });
        std::ranges::sort(content_.waiting,
                          [](const wire::ProvenBatch& a, const wire::ProvenBatch& b) {
                              const auto& one = a.stanza();
                              const auto& other = b.stanza();
                              return std::tie(one.device, one.epoch, one.seq) <
                                     std::tie(other.device, other.epoch, other.seq);
                          });
        content_.not_looked_at = files_.not_looked_at();
        return std::move(content_);
    }

private:
    void read(const std::vector<StickFile>& found, const std::string& village) {
        const auto each = [&](StickFileKind kind, const auto& act) {
            for (const StickFile& file : found) {
                if (file.kind == kind) {
                    act(file);
                }
            }
        };
        each(StickFileKind::note, [&](const StickFile& file) { read_note(file, village); });
        each(StickFileKind::batch, [&](const StickFile& file) { read_batch(file, village); });
        each(StickFileKind::reply, [&](const StickFile& file) { read_reply(file); });
    }

    void read_note(const StickFile& file, const std::string& village) {
        auto link = stick_.read_note(file.path);
        if (!link) {
            return;
        }
        auto& seen = content_.senders[{link->device, link->epoch}];
        seen.village = village;
        // Of two notes, as of a copy that was left, the later one holds.
        std::tie(seen.held.gen, seen.held.ack) =
            std::max(std::tuple(seen.held.gen, seen.held.ack), std::tuple(link->gen, link->ack));
        devices_.push_back(*std::move(link));
    }

    void read_batch(const StickFile& file, const std::string& village) {
        auto bytes = files_.read(file);
        if (bytes && !*bytes) {
            return;  // the same under another name
        }
        auto batch = bytes ? wire::prove_batch(**std::move(bytes))
                           : wire::Checked<wire::ProvenBatch, wire::BatchFault>(
                                 {wire::BatchFault::not_a_batch, bytes.error()});
        if (!batch) {
            ++content_.damaged;  // on the stick: the village still has it
            return;
        }
        const Sender sender = sender_of(*batch);
        auto& seen = content_.senders[sender];
        if (seen.village.empty()) {
            seen.village = village;
        }
        if (is_in_reserve(devices_, batch->stanza())) {
            content_.hellos.emplace(sender, *std::move(batch));
        } else {
            content_.waiting.push_back(*std::move(batch));
        }
    }

    /// One that is damaged, or of nobody's batches, is asked for again.
    void read_reply(const StickFile& file) {
        auto bytes = files_.read(file);
        if (!bytes || !*bytes) {
            return;
        }
        const auto reply = wire::prove_reply(**std::move(bytes), manifest_);
        if (!reply || reply->stanza().n == 0) {
            return;
        }
        const auto& stanza = reply->stanza();
        const auto seen = content_.senders.find({stanza.device, stanza.epoch});
        if (seen == content_.senders.end()) {
            return;
        }
        seen->second.held.add(stanza);
        if (stanza.file) {
            seen->second.answered.insert(*stanza.file);
        }
    }

    Stick& stick_;
    const wire::KeyManifest& manifest_;
    wire::StickFiles files_;
    std::vector<spool::Link> devices_;
    Content content_;
};

}  // namespace

Result<Content> read_content(Disk& disk, Stick& stick, const wire::KeyManifest& manifest) {
    Reading reading(disk, stick, manifest);
    for (const std::string& village : stick.villages()) {
        if (auto read = reading.village(village); !read) {
            return std::move(read).error();
        }
    }
    reading.beside();
    return reading.finish();
}

}  // namespace lontar::courier
