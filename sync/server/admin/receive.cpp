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

namespace lontar::server {

namespace {

std::vector<Path> village_folders(const Path& root) {
    std::vector<Path> folders;
    for (const std::string& village : wire::villages_in(root)) {
        folders.push_back(root / to_path(village));
    }
    return folders;
}

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

/// One round over the folders of a stick.
class Receiving {
public:
    Receiving(Disk& disk, Caller& caller) : disk_(disk), caller_(caller) {}

    Status take_village(const Path& folder) {
        const auto files = disk_.list(wire::out_folder(folder));
        if (!files) {
            return files.error();
        }
        struct Waiting {
            wire::BatchName name;
            std::string file;
        };
        std::vector<Waiting> waiting;
        for (const FileEntry& file : *files) {
            if (const auto name = wire::parse_batch_file_name(file.name)) {
                waiting.push_back({*name, file.name});
            }
        }
        // The hello of an epoch is its first batch.
        std::sort(waiting.begin(), waiting.end(), [](const Waiting& a, const Waiting& b) {
            return std::pair(a.name.seq, a.name.epoch) < std::pair(b.name.seq, b.name.epoch);
        });
        for (const Waiting& each : waiting) {
            if (auto taken = take_file(wire::out_folder(folder) / to_path(each.file),
                                       wire::in_folder(folder));
                !taken) {
                return taken;
            }
        }
        return bring_replies(folder);
    }

    Status take_file(const Path& path, const Path& in) {
        ++outcome_.files;
        const auto file = disk_.read(path, wire::max_batch_file_bytes);
        if (!file) {
            // One unreadable file of a bad stick does not keep the others back.
            ++outcome_.failed;
            ++outcome_.outcomes["unreadable file"];
            return done();
        }
        const auto answer =
            caller_.call(Json().set("call", "ingest").set("file", sealed::to_base64(*file)));
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
        return put_reply(in, answer->text_at("body").value_or(""));
    }

    [[nodiscard]] const ReceiveOutcome& outcome() const { return outcome_; }

private:
    /// Also what was decided without a batch: returned registrations, people whose NIK became free.
    Status bring_replies(const Path& folder) {
        for (std::int64_t offset = 0;;) {
            const auto page = caller_.call(Json()
                                               .set("call", "replies")
                                               .set("village", to_utf8(folder.filename()))
                                               .set("offset", offset));
            if (!page) {
                return page.error();
            }
            const Json* replies = page->find("replies");
            if (replies == nullptr || replies->list() == nullptr || replies->list()->empty()) {
                return done();
            }
            for (const Json& reply : *replies->list()) {
                if (auto put = put_reply(wire::in_folder(folder),
                                         reply.text() != nullptr ? *reply.text() : "");
                    !put) {
                    return put;
                }
            }
            offset += static_cast<std::int64_t>(replies->list()->size());
        }
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
    ReceiveOutcome outcome_;
};

}  // namespace

Result<ReceiveOutcome> receive(Disk& disk, Caller& caller, const Path& place) {
    const auto nothing = [] {
        return fail(ErrorKind::not_found, "V-17",
                    "receive: no batch file and no LONTAR folder with villages here");
    };
    std::error_code ignored;
    Receiving receiving(disk, caller);
    if (std::filesystem::is_regular_file(place, ignored)) {
        if (!wire::parse_batch_file_name(to_utf8(place.filename()))) {
            return nothing();
        }
        const Path folder = std::filesystem::absolute(place, ignored).parent_path();
        const Path village = folder.parent_path();
        const bool is_out = folder == wire::out_folder(village);
        if (auto taken = receiving.take_file(place, is_out ? wire::in_folder(village) : folder);
            !taken) {
            return std::move(taken).error();
        }
        return receiving.outcome();
    }
    const Path whole = std::filesystem::absolute(place, ignored).lexically_normal();
    const Path last = whole.filename().empty() ? whole.parent_path() : whole;
    auto folders = wire::is_village_name(to_utf8(last.filename()))
                       ? std::vector{last}
                       : village_folders(last / wire::stick_folder);
    if (folders.empty()) {
        folders = village_folders(last);
    }
    if (folders.empty()) {
        return nothing();
    }
    for (const Path& folder : folders) {
        if (auto taken = receiving.take_village(folder); !taken) {
            return std::move(taken).error();
        }
    }
    return receiving.outcome();
}

}  // namespace lontar::server
