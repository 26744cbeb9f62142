#include "sync/spool/intake.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <variant>

#include "storage/base/crash_point.hpp"
#include "storage/base/world.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/device.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/register.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/settings.hpp"
#include "storage/sealed/hash.hpp"
#include "sync/spool/manifest_store.hpp"
#include "sync/spool/reconcile.hpp"
#include "sync/spool/sealing.hpp"
#include "sync/spool/this_program.hpp"

namespace lontar::spool {

namespace {

/// A province that answers every file with a fork must not make an old laptop seal everything again
/// and again.
constexpr std::chrono::hours between_epochs{1};
constexpr std::string_view new_epoch_setting = "new_epoch_at";

struct Arrived {
    std::string name;
    wire::ReplyStanza stanza;
    wire::Reply reply;
    Hash file;
    Bytes bytes;  ///< only when a line is of a later version: then the whole file is kept
};

/// What becomes of a file in `in/` that is not a valid reply to us.
enum class Fate { leave, set_aside };

Fate fate_of(wire::ReplyFault fault) {
    // A newer manifest may know the key; another device is perhaps this laptop before a restore.
    return fault == wire::ReplyFault::unknown_key || fault == wire::ReplyFault::for_another_device
               ? Fate::leave
               : Fate::set_aside;
}

std::variant<Arrived, Fate> open_one(const std::string& name, Bytes bytes,
                                     const wire::KeyManifest& manifest,
                                     const storage::Device& device) {
    const auto proven = wire::prove_reply(std::move(bytes), manifest, device.id);
    if (!proven) {
        return fate_of(proven.fault());
    }
    auto reply = wire::open_reply(*proven, device.identity);
    if (!reply) {
        return Fate::set_aside;
    }
    Bytes kept = reply->has_unknown ? to_bytes(proven->bytes()) : Bytes{};
    return Arrived{name, proven->stanza(), *std::move(reply), sealed::sha256(proven->bytes()),
                   std::move(kept)};
}

const storage::BatchInfo* find_batch(const std::vector<storage::BatchInfo>& batches,
                                     const Epoch& epoch, std::int64_t seq) {
    const auto found = std::find_if(
        batches.begin(), batches.end(),
        [&](const storage::BatchInfo& batch) { return batch.epoch == epoch && batch.seq == seq; });
    return found == batches.end() ? nullptr : &*found;
}

storage::VerdictRecord record_of(const Epoch& epoch, std::int64_t seq,
                                 const wire::VerdictException& verdict) {
    return {epoch, seq, verdict.line, verdict.code,
            verdict.detail.is_null() ? Json(Json::Object{}) : verdict.detail};
}

/// One record for each line of the batch that the verdict speaks about.
void add_verdicts(const wire::BatchVerdict& verdict, const std::vector<storage::BatchInfo>& batches,
                  storage::ReplyRecord& record) {
    std::set<std::int64_t> excepted;
    for (const auto& exception : verdict.except) {
        excepted.insert(exception.line);
        record.verdicts.push_back(record_of(verdict.epoch, verdict.seq, exception));
    }
    const auto* batch = find_batch(batches, verdict.epoch, verdict.seq);
    if (!verdict.rest_accepted || batch == nullptr) {
        return;
    }
    const std::int64_t first = wire::first_entry_line(verdict.seq);
    for (auto line = first; line < first + batch->entries; ++line) {
        if (!excepted.contains(line)) {
            record.verdicts.push_back(
                {verdict.epoch, verdict.seq, line, "accepted", Json::Object{}});
        }
    }
}

storage::StatesRecord record_of(const wire::States& states) {
    storage::StatesRecord record{states.epochs, states.files, {}};
    for (const wire::LineState& line : states.except) {
        record.except.push_back(record_of(line.epoch, line.seq, line.verdict));
    }
    return record;
}

storage::ReplyRecord record_of(const Arrived& arrived,
                               const std::vector<storage::BatchInfo>& batches) {
    const auto& reply = arrived.reply;
    storage::ReplyRecord record;
    record.epoch = reply.epoch;
    record.gen = reply.gen;
    record.n = reply.n;
    record.file = arrived.file;
    record.time = reply.time;
    record.have_upto = reply.have.upto;
    record.have_missing = reply.have.missing;
    for (const auto& receipt : reply.receipts) {
        record.receipts.push_back(
            {receipt.epoch, receipt.seq, receipt.file, receipt.status, receipt.time});
    }
    for (const auto& verdict : reply.verdicts) {
        add_verdicts(verdict, batches, record);
    }
    record.notices = reply.notices;
    record.sum = reply.sum;
    if (reply.has_unknown) {
        record.kept = storage::KeptReply{arrived.bytes, std::string(this_program)};
    }
    for (const auto& states : reply.states) {
        record.states.push_back(record_of(states));
    }
    record.told_all = reply.told_all;
    for (const auto& told : reply.records) {
        record.told.push_back({told.id, told.line, told.file, told.code, told.detail, told.past});
    }
    return record;
}

using Returned = std::map<RegistrationId, storage::ReturnedBy>;

/// One run over everything that arrived.
class Intake {
public:
    Intake(storage::Register& village_register, Spool& spool, const World& world)
        : register_(village_register), spool_(spool), world_(world) {}

