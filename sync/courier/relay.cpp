#include <algorithm>
#include <set>
#include <utility>

#include "storage/sealed/signing.hpp"
#include "sync/courier/courier.hpp"
#include "sync/courier/relay_content.hpp"
#include "sync/courier/stick.hpp"
#include "sync/upload/fetch_replies.hpp"
#include "sync/upload/province_api.hpp"
#include "sync/wire/reply.hpp"

namespace lontar::courier {

namespace {

/// Ends the run: nobody answers, the province wants a pause, or the person stopped.
bool is_end(const upload::Decision& decision) {
    return decision.step == upload::Step::not_the_province ||
           decision.step == upload::Step::back_off;
}

class Relay {
public:
    Relay(Stick& stick, Content content, upload::ProvinceApi& province, const Progress& progress)
        : stick_(stick), content_(std::move(content)), province_(province), progress_(progress) {
        outcome_.damaged = content_.damaged;
        outcome_.not_looked_at = content_.not_looked_at;
    }

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
    Status send(const wire::ProvenBatch& waiting) {
        const Sender sender = sender_of(waiting);
        if (hello_failed_.contains(sender)) {
            ++outcome_.failed;
            return done();
        }
        auto answer = province_.put_batch(waiting);
        if (answer && answer->decision.step == upload::Step::send_hello) {
            const auto greeted = greet_again(sender);
            if (!greeted) {
                return greeted.error();
            }
            if (*greeted) {
                answer = province_.put_batch(waiting);
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
        if (!accepted &&
            (waiting.stanza().seq == 1 || answer->decision.step == upload::Step::send_hello)) {
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
        // Whose batch lay beside our folders, without a note of its device, finds its reply there.
        const Path folder = seen.village.empty() ? stick_.folder() : stick_.in(seen.village);
        const auto path = folder / to_path(wire::reply_file_name(stanza));
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

Result<StickContent> look_at(Disk& disk, const Path& place) {
    auto stick = Stick::find(disk, place);
    if (!stick) {
        return std::move(stick).error();
    }
    const auto link = stick->link();
    if (!link) {
        return link.error();
    }
    const auto content = read_content(disk, *stick, link->manifest);
    if (!content) {
        return content.error();
    }
    StickContent out;
    out.root_words = sealed::fingerprint_words(link->manifest.root);
    out.villages = stick->villages();
    out.batches = static_cast<std::int64_t>(content->waiting.size());
    out.damaged = content->damaged;
    for (const auto& waiting : content->waiting) {
        out.bytes += static_cast<std::int64_t>(waiting.bytes().size());
    }
    return out;
}

Result<RelayOutcome> relay(Disk& disk, Clock& clock, const Path& place, const Progress& progress,
                           const upload::MakeHttp& make_http) {
    auto stick = Stick::find(disk, place);
    if (!stick) {
        return std::move(stick).error();
    }
    auto link = stick->link();
    if (!link) {
        return std::move(link).error();
    }
    auto content = read_content(disk, *stick, link->manifest);
    if (!content) {
        return std::move(content).error();
    }
    upload::HttpSettings settings;
    settings.clock = clock.now();
    settings.clock_floor = std::max(build_time(), link->clock_floor);
    upload::ProvinceApi province(make_http, settings, link->manifest, 0);
    auto outcome = Relay(*stick, *std::move(content), province, progress).run();
    if (outcome && province.has_newer_manifest()) {
        link->manifest = province.manifest();
        if (auto updated = stick->update_link(*link); !updated) {
            return std::move(updated).error();
        }
    }
    return outcome;
}

}  // namespace lontar::courier
