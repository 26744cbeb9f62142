#include "sync/server/admin/receive.hpp"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "storage/sealed/sealed_file.hpp"
#include "sync/wire/batch.hpp"
#include "sync/wire/problem.hpp"
#include "sync/wire/reply.hpp"
#include "sync/wire/stick.hpp"
#include "sync/wire/stick_files.hpp"
#include "sync/wire/stick_place.hpp"

namespace lontar::server {

namespace {

/// A batch that came, and where its reply goes.
struct Waiting {
    std::int64_t seq = 0;  ///< 0: what is damaged says nothing, and hinders nobody
    Epoch epoch{};
    Bytes bytes;
    Path in;
};

/// What the stanza of a reply of our own says of its name.
std::optional<std::string> name_of_reply(ByteView reply) {
    const auto header = sealed::read_header(reply);
    if (!header) {
        return std::nullopt;
    }
    const auto epoch = Epoch::from_hex(header->meta.text_at("epoch").value_or(""));
    if (!epoch) {
        return std::nullopt;
    }
    wire::ReplyStanza stanza;
    stanza.epoch = *epoch;
    stanza.gen = header->meta.integer_at("gen").value_or(0);
    stanza.n = header->meta.integer_at("n").value_or(0);
    stanza.seq = header->meta.integer_at("seq");
    return wire::reply_file_name(stanza);
}

/// One round over a stick.
class Receiving {
public:
    Receiving(Disk& disk, Caller& caller) : disk_(disk), caller_(caller), files_(disk) {}

    /// Batches of `folder`; replies to them go to `in`. Errors of the disk.
    Status find_in(const Path& folder, const Path& in) {
        const auto files = files_.in(folder);
        if (!files) {
            return files.error();
        }
        for (const wire::StickFile& file : *files) {
            find(file, in);
        }
        return done();
    }

    /// One file that was named; nothing when it is no batch. Errors of the disk.
    Status find_at(const Path& named, const Path& in) {
        const auto file = files_.at(named);
        if (!file) {
            return file.error();
        }
        find(*file, in);
        return done();
    }

    /// Or may have: files were not looked at.
    [[nodiscard]] bool has_found() const {
        return !waiting_.empty() || outcome_.files > 0 || files_.not_looked_at() > 0;
    }

    Status take_all() {
        // The hello of an epoch is its first batch.
        std::ranges::stable_sort(waiting_, [](const Waiting& a, const Waiting& b) {
            return std::pair(a.seq, a.epoch) < std::pair(b.seq, b.epoch);
        });
        for (const Waiting& each : waiting_) {
            if (auto taken = take(each); !taken) {
                return taken;
            }
        }
        return done();
    }

    ReceiveOutcome finish() {
        outcome_.not_looked_at = files_.not_looked_at();
        return std::move(outcome_);
    }

    /// Also what was decided without a batch: returned registrations, people whose NIK became free.
    Status bring_replies(const std::string& village, const Path& in) {
        for (std::int64_t offset = 0;;) {
            const auto page = caller_.call(
                Json().set("call", "replies").set("village", village).set("offset", offset));
            if (!page) {
                return page.error();
            }
            const Json* replies = page->find("replies");
            if (replies == nullptr || replies->list() == nullptr || replies->list()->empty()) {
                return done();
            }
            for (const Json& reply : *replies->list()) {
                if (auto put = put_reply(in, reply.text() != nullptr ? *reply.text() : ""); !put) {
                    return put;
                }
            }
            offset += static_cast<std::int64_t>(replies->list()->size());
        }
    }

private:
    void find(const wire::StickFile& file, const Path& in) {
        if (file.kind != wire::StickFileKind::batch) {
            return;
        }
        auto bytes = files_.read(file);
        if (!bytes) {
            // One unreadable file of a bad stick does not keep the others back.
            ++outcome_.files;
            ++outcome_.failed;
            ++outcome_.outcomes["unreadable file"];
            return;
        }
        if (!*bytes) {
            return;  // the same under another name
        }
        Waiting waiting{.bytes = **std::move(bytes), .in = in};
        if (const auto batch = wire::prove_batch(waiting.bytes)) {
            waiting.seq = batch->stanza().seq;
            waiting.epoch = batch->stanza().epoch;
        }
        waiting_.push_back(std::move(waiting));
    }