    Result<IntakeOutcome> run() {
        const auto manifest = adopt_manifest(register_, spool_);
        if (!manifest) {
            return manifest.error();
        }
        if (auto seen = look(); !seen) {
            return std::move(seen).error();
        }
        if (auto read = read_kept_again(*manifest); !read) {
            return std::move(read).error();
        }
        auto arrived = open_all(*manifest);
        if (!arrived) {
            return std::move(arrived).error();
        }
        // Refusals last: one that an accepted hello has overtaken says nothing any more.
        std::sort(arrived->begin(), arrived->end(), [](const Arrived& a, const Arrived& b) {
            return std::tuple(a.reply.n == 0, a.reply.gen, a.reply.n) <
                   std::tuple(b.reply.n == 0, b.reply.gen, b.reply.n);
        });
        if (arrived->empty()) {
            return finish();
        }
        const auto returned_before = storage::list_returned(register_);
        if (!returned_before) {
            return returned_before.error();
        }
        for (const auto& one : *arrived) {
            auto settled = one.reply.n == 0 ? settle_refusal(one) : settle_reply(one);
            if (!settled) {
                return std::move(settled).error();
            }
            if (!*settled) {
                continue;
            }
            if (auto removed = spool_.remove_in(one.name); !removed) {
                return std::move(removed).error();
            }
        }
        if (auto counted = count_returned(*returned_before); !counted) {
            return std::move(counted).error();
        }
        return finish();
    }

private:
    Status look() {
        auto state = storage::find_epoch_state(register_);
        if (!state) {
            return std::move(state).error();
        }
        auto batches = storage::list_batches(register_);
        if (!batches) {
            return std::move(batches).error();
        }
        epoch_ = state->epoch;
        batches_ = *std::move(batches);
        return done();
    }

    /// What an older version of the program could not read to the end.
    Status read_kept_again(const wire::KeyManifest& manifest) {
        auto kept = storage::list_kept_replies(register_, this_program);
        if (!kept) {
            return std::move(kept).error();
        }
        for (Bytes& file : *kept) {
            auto one = open_one({}, std::move(file), manifest, register_.device());
            const auto* opened = std::get_if<Arrived>(&one);
            if (opened == nullptr) {
                continue;  // of a device before a restore: nobody can open it any more
            }
            if (auto applied = storage::apply_kept_reply(register_, record_of(*opened, batches_));
                !applied) {
                return applied;
            }
        }
        return done();
    }

