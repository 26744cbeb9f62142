#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "storage/sealed/signing.hpp"
#include "sync/courier/courier.hpp"
#include "sync/courier/stick.hpp"
#include "sync/upload/fetch_replies.hpp"
#include "sync/upload/province_api.hpp"
#include "sync/wire/batch.hpp"
#include "sync/wire/reply.hpp"

namespace lontar::courier {

namespace {

/// A batch on the stick.
struct Waiting {
    std::string village;
    wire::ProvenBatch batch;
};

/// Whose replies are numbered together.
struct Sender {
    DeviceId device;
    Epoch epoch;
    auto operator<=>(const Sender&) const = default;
};

Sender sender_of(const wire::ProvenBatch& batch) {
    return {batch.stanza().device, batch.stanza().epoch};
}

/// What of one sender's replies is on the stick already.
struct Seen {
    std::string village;
    upload::HeldReplies held;
    std::set<Hash> answered;  ///< batch files with a numbered answer
};

struct Content {
    std::map<Sender, Seen> senders;
    std::vector<Waiting> waiting;  ///< by sender and seq
    /// Seq 1 that was received, for a province that does not know its sender any more.
    std::map<Sender, wire::ProvenBatch> hellos;
};

bool is_in_reserve(const std::vector<spool::Link>& devices, const wire::BatchStanza& stanza) {
    return stanza.seq == 1 && std::ranges::any_of(devices, [&](const spool::Link& link) {
               return spool::is_ours(link, stanza.device) &&
                      std::ranges::find(link.greeted, stanza.epoch) != link.greeted.end();
           });
}

/// Every batch and every device of a village.
Status read_out_folder(Disk& disk, Stick& stick, const std::string& village, Content& content) {
    const auto devices = stick.devices(village);
    if (!devices) {
        return stick_error(devices.error());
    }
    for (const auto& link : *devices) {
        auto& seen = content.senders[{link.device, link.epoch}];
        seen.village = village;
        seen.held.gen = link.gen;
        seen.held.ack = link.ack;
    }
    const auto entries = disk.list(stick.out(village));
    if (!entries) {
        return stick_error(entries.error());
    }
    for (const auto& entry : *entries) {
        if (!wire::parse_batch_file_name(entry.name)) {
            continue;
        }
        auto bytes =
            disk.read(stick.out(village) / to_path(entry.name), wire::max_batch_file_bytes);
        if (!bytes) {
            continue;
        }
        auto batch = wire::prove_batch(*std::move(bytes));
        if (!batch) {
            continue;  // damaged on the stick: the village still has it
        }
        content.senders[sender_of(*batch)].village = village;
        if (is_in_reserve(*devices, batch->stanza())) {
            content.hellos.emplace(sender_of(*batch), *std::move(batch));
            continue;
        }
        content.waiting.push_back({village, *std::move(batch)});
    }
    return done();
}

/// Every verified reply of a village's senders.
Status read_in_folder(Disk& disk, const Stick& stick, const std::string& village,
                      const wire::KeyManifest& manifest, Content& content) {
    const auto entries = disk.list(stick.in(village));
    if (!entries) {
        return stick_error(entries.error());
    }
    for (const auto& entry : *entries) {
        auto bytes = disk.read(stick.in(village) / to_path(entry.name), wire::max_reply_file_bytes);
        if (!bytes) {
            continue;
        }
        const auto reply = wire::prove_reply(*std::move(bytes), manifest);
        if (!reply || reply->stanza().n == 0) {
            continue;
        }
        const auto& stanza = reply->stanza();
        const auto seen = content.senders.find({stanza.device, stanza.epoch});
        if (seen == content.senders.end()) {
            continue;
        }
        seen->second.held.add(stanza);
        if (stanza.file) {
            seen->second.answered.insert(*stanza.file);
        }
    }
    return done();
}

Result<Content> read_content(Disk& disk, Stick& stick, const wire::KeyManifest& manifest) {
    Content content;
    for (const auto& village : stick.villages()) {
        if (auto read = read_out_folder(disk, stick, village, content); !read) {
            return std::move(read).error();
        }
        if (auto read = read_in_folder(disk, stick, village, manifest, content); !read) {
            return std::move(read).error();
        }
    }
    std::erase_if(content.waiting, [&](const Waiting& waiting) {
        const auto& answered = content.senders[sender_of(waiting.batch)].answered;
        return answered.contains(waiting.batch.stanza().file);
    });
    std::sort(content.waiting.begin(), content.waiting.end(),
              [](const Waiting& a, const Waiting& b) {
                  const auto& one = a.batch.stanza();
                  const auto& other = b.batch.stanza();
                  return std::tie(one.device, one.epoch, one.seq) <
                         std::tie(other.device, other.epoch, other.seq);
              });
    return content;
}

/// Ends the run: nobody answers, the province wants a pause, or the person stopped.
bool is_end(const upload::Decision& decision) {
    return decision.step == upload::Step::not_the_province ||
           decision.step == upload::Step::back_off;
}

class Relay {
public:
    Relay(Stick& stick, Content content, upload::ProvinceApi& province, const Progress& progress)
        : stick_(stick), content_(std::move(content)), province_(province), progress_(progress) {}