    Status take(const Waiting& waiting) {
        ++outcome_.files;
        const auto answer = caller_.call(
            Json().set("call", "ingest").set("file", sealed::to_base64(waiting.bytes)));
        if (!answer) {
            return answer.error();
        }
        ++outcome_.outcomes[answer->text_at("outcome").value_or("")];
        if (answer->integer_at("status") != 200) {
            ++outcome_.failed;
        }
        if (answer->text_at("media") != wire::sealed_media_type) {
            return done();
        }
        return put_reply(waiting.in, answer->text_at("body").value_or(""));
    }

    Status put_reply(const Path& in, const std::string& text) {
        const auto reply = sealed::from_base64(text);
        const auto name = reply ? name_of_reply(*reply) : std::nullopt;
        if (!name) {
            return fail(ErrorKind::corrupt, "V-03",
                        "ask the running server: no reply in its answer");
        }
        const Path path = in / to_path(*name);
        if (const auto there = disk_.read(path, wire::max_reply_file_bytes);
            there && *there == *reply) {
            return done();
        }
        if (auto put = wire::put_on_stick(disk_, path, *reply); !put) {
            return put;
        }
        ++outcome_.replies;
        return done();
    }

    Disk& disk_;
    Caller& caller_;
    wire::StickFiles files_;
    std::vector<Waiting> waiting_;
    ReceiveOutcome outcome_;
};

Error nothing_here() {
    return fail(ErrorKind::not_found, "V-17",
                "receive: no batch file and no LONTAR folder with villages here");
}

Result<ReceiveOutcome> receive_file(Disk& disk, Caller& caller, const Path& file) {
    std::error_code ignored;
    const Path folder = std::filesystem::absolute(file, ignored).parent_path();
    const Path village = folder.parent_path();
    const bool is_out =
        folder == wire::out_folder(village) && wire::is_village_name(to_utf8(village.filename()));
    Receiving receiving(disk, caller);
    if (auto found = receiving.find_at(file, is_out ? wire::in_folder(village) : folder); !found) {
        return std::move(found).error();
    }
    if (!receiving.has_found()) {
        return nothing_here();
    }
    if (auto taken = receiving.take_all(); !taken) {
        return std::move(taken).error();
    }
    return receiving.finish();
}

/// Replies of a village go to its proper place, wherever its batches lay.
Status find_batches(Receiving& receiving, const wire::StickPlace& place,
                    const std::vector<std::string>& villages) {
    for (const std::string& village : villages) {
        for (const Path& folder : place.folders_of(village)) {
            if (auto found = receiving.find_in(folder, place.in_of(village)); !found) {
                return found;
            }
        }
    }
    if (place.named_village.empty()) {
        for (const Path& folder : place.folders_beside()) {
            (void)receiving.find_in(folder, folder);  // one that cannot be read holds none of ours
        }
    }
    return done();
}

}  // namespace

Result<ReceiveOutcome> receive(Disk& disk, Caller& caller, const Path& place) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(for_system(place), ignored)) {
        return receive_file(disk, caller, place);
    }
    const auto stick = wire::find_stick(place);
    if (!stick) {
        return stick.error();
    }
    auto villages = stick->villages();
    if (!stick->named_village.empty()) {
        std::erase_if(villages, [&](const auto& each) { return each != stick->named_village; });
    }
    Receiving receiving(disk, caller);
    if (auto found = find_batches(receiving, *stick, villages); !found) {
        return std::move(found).error();
    }
    if (villages.empty() && !receiving.has_found()) {
        return nothing_here();
    }
    if (auto taken = receiving.take_all(); !taken) {
        return std::move(taken).error();
    }
    for (const std::string& village : villages) {
        if (auto brought = receiving.bring_replies(village, stick->in_of(village)); !brought) {
            return std::move(brought).error();
        }
    }
    auto outcome = receiving.finish();
    outcome.folder = stick->folder;
    return outcome;
}

}  // namespace lontar::server
