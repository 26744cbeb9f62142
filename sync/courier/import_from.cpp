#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "sync/courier/copying.hpp"
#include "sync/courier/courier.hpp"
#include "sync/courier/stick.hpp"
#include "sync/wire/reply.hpp"
#include "sync/wire/stick_files.hpp"

namespace lontar::courier {

namespace {

/// Replies among the files of a stick, and of the places beside our folders on it.
Result<std::vector<wire::StickFile>> find_replies(wire::StickFiles& files, const Stick& stick,
                                                  const std::string& village) {
    std::vector<wire::StickFile> replies;
    const auto keep = [&](std::vector<wire::StickFile> found) {
        std::ranges::copy_if(found, std::back_inserter(replies), [](const wire::StickFile& file) {
            return file.kind == wire::StickFileKind::reply;
        });
    };
    for (const Path& folder : stick.place().folders_of(village)) {
        auto found = files.in(folder);
        if (!found) {
            return stick_error(found.error());
        }
        keep(*std::move(found));
    }
    for (const Path& folder : stick.place().folders_beside()) {
        if (auto found = files.in(folder)) {  // a place of others that cannot be read is none
            keep(*std::move(found));
        }
    }
    return replies;
}

/// The one file that a person named, when it is a reply.
Result<std::vector<wire::StickFile>> one_reply(wire::StickFiles& files, const Path& named) {
    const auto file = files.at(named);
    if (!file) {
        return stick_error(file.error());
    }
    return file->kind == wire::StickFileKind::reply ? std::vector{*file}
                                                    : std::vector<wire::StickFile>{};
}

/// Takes replies, one after the other, into `in/`.
class Taking {
public:
    Taking(spool::Spool& spool, const spool::Link& link, const wire::KeyManifest& manifest)
        : spool_(spool), link_(link), manifest_(manifest) {}

    Status take(wire::StickFiles& files, const wire::StickFile& file) {
        auto bytes = files.read(file);
        if (!bytes) {
            ++outcome_.damaged;
            return done();
        }
        if (!*bytes) {
            return done();  // the same under another name
        }
        const auto reply = wire::prove_reply(**std::move(bytes), manifest_);
        if (!reply) {
            ++(reply.fault() == wire::ReplyFault::unknown_key ? outcome_.unknown
                                                              : outcome_.damaged);
            return done();
        }
        if (!spool::is_ours(link_, reply->stanza().device)) {
            ++outcome_.of_others;  // another laptop's reply has its own way home
            return done();
        }
        return keep(*reply);
    }

    [[nodiscard]] CopyOutcome& outcome() { return outcome_; }

private:
    Status keep(const wire::ProvenReply& reply) {
        const auto& stanza = reply.stanza();
        const bool is_applied = stanza.epoch == link_.epoch && stanza.gen == link_.gen &&
                                stanza.n != 0 && stanza.n <= link_.ack;
        const auto name = wire::reply_file_name(stanza);
        const auto there = spool_.read_in(name);
        if (is_applied || (there && std::ranges::equal(*there, reply.bytes()))) {
            ++outcome_.already_there;
            return done();
        }
        if (auto put = spool_.put_in(name, reply.bytes()); !put) {
            return put;
        }
        ++outcome_.copied;
        outcome_.bytes += static_cast<std::int64_t>(reply.bytes().size());
        return done();
    }

    spool::Spool& spool_;
    const spool::Link& link_;
    const wire::KeyManifest& manifest_;
    CopyOutcome outcome_;
};

/// Around a file that was named lies, perhaps, the newer manifest that it needs; if nobody can tell
/// which stick that is, the file does without.
Result<Stick> find_stick(Disk& disk, const Path& place, bool is_file) {
    if (!is_file) {
        return Stick::find(disk, place);
    }
    const Path folder = place.has_parent_path() ? place.parent_path() : Path(".");
    auto stick = Stick::find(disk, folder);
    return stick ? stick : Stick(disk, {.folder = folder});
}

}  // namespace

Result<CopyOutcome> import_from(Disk& disk, spool::Spool& spool, const spool::Link& link,
                                const Path& place, const Progress& progress) {
    std::error_code ignored;
    const bool is_file = std::filesystem::is_regular_file(for_system(place), ignored);
    auto stick = find_stick(disk, place, is_file);
    if (!stick) {
        return std::move(stick).error();
    }
    wire::StickFiles files(disk);
    const auto replies =
        is_file ? one_reply(files, place) : find_replies(files, *stick, link.village);
    if (!replies) {
        return replies.error();
    }
    const auto villages = stick->villages();
    const bool is_known = !is_file && std::ranges::find(villages, link.village) != villages.end();
    if (!is_known && replies->empty() && files.not_looked_at() == 0) {
        return fail(ErrorKind::not_found, "C-04", "import from stick: nothing of this village");
    }
    const auto manifest = stick->newest(link.manifest);
    if (manifest.number > link.manifest.number) {
        if (auto put = spool.put_manifest(manifest); !put) {
            return std::move(put).error();
        }
    }
    Taking taking(spool, link, manifest);
    std::size_t seen = 0;
    for (const auto& file : *replies) {
        if (!go_on(progress, seen++, replies->size())) {
            return stopped();
        }
        if (auto taken = taking.take(files, file); !taken) {
            return std::move(taken).error();
        }
    }
    go_on(progress, replies->size(), replies->size());
    taking.outcome().folder = stick->folder();
    taking.outcome().not_looked_at = files.not_looked_at();
    return taking.outcome();
}

}  // namespace lontar::courier