    [[nodiscard]] bool knows(const Epoch& epoch) const {
        return epoch == epoch_ ||
               std::any_of(batches_.begin(), batches_.end(),
                           [&](const storage::BatchInfo& batch) { return batch.epoch == epoch; });
    }

    Result<std::vector<Arrived>> open_all(const wire::KeyManifest& manifest) {
        const auto names = spool_.in();
        if (!names) {
            return names.error();
        }
        std::vector<Arrived> arrived;
        for (const auto& name : *names) {
            auto bytes = spool_.read_in(name);
            if (!bytes && bytes.error().kind != ErrorKind::invalid_input) {
                return std::move(bytes).error();
            }
            std::variant<Arrived, Fate> one = Fate::set_aside;  // larger than a reply can be
            if (bytes) {
                one = open_one(name, *std::move(bytes), manifest, register_.device());
            }
            if (auto* opened = std::get_if<Arrived>(&one)) {
                if (knows(opened->reply.epoch)) {
                    arrived.push_back(std::move(*opened));
                }
            } else if (std::get<Fate>(one) == Fate::set_aside) {
                if (auto moved = spool_.set_aside_in(name); !moved) {
                    return std::move(moved).error();
                }
                ++outcome_.unreadable;
            }
        }
        return arrived;
    }

    /// Applies a numbered reply. False: it has to wait in `in/`.
    Result<bool> settle_reply(const Arrived& one) {
        const auto record = record_of(one, batches_);
        const bool forks = record.epoch == epoch_ && ends_epoch(one.reply);
        if (forks) {
            if (const auto may = may_begin_epoch(); !may || !*may) {
                return may;
            }
        }
        const auto outcome = storage::apply_reply(register_, record);
        if (!outcome) {
            return outcome.error();
        }
        if (outcome->how == storage::Applied::foreign_receipt) {
            return forks ? begin_epoch_now("fork") : begin_epoch("fork");
        }
        if (outcome->how == storage::Applied::applied) {
            count(record, outcome->notices);
        }
        // The register begins the epoch in the commit that applies such a reply.
        return forks ? see_new_epoch() : Result<bool>(true);
    }

    /// The province says that it cannot read our very file or has another one in its place.
    [[nodiscard]] bool ends_epoch(const wire::Reply& reply) const {
        return has_fork(reply.states) ||
               std::any_of(
                   reply.receipts.begin(), reply.receipts.end(), [&](const wire::Receipt& receipt) {
                       return receipt.epoch == epoch_ && is_ours(receipt.seq, receipt.file) &&
                              (receipt.status == "fork" || receipt.status == "unreadable");
                   });
    }

    /// Under a number of this epoch it lists another file than ours.
    [[nodiscard]] bool has_fork(const std::vector<wire::States>& all) const {
        for (const wire::States& states : all) {
            for (const model::FileRun& run : states.files) {
                std::int64_t seq = run.from_seq;
                for (const auto& mark : run.files) {
                    const auto* batch =
                        run.epoch == epoch_ && mark ? find_batch(batches_, epoch_, seq) : nullptr;
                    if (batch != nullptr && model::mark_of(batch->file) != *mark) {
                        return true;
                    }
                    ++seq;
                }
            }
        }
        return false;
    }

    /// Words for the officer; nothing about delivery changes. False: it has to wait in `in/`.
    Result<bool> settle_refusal(const Arrived& one) {
        if (auto seen = look(); !seen) {
            return std::move(seen).error();
        }
        if (one.reply.epoch != epoch_ || !one.reply.problem) {
            return true;
        }
        const auto& problem = *one.reply.problem;
        if (problem == "fork" || problem == "unreadable") {
            // Damaged on the way, it is not our file that was refused.
            if (!one.stanza.file || !is_ours(*one.stanza.seq, *one.stanza.file)) {
                return true;
            }
            return begin_epoch(problem == "fork" ? "fork" : "again");
        }
        const auto* hello = find_batch(batches_, epoch_, 1);
        if (hello == nullptr || !hello->receipt.empty()) {
            return true;
        }
        outcome_.refused = problem;
        if (auto recorded = storage::record_hello_refused(register_, problem); !recorded) {
            return std::move(recorded).error();
        }
        return true;
    }