    Result<RelayOutcome> run() {
        std::size_t done_so_far = 0;
        for (const auto& waiting : content_.waiting) {
            if (!go_on_ ||
                (progress_ && !progress_(static_cast<std::int64_t>(done_so_far++),
                                         static_cast<std::int64_t>(content_.waiting.size())))) {
                go_on_ = false;
                ++outcome_.failed;
                continue;
            }
            if (auto sent = send(waiting); !sent) {
                return std::move(sent).error();
            }
        }
        for (auto& [sender, seen] : content_.senders) {
            if (auto fetched = go_on_ ? fetch(sender, seen) : done(); !fetched) {
                return std::move(fetched).error();
            }
        }
        return outcome_;
    }

private:
    Status send(const Waiting& waiting) {
        const Sender sender = sender_of(waiting.batch);
        if (hello_failed_.contains(sender)) {
            ++outcome_.failed;
            return done();
        }
        auto answer = province_.put_batch(waiting.batch);
        if (answer && answer->decision.step == upload::Step::send_hello) {
            const auto greeted = greet_again(sender);
            if (!greeted) {
                return greeted.error();
            }
            if (*greeted) {
                answer = province_.put_batch(waiting.batch);
            }
        }
        if (!answer) {
            give_up(answer.error().code);
            ++outcome_.failed;
            return done();
        }
        outcome_.last_code = answer->decision.code;
        const bool answered = answer->reply.has_value();
        if (answered) {
            if (auto kept = keep(sender, *answer); !kept) {
                return kept;
            }
        }
        const bool accepted = answered && answer->facts.reply_n > 0;
        accepted ? ++outcome_.sent : ++outcome_.failed;
        if (!accepted && (waiting.batch.stanza().seq == 1 ||
                          answer->decision.step == upload::Step::send_hello)) {
            hello_failed_.insert(sender);
        }
        if (!answered && is_end(answer->decision)) {
            go_on_ = false;
        }
        return done();
    }

    /// True when the province took the sender's hello out of the reserve just now.
    Result<bool> greet_again(const Sender& sender) {
        const auto hello = content_.hellos.find(sender);
        if (hello == content_.hellos.end() || !greeted_again_.insert(sender).second) {
            return false;
        }
        const auto answer = province_.put_batch(hello->second);
        if (!answer || !answer->reply) {
            return false;
        }
        if (auto kept = keep(sender, *answer); !kept) {
            return std::move(kept).error();
        }
        return answer->facts.reply_n > 0;
    }

    /// Asks always: what the stick brings for one village makes news for another, so nobody's
    /// word about the newest is listened to.
    Status fetch(const Sender& sender, Seen& seen) {
        const auto fetched = upload::fetch_replies(
            province_, sender.device, sender.epoch, seen.held,
            [&](const upload::Exchange& answer) { return keep(sender, answer); });
        if (!fetched) {
            return fetched.error();
        }
        if (fetched->unreachable) {
            give_up(fetched->unreachable->code);
        } else if (fetched->refusal &&
                   fetched->refusal->decision.step == upload::Step::send_hello) {
            const auto greeted = greet_again(sender);
            if (!greeted || !*greeted) {
                outcome_.last_code = fetched->refusal->decision.code;
                return greeted ? done() : Status(greeted.error());
            }
            return fetch(sender, seen);
        } else if (fetched->refusal &&
                   fetched->refusal->decision.step != upload::Step::done_for_now) {
            outcome_.last_code = fetched->refusal->decision.code;
            go_on_ = !is_end(fetched->refusal->decision);
        }
        return done();
    }

    Status keep(const Sender& sender, const upload::Exchange& answer) {
        auto& seen = content_.senders[sender];
        const auto& stanza = answer.reply->stanza();
        const auto path = stick_.in(seen.village) / to_path(wire::reply_file_name(stanza));
        if (auto put = stick_.put(path, answer.reply->bytes()); !put) {
            return put;
        }
        seen.held.add(stanza);
        ++outcome_.replies;
        return done();
    }

    void give_up(std::string_view code) {
        outcome_.last_code = code;
        go_on_ = false;
    }

    Stick& stick_;
    Content content_;
    upload::ProvinceApi& province_;
    const Progress& progress_;
    RelayOutcome outcome_;
    std::set<Sender> hello_failed_;
    std::set<Sender> greeted_again_;
    bool go_on_ = true;
};

}  // namespace

Result<StickContent> look_at(Disk& disk, const Path& stick_folder) {
    Stick stick(disk, stick_folder);
    const auto link = stick.link();
    if (!link) {
        return link.error();
    }
    const auto content = read_content(disk, stick, link->manifest);
    if (!content) {
        return content.error();
    }
    StickContent out;
    out.root_words = sealed::fingerprint_words(link->manifest.root);
    out.villages = stick.villages();
    out.batches = static_cast<std::int64_t>(content->waiting.size());
    for (const auto& waiting : content->waiting) {
        out.bytes += static_cast<std::int64_t>(waiting.batch.bytes().size());
    }
    return out;
}

Result<RelayOutcome> relay(Disk& disk, Clock& clock, const Path& stick_folder,
                           const Progress& progress, const upload::MakeHttp& make_http) {
    Stick stick(disk, stick_folder);
    auto link = stick.link();
    if (!link) {
        return std::move(link).error();
    }
    auto content = read_content(disk, stick, link->manifest);
    if (!content) {
        return std::move(content).error();
    }
    upload::HttpSettings settings;
    settings.clock = clock.now();
    settings.clock_floor = std::max(build_time(), link->clock_floor);
    upload::ProvinceApi province(make_http, settings, link->manifest, 0);
    auto outcome = Relay(stick, *std::move(content), province, progress).run();
    if (outcome && province.has_newer_manifest()) {
        link->manifest = province.manifest();
        if (auto updated = stick.update_link(*link); !updated) {
            return std::move(updated).error();
        }
    }
    return outcome;
}

}  // namespace lontar::courier
