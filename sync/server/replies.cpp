#include "sync/server/replies.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "storage/sqlite/query.hpp"
#include "sync/server/devices.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/records.hpp"
#include "sync/server/sight.hpp"
#include "sync/server/states.hpp"

namespace lontar::server {

namespace {

constexpr std::int64_t seqs_at_once = 4096;

/// The other version of a conflict is a help, not the message: it may be left out of a reply that
/// is too large.
void leave_out_records(wire::Reply& reply) {
    for (auto& verdict : reply.verdicts) {
        for (auto& exception : verdict.except) {
            if (auto* detail = exception.detail.object()) {
                detail->erase("record");
            }
        }
    }
}

/// Details of everything a reply says of lines.
std::vector<Json*> details_of(wire::Reply& reply) {
    std::vector<Json*> details;
    for (auto& verdict : reply.verdicts) {
        for (auto& exception : verdict.except) {
            details.push_back(&exception.detail);
        }
    }
    for (auto& states : reply.states) {
        for (auto& line : states.except) {
            details.push_back(&line.verdict.detail);
        }
    }
    for (auto& record : reply.records) {
        details.push_back(&record.detail);
    }
    return details;
}

}  // namespace

Result<wire::Have> have_of(sqlite::Database& database, std::int64_t epoch_id, std::int64_t& upto) {
    const auto seqs = sqlite::all_rows(
        database, queries::list_seqs,
        [&](auto& s) {
            s.bind(":epoch_id", epoch_id).bind(":upto", upto).bind(":limit", seqs_at_once);
        },
        [](const auto& row) { return row.integer(0); });
    if (!seqs) {
        return seqs.error();
    }
    wire::Have have;
    std::int64_t next = upto + 1;
    for (const std::int64_t seq : *seqs) {
        for (; next < seq && have.missing.size() < wire::max_missing; ++next) {
            have.missing.push_back(next);
        }
        if (have.missing.empty()) {
            upto = seq;
        }
        next = seq + 1;
    }
    have.upto = upto;
    return have;
}

Result<Bytes> seal_refusal(const Province& province, const Refusal& refusal) {
    const Timestamp now = province.now();
    wire::Reply reply;
    reply.device = refusal.device;
    reply.epoch = refusal.epoch;
    reply.time = now;
    reply.problem = refusal.problem;
    const auto row = find_epoch(province.database(), refusal.device, refusal.epoch);
    if (!row) {
        return row.error();
    }
    if (*row) {
        reply.gen = (*row)->gen;
        std::int64_t upto = (*row)->upto;
        auto have = have_of(province.database(), (*row)->id, upto);
        if (!have) {
            return std::move(have).error();
        }
        reply.have = *std::move(have);
    }
    if (!refusal.receipt.empty()) {
        reply.receipts.push_back(
            {refusal.epoch, refusal.answered.seq, refusal.answered.file, refusal.receipt, now});
    }
    return wire::seal_reply(reply, refusal.answered, province.manifest().number, refusal.recipient,
                            province.reply_key(), province.world().random);
}

void ReplyDrafts::add(std::int64_t epoch_id, const Epoch& batch_epoch, std::int64_t seq,
                      wire::VerdictException exception) {
    auto& verdicts = draft(epoch_id).verdicts;
    auto verdict =
        std::find_if(verdicts.begin(), verdicts.end(), [&](const wire::BatchVerdict& each) {
            return each.epoch == batch_epoch && each.seq == seq;
        });
    if (verdict == verdicts.end()) {
        verdicts.push_back({batch_epoch, seq, false, {}});
        verdict = std::prev(verdicts.end());
    }
    const auto told = std::find_if(verdict->except.begin(), verdict->except.end(),
                                   [&](const auto& each) { return each.line == exception.line; });
    if (told == verdict->except.end()) {
        verdict->except.push_back(std::move(exception));
    } else {
        *told = std::move(exception);
    }
}

void ReplyDrafts::answer(std::int64_t epoch_id, std::int64_t batch_id,
                         const wire::Answered& answered) {
    answer_ = Answer{epoch_id, batch_id, answered};
    draft(epoch_id);
}

struct ReplyDrafts::Addressee {
    DeviceId device;
    Epoch epoch;
    EpochRow row;
    sealed::Recipient recipient;
    bool revoked = false;
    std::optional<model::FileSum> sum;
};

Result<ReplyDrafts::Addressee> ReplyDrafts::addressee_of(std::int64_t epoch_id) {
    sqlite::Database& database = province_.database();
    const auto row = sqlite::first_row(
        database, queries::find_epoch_by_id, [&](auto& s) { s.bind(":epoch_id", epoch_id); },
        [&](const auto& r) {
            return Addressee{
                sqlite::id_of<DeviceId>(r, 0),
                sqlite::id_of<Epoch>(r, 1),
                EpochRow{epoch_id, r.integer(2), r.integer(3), r.integer(4), r.integer(5), true},
                sealed::Recipient::parse(r.text(6)).value_or(sealed::Recipient{}),
                r.text(8) == "revoked",
                std::nullopt};
        });
    if (!row) {
        return row.error();
    }
    if (!*row) {
        return fail(ErrorKind::not_found, "V-06", "address a reply");
    }
    Addressee to = **row;
    // What it sent since it was revoked counts for nothing here, so there is nothing to compare.
    if (!to.revoked) {
        const auto sum = sum_in_sight(database, epoch_id);
        if (!sum) {
            return sum.error();
        }
        to.sum = *sum;
    }
    return to;
}

Result<Bytes> ReplyDrafts::send_all() {
    Bytes answer;
    for (auto& [epoch_id, draft] : drafts_) {
        auto bytes = send(epoch_id, draft);
        if (!bytes) {
            return bytes;
        }
        if (answer_ && answer_->epoch_id == epoch_id) {
            answer = *std::move(bytes);
        }
    }
    drafts_.clear();
    return answer;
}

Result<Bytes> ReplyDrafts::send(std::int64_t epoch_id, Draft& draft) {
    auto to = addressee_of(epoch_id);
    if (!to) {
        return std::move(to).error();
    }
    std::vector<wire::Reply> parts;
    if (!to->revoked) {
        auto told = parts_of(epoch_id, draft);
        if (!told) {
            return std::move(told).error();
        }
        parts = *std::move(told);
    }
    std::vector<wire::Reply*> all{&draft.reply};
    for (wire::Reply& part : parts) {
        all.push_back(&part);
    }
    if (auto hidden = hide_unseen(epoch_id, all); !hidden) {
        return std::move(hidden).error();
    }
    const bool is_answer = answer_ && answer_->epoch_id == epoch_id;
    auto first = send_one(*to, draft.reply, is_answer ? answer_ : std::nullopt);
    if (!first) {
        return first;
    }
    for (wire::Reply& part : parts) {
        if (auto sent = send_one(*to, part, std::nullopt); !sent) {
            return sent;
        }
    }
    if (auto updated = update_epoch(province_.database(), to->row); !updated) {
        return std::move(updated).error();
    }
    return first;
}

Status ReplyDrafts::hide_unseen(std::int64_t epoch_id, const std::vector<wire::Reply*>& replies) {
    std::multimap<RegistrationId, Json*> naming;
    std::set<RegistrationId> named;
    for (wire::Reply* reply : replies) {
        for (Json* detail : details_of(*reply)) {
            const auto id = RegistrationId::from_hex(detail->text_at("id").value_or(""));
            if (id) {
                naming.emplace(*id, detail);
                named.insert(*id);
            }
        }
    }
    if (named.empty()) {
        return done();
    }
    const auto seen = registrations_in_sight(province_.database(), epoch_id, named);
    if (!seen) {
        return seen.error();
    }
    for (const auto& [id, detail] : naming) {
        if (!seen->contains(id)) {
            detail->object()->erase("id");
        }
    }
    return done();
}

Result<std::vector<wire::Reply>> ReplyDrafts::parts_of(std::int64_t epoch_id, Draft& draft) {
    std::vector<wire::Reply> parts;
    if (draft.with_states) {
        auto states = states_of(province_, epoch_id);
        if (!states) {
            return std::move(states).error();
        }
        draft.reply.states.push_back(std::move(states->front()));
        for (std::size_t part = 1; part < states->size(); ++part) {
            parts.emplace_back().states.push_back(std::move((*states)[part]));
        }
    }
    // Few fit beside the first part: then one reply tells everything.
    wire::Reply& first = parts.empty() ? draft.reply : parts.back();
    std::vector<wire::Reply> with_records;
    if (auto added = add_records(epoch_id, draft, with_records); !added) {
        return std::move(added).error();
    }
    std::size_t from = 0;
    const bool is_short = !with_records.empty() && with_records.front().records.empty();
    if (!with_records.empty() && (first.states.empty() || is_short)) {
        first.records = std::move(with_records.front().records);
        first.told_all = with_records.front().told_all;
        from = 1;
    }
    for (; from < with_records.size(); ++from) {
        parts.push_back(std::move(with_records[from]));
    }
    return parts;
}

Status ReplyDrafts::add_records(std::int64_t epoch_id, Draft& draft,
                                std::vector<wire::Reply>& parts) {
    sqlite::Database& database = province_.database();
    std::set<RegistrationId> ids = draft.records;
    const auto wait = do_records_wait(database);
    if (!wait) {
        return wait.error();
    }
    if (*wait) {
        leave_out_records(draft.reply);
        // Who did not ask and is owed something is told everything then.
        return ids.empty() && !draft.asked
                   ? done()
                   : keep_question(database, epoch_id, draft.asked.value_or("[]"));
    }
    if (draft.asked) {
        auto asked = registrations_to_tell(database, epoch_id, *draft.asked);
        if (!asked) {
            return std::move(asked).error();
        }
        ids.merge(*asked);
        if (ids.empty()) {
            parts.emplace_back();
        }
    }
    auto records = records_of(database, ids);
    if (!records) {
        return std::move(records).error();
    }
    std::size_t size = wire::max_states_bytes;  // begins a part
    for (RecordsOfOne& one : *records) {
        std::size_t more = 0;
        for (const wire::Record& record : one) {
            more += wire::record_line(record).size() + 1;
        }
        if (size + more > wire::max_states_bytes) {
            parts.emplace_back();
            size = 0;
        }
        size += more;
        auto& into = parts.back().records;
        std::move(one.begin(), one.end(), std::back_inserter(into));
    }
    if (draft.asked) {
        parts.back().told_all = true;
    }
    return done();
}

Result<Bytes> ReplyDrafts::send_one(Addressee& to, wire::Reply& reply,
                                    const std::optional<Answer>& answer) {
    sqlite::Database& database = province_.database();
    const Timestamp now = province_.now();
    auto have = have_of(database, to.row.id, to.row.upto);
    if (!have) {
        return std::move(have).error();
    }
    reply.device = to.device;
    reply.epoch = to.epoch;
    reply.gen = to.row.gen;
    reply.n = ++to.row.n;
    reply.time = now;
    reply.have = *std::move(have);
    reply.sum = to.sum;
    const auto answered = answer ? std::optional(answer->answered) : std::nullopt;
    auto bytes = seal(reply, answered, to.recipient);
    // Over a limit of the format.
    if (!bytes && bytes.error().kind == ErrorKind::invalid_input) {
        leave_out_records(reply);
        bytes = seal(reply, answered, to.recipient);
    }
    if (!bytes) {
        return bytes;
    }
    auto stored = sqlite::run_query(database, queries::insert_reply, [&](auto& s) {
        s.bind(":epoch_id", to.row.id)
            .bind(":gen", reply.gen)
            .bind(":n", reply.n)
            .bind(":now", now.seconds);
        s.bind(":batch_id", answer ? std::optional(answer->batch_id) : std::nullopt);
        s.bind(":bytes", ByteView(*bytes));
    });
    if (!stored) {
        return std::move(stored).error();
    }
    return bytes;
}

Result<Bytes> ReplyDrafts::seal(const wire::Reply& reply,
                                const std::optional<wire::Answered>& answered,
                                const sealed::Recipient& recipient) {
    return wire::seal_reply(reply, answered, province_.manifest().number, recipient,
                            province_.reply_key(), province_.world().random);
}

}  // namespace lontar::server