    [[nodiscard]] bool is_ours(std::int64_t seq, const Hash& file) const {
        const auto* batch = find_batch(batches_, epoch_, seq);
        return batch != nullptr && batch->file == file;
    }

    void count(const storage::ReplyRecord& record, const std::vector<model::Notice>& notices) {
        ++outcome_.applied;
        outcome_.receipts += static_cast<std::int64_t>(record.receipts.size());
        outcome_.notices.insert(outcome_.notices.end(), notices.begin(), notices.end());
    }

    /// A person is one, however many replies and lines speak of them.
    Status count_returned(const Returned& before) {
        const auto now = storage::list_returned(register_);
        if (!now) {
            return now.error();
        }
        outcome_.needs_correction = std::ranges::count_if(*now, [&](const auto& person) {
            const auto known = before.find(person.first);
            return known == before.end() || known->second != person.second;
        });
        return done();
    }

    /// False when the last new epoch is too young; else notes the time. Noted first: a crash before
    /// the epoch begins costs an hour, the other order could cost an epoch a second.
    Result<bool> may_begin_epoch() {
        const auto last = storage::find_setting(register_, new_epoch_setting);
        if (!last) {
            return last.error();
        }
        const auto now = world_.clock.now();
        std::int64_t seconds = 0;
        const auto [end, error] =
            std::from_chars(last->data(), last->data() + last->size(), seconds);
        if (error == std::errc() && std::chrono::abs(now - Timestamp{seconds}) < between_epochs) {
            return false;
        }
        if (auto noted =
                storage::put_setting(register_, new_epoch_setting, std::to_string(now.seconds));
            !noted) {
            return std::move(noted).error();
        }
        return true;
    }

    /// False: not now.
    Result<bool> begin_epoch(std::string_view why) {
        if (const auto may = may_begin_epoch(); !may || !*may) {
            return may;
        }
        return begin_epoch_now(why);
    }

    Result<bool> begin_epoch_now(std::string_view why) {
        if (auto begun = storage::begin_epoch(register_, why); !begun) {
            return std::move(begun).error();
        }
        return see_new_epoch();
    }

    Result<bool> see_new_epoch() {
        outcome_.new_epoch = true;
        if (auto seen = look(); !seen) {
            return std::move(seen).error();
        }
        return true;
    }

    Result<IntakeOutcome> finish() {
        // What waits only because the province lacks it is not left to the next time somebody
        // sends.
        const auto is_due = is_sealing_due();
        if (!is_due) {
            return is_due.error();
        }
        if (*is_due) {
            if (auto sealed = seal_pending(register_, spool_, world_); !sealed) {
                return std::move(sealed).error();
            }
        }
        if (auto reconciled = reconcile(register_, spool_, world_); !reconciled) {
            return std::move(reconciled).error();
        }
        return outcome_;
    }

    Result<bool> is_sealing_due() {
        const bool is_recalled = std::ranges::any_of(outcome_.notices, [](const auto& notice) {
            return notice.code == model::sent_again_notice;
        });
        if (outcome_.new_epoch || is_recalled || register_.training()) {
            return outcome_.new_epoch || is_recalled;
        }
        return is_question_due(register_, spool_, world_);
    }

    storage::Register& register_;
    Spool& spool_;
    const World& world_;
    Epoch epoch_;
    std::vector<storage::BatchInfo> batches_;
    IntakeOutcome outcome_;
};

}  // namespace

Result<IntakeOutcome> take_in(storage::Register& village_register, Spool& spool,
                              const World& world) {
    return Intake(village_register, spool, world).run();
}

}  // namespace lontar::spool
