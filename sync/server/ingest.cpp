#include "sync/server/ingest.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "storage/base/crash_point.hpp"
#include "storage/base/json.hpp"
#include "storage/model/notice.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/apply.hpp"
#include "sync/server/audit.hpp"
#include "sync/server/devices.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/quarantine.hpp"
#include "sync/server/records.hpp"
#include "sync/server/replies.hpp"
#include "sync/server/states.hpp"

namespace lontar::server {

namespace {

constexpr std::chrono::seconds full_retry{600};
constexpr std::chrono::seconds quarantine_retry = std::chrono::hours(6);
/// Beyond it a PUT is refused before anything is written: commits and replies need room of their
/// own.
constexpr std::uint64_t disk_reserve = std::uint64_t{32} << 20U;
/// A cloned laptop that keeps sending fills no disk.
constexpr std::int64_t max_forks_of_epoch = 50;

/// For the other laptops of the village.
model::Notice new_laptop(const DeviceId& device) {
    // As text for programs from before the codes of notices.
    const std::string number = device.hex().substr(0, 8);
    return {"Laptop baru terdaftar untuk desa ini: " + number +
                ". Bila tidak Anda kenal, hubungi provinsi.",
            std::string(model::new_laptop_notice), number};
}

std::string_view name_of(Road road) {
    return road == Road::https ? "https" : "usb";
}

std::string object_of(const wire::BatchStanza& stanza) {
    return stanza.device.hex() + "/" + stanza.epoch.hex() + "/" + std::to_string(stanza.seq);
}

wire::Answered answered_by(const wire::BatchStanza& stanza) {
    return {stanza.seq, stanza.file};
}

/// Of its own for each file, always the same: its numbers are taken by those of the other file.
Epoch epoch_of_fork(const Hash& file) {
    const Hash hash = sealed::sha256(as_bytes("lontar/fork-v1\n" + file.hex()));
    return Epoch::from_bytes(hash.view().first(Epoch::size)).value_or(Epoch{});
}

/// A device that knows more replies than we have given: we were restored from an older database.
/// From now on numbers count in a new generation, which no device has seen.
bool raise_gen(EpochRow& epoch, const wire::Batch& batch, Timestamp now) {
    const bool is_behind = batch.gen > epoch.gen || (batch.gen == epoch.gen && batch.ack > epoch.n);
    if (is_behind) {
        epoch.gen = std::max({epoch.gen + 1, batch.gen + 1, now.seconds});
        epoch.n = 0;
        epoch.ack = 0;
    } else if (batch.gen == epoch.gen) {
        epoch.ack = std::max(epoch.ack, batch.ack);
    }
    return is_behind;
}

std::string_view problem_of(wire::BatchFault fault) {
    switch (fault) {
        case wire::BatchFault::too_large:
            return "too_large";
        case wire::BatchFault::tail_differs:
            return "hash_mismatch";
        case wire::BatchFault::later_format:
            return "upgrade_server";  // not damaged: its sender waits for a newer server
        case wire::BatchFault::bad_signature:
            return "bad_signature";
        case wire::BatchFault::not_a_batch:
            break;
    }
    return "malformed";
}

}  // namespace

std::variant<wire::ProvenBatch, Answer> check_outside(Bytes file,
                                                      const std::optional<Claimed>& claimed) {
    auto proven = wire::prove_batch(std::move(file));
    if (!proven) {
        return problem_answer(problem_of(proven.fault()));
    }
    const wire::BatchStanza& stanza = proven->stanza();
    if (claimed && (claimed->device != stanza.device || claimed->epoch != stanza.epoch ||
                    claimed->seq != stanza.seq)) {
        return problem_answer("id_mismatch");
    }
    return *std::move(proven);
}

Answer Ingest::take(const wire::ProvenBatch& file, Road road) {
    const wire::BatchStanza& stanza = file.stanza();
    if (!province_.ready()) {
        return problem_answer("internal");
    }
    auto stored = find_stored(stanza);
    if (!stored) {
        return after_failure(stored.error(), stanza);
    }
    if (*stored && (*stored)->file == stanza.file) {
        if (!(*stored)->is_outdated) {
            return resent(**std::move(stored));
        }
        auto answer = answer_anew(**stored, stanza);
        return answer ? *std::move(answer) : after_failure(answer.error(), stanza);
    }
    const auto free = province_.world().disk.free_bytes(province_.folder());
    if (free && *free < disk_reserve) {
        return problem_answer("storage_full", full_retry);
    }
    const auto receiving = province_.receiving();
    const auto batch = wire::open_batch(file, receiving);
    Result<Answer> answer = problem_answer("malformed");
    if (batch) {
        answer = take_new({file, *batch, road}, stored->has_value());
    } else if (batch.fault() == wire::OpenFault::other_ids) {
        answer = problem_answer("id_mismatch");
    } else if (batch.fault() == wire::OpenFault::unreadable) {
        answer = unreadable(stanza);
    }
    if (!answer) {
        return after_failure(answer.error(), stanza);
    }
    return *std::move(answer);
}

Result<std::optional<Ingest::StoredBatch>> Ingest::find_stored(const wire::BatchStanza& stanza) {
    return sqlite::first_row(
        province_.database(), queries::find_batch,
        [&](auto& s) {
            s.bind(":device_id", stanza.device.view())
                .bind(":epoch", stanza.epoch.view())
                .bind(":seq", stanza.seq);
        },
        [](const auto& r) {
            return StoredBatch{sqlite::id_of<Hash>(r, 1),
                               to_bytes(r.blob(2)),
                               {r.integer(3), r.integer(4)},
                               r.integer(0),
                               r.integer(5),
                               std::string(r.text(6)),
                               r.integer(8),
                               r.integer(9),
                               r.integer(7) != 0};
        });
}

Answer Ingest::resent(StoredBatch stored) {
    auto answer = sealed_answer(200, std::move(stored.reply), "resent");
    answer.newest = stored.newest;
    return answer;
}

Result<Answer> Ingest::answer_anew(const StoredBatch& stored, const wire::BatchStanza& stanza) {
    sqlite::Database& database = province_.database();
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto left = sqlite::run_query(database, queries::leave_batch_unanswered,
                                  [&](auto& s) { s.bind(":batch_id", stored.batch_id); });
    if (!left) {
        return std::move(left).error();
    }
    ReplyDrafts desk(province_);
    desk.answer(stored.epoch_id, stored.batch_id, answered_by(stanza));
    const bool is_quarantined = stored.state == "quarantined";
    desk.draft(stored.epoch_id)
        .receipts.push_back({stanza.epoch, stanza.seq, stanza.file,
                             is_quarantined ? "quarantined" : "received", province_.now()});
    if (!is_quarantined) {
        auto verdict = verdict_now(province_, {stanza.epoch, stanza.seq, stanza.file,
                                               stored.batch_id, stored.entries, stored.revisions});
        if (!verdict) {
            return std::move(verdict).error();
        }
        desk.draft(stored.epoch_id).verdicts.push_back(*std::move(verdict));
    }
    auto reply = desk.send_all();
    if (!reply) {
        return std::move(reply).error();
    }
    const auto epoch = find_epoch(database, stanza.device, stanza.epoch);
    if (!epoch) {
        return epoch.error();
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::move(committed).error();
    }
    auto answer = sealed_answer(200, *std::move(reply), "resent");
    answer.newest = {(*epoch)->gen, (*epoch)->n};
    return answer;
}

// What is asked of the database here is asked once, before the transaction, and holds in it: one
// thread owns the database and the folder's lock keeps every other program out. UNIQUE (epoch,
// seq) stands behind it.
Result<Answer> Ingest::take_new(const Arriving& arriving, bool is_taken) {
    sqlite::Database& database = province_.database();
    const wire::BatchStanza& stanza = arriving.file.stanza();
    const auto& hello = arriving.batch.hello;
    const auto device = find_device(database, stanza.device);
    if (!device) {
        return device.error();
    }
    if (!*device) {
        if (!hello) {
            return problem_answer("unknown_device");
        }
        const auto use = judge_code(database, *hello, province_.now());
        if (!use) {
            return use.error();
        }
        if (!use->activation) {
            return refuse_hello(stanza, *hello, use->refused, true);
        }
        return store(arriving, {hello->village, false, hello->recipient}, use->activation);
    }
    if (is_taken) {
        return take_fork(arriving, **device);
    }
    if (hello && hello->village != (*device)->village) {
        return refuse_hello(stanza, *hello, "village_mismatch", false);
    }
    if ((*device)->revoked) {
        const auto full = is_quarantine_full(database, stanza.device);
        if (!full) {
            return full.error();
        }
        if (*full) {
            return problem_answer("slow_down", quarantine_retry);
        }
    }
    return store(arriving, **device, std::nullopt);
}

Result<Answer> Ingest::store(const Arriving& arriving, const Device& device,
                             const std::optional<ActivationId>& activation) {
    sqlite::Database& database = province_.database();
    const wire::BatchStanza& stanza = arriving.file.stanza();
    const wire::Batch& batch = arriving.batch;
    const Timestamp now = province_.now();
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    ReplyDrafts desk(province_);
    if (auto met = meet_device(stanza, batch, activation, desk); !met) {
        return std::move(met).error();
    }
    const auto entered = enter_epoch(stanza, batch);
    if (!entered) {
        return entered.error();
    }
    const std::int64_t epoch_id = entered->epoch_id;
    const auto batch_id = insert_batch(epoch_id, arriving, device.revoked);
    if (!batch_id) {
        return batch_id.error();
    }
    desk.answer(epoch_id, *batch_id, answered_by(stanza));
    desk.draft(epoch_id).receipts.push_back(
        {stanza.epoch, stanza.seq, stanza.file, device.revoked ? "quarantined" : "received", now});
    if (device.revoked) {
        hold_all(desk, epoch_id, batch);
    } else {
        const auto arrived = arrived_as(*batch_id, epoch_id, batch, device.village, now);
        if (auto applied = apply_entries(database, arrived, now, desk); !applied) {
            return std::move(applied).error();
        }
    }
    if (auto told = answer_question(batch, *entered, desk); !told) {
        return std::move(told).error();
    }
    auto reply = desk.send_all();
    if (!reply) {
        return std::move(reply).error();
    }
    const auto answered_in = find_epoch(database, stanza.device, stanza.epoch);
    if (!answered_in) {
        return answered_in.error();
    }
    crash_point("server-before-commit");
    if (auto committed = transaction->commit(); !committed) {
        return std::move(committed).error();
    }
    crash_point("server-after-commit");
    auto answer =
        sealed_answer(200, *std::move(reply), device.revoked ? "quarantined" : "received");
    if (*answered_in) {
        answer.newest = {(*answered_in)->gen, (*answered_in)->n};
    }
    return answer;
}

Status Ingest::answer_question(const wire::Batch& batch, const Entered& entered,
                               ReplyDrafts& desk) {
    if (entered.is_ahead) {
        desk.tell_states(entered.epoch_id);
        const auto owed = told_by_record_alone(province_.database(), entered.epoch_id);
        if (!owed) {
            return owed.error();
        }
        desk.tell_records(entered.epoch_id, *owed);
    }
    if (batch.ask.empty()) {
        return done();
    }
    const auto may = may_tell_states(province_, entered.epoch_id);
    if (!may) {
        return may.error();
    }
    if (*may) {
        desk.tell_states(entered.epoch_id);
        desk.answer_question(entered.epoch_id, Json(wire::json_of(batch.ask)).dump());
    }
    return done();
}

Result<std::int64_t> Ingest::insert_batch(std::int64_t epoch_id, const Arriving& arriving,
                                          bool quarantined) {
    const wire::BatchStanza& stanza = arriving.file.stanza();
    const wire::Batch& batch = arriving.batch;
    const auto row = sqlite::first_row(
        province_.database(), queries::insert_batch,
        [&](auto& s) {
            s.bind(":epoch_id", epoch_id)
                .bind(":seq", stanza.seq)
                .bind(":file_hash", stanza.file.view());
            s.bind(":state", quarantined ? "quarantined" : "applied");
            s.bind(":road", name_of(arriving.road));
            s.bind(":entries", static_cast<std::int64_t>(batch.lines.size()))
                .bind(":app", batch.app);
            s.bind(":made_at", batch.at.seconds).bind(":now", province_.now().seconds);
            s.bind(":bytes", arriving.file.bytes());
            sqlite::bind_id(s, ":prev", batch.prev);
            sqlite::bind_id(s, ":tip", batch.tip);
        },
        [](const auto& r) { return r.integer(0); });
    if (!row) {
        return row.error();
    }
    return row->value_or(0);
}

Status Ingest::meet_device(const wire::BatchStanza& stanza, const wire::Batch& batch,
                           const std::optional<ActivationId>& activation, ReplyDrafts& desk) {
    sqlite::Database& database = province_.database();
    const Timestamp now = province_.now();
    if (activation) {
        if (auto known = register_device(database, stanza.device, *batch.hello, *activation, now);
            !known) {
            return known;
        }
        if (auto noted = write_audit(database, now, "device registered", stanza.device.hex());
            !noted) {
            return noted;
        }
        const auto others = epochs_of_others(database, batch.hello->village, stanza.device);
        if (!others) {
            return others.error();
        }
        for (const std::int64_t other : *others) {
            desk.draft(other).notices.push_back(new_laptop(stanza.device));
        }
    } else if (batch.hello) {
        if (auto greeted = greet_device(database, stanza.device, *batch.hello); !greeted) {
            return greeted;
        }
    }
    return sqlite::run_query(database, queries::see_device, [&](auto& s) {
        s.bind(":device_id", stanza.device.view()).bind(":now", now.seconds);
    });
}

Result<Ingest::Entered> Ingest::enter_epoch(const wire::BatchStanza& stanza,
                                            const wire::Batch& batch) {
    sqlite::Database& database = province_.database();
    const Timestamp now = province_.now();
    auto found = find_epoch(database, stanza.device, stanza.epoch);
    if (!found) {
        return std::move(found).error();
    }
    auto epoch = *found ? Result<EpochRow>(**found)
                        : begin_epoch(database, stanza.device, stanza.epoch, now);
    if (!epoch) {
        return std::move(epoch).error();
    }
    if (batch.hello) {
        if (auto greeted = greet_epoch(database, epoch->id, *batch.hello); !greeted) {
            return std::move(greeted).error();
        }
    }
    const bool is_ahead = raise_gen(*epoch, batch, now);
    if (is_ahead) {
        if (auto noted = write_audit(database, now, "gen raised", object_of(stanza)); !noted) {
            return std::move(noted).error();
        }
    }
    if (auto updated = update_epoch(database, *epoch); !updated) {
        return std::move(updated).error();
    }
    return Entered{epoch->id, is_ahead};
}

Result<Answer> Ingest::take_fork(const Arriving& arriving, const Device& device) {
    sqlite::Database& database = province_.database();
    const wire::BatchStanza& stanza = arriving.file.stanza();
    auto stored = sqlite::first_row(
        database, queries::find_fork,
        [&](auto& s) {
            s.bind(":device_id", stanza.device.view()).bind(":epoch", stanza.epoch.view());
            s.bind(":seq", stanza.seq).bind(":file_hash", stanza.file.view());
        },
        [](const auto& r) { return to_bytes(r.blob(0)); });
    if (!stored) {
        return std::move(stored).error();
    }
    if (*stored) {
        return sealed_answer(409, **std::move(stored), "fork");
    }
    const auto epoch = find_epoch(database, stanza.device, stanza.epoch);
    if (!epoch) {
        return epoch.error();
    }
    auto reply = seal_refusal(province_, {stanza.device, stanza.epoch, device.recipient,
                                          answered_by(stanza), "fork", "fork"});
    if (!reply) {
        return std::move(reply).error();
    }
    const auto kept = sqlite::first_row(
        database, queries::count_forks, [&](auto& s) { s.bind(":epoch_id", (*epoch)->id); },
        [](const auto& r) { return r.integer(0); });
    if (!kept) {
        return kept.error();
    }
    if (kept->value_or(0) >= max_forks_of_epoch) {
        return sealed_answer(409, *std::move(reply), "fork");
    }
    const Timestamp now = province_.now();
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto inserted = sqlite::run_query(database, queries::insert_fork, [&](auto& s) {
        s.bind(":epoch_id", (*epoch)->id)
            .bind(":seq", stanza.seq)
            .bind(":file_hash", stanza.file.view());
        s.bind(":now", now.seconds)
            .bind(":bytes", arriving.file.bytes())
            .bind(":reply", ByteView(*reply));
    });
    if (!inserted) {
        return std::move(inserted).error();
    }
    if (auto applied = apply_fork(arriving, device); !applied) {
        return std::move(applied).error();
    }
    if (auto noted = write_audit(database, now, "fork", object_of(stanza)); !noted) {
        return std::move(noted).error();
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::move(committed).error();
    }
    return sealed_answer(409, *std::move(reply), "fork");
}

Status Ingest::apply_fork(const Arriving& arriving, const Device& device) {
    sqlite::Database& database = province_.database();
    const wire::BatchStanza& stanza = arriving.file.stanza();
    const Timestamp now = province_.now();
    if (device.revoked) {
        const auto full = is_quarantine_full(database, stanza.device);
        if (!full || *full) {
            return full ? done() : Status(full.error());
        }
    }
    const auto epoch = begin_epoch(database, stanza.device, epoch_of_fork(stanza.file), now);
    if (!epoch) {
        return epoch.error();
    }
    const auto batch_id = insert_batch(epoch->id, arriving, device.revoked);
    if (!batch_id || device.revoked) {
        return batch_id ? done() : Status(batch_id.error());
    }
    ReplyDrafts desk(province_);
    auto arrived = arrived_as(*batch_id, epoch->id, arriving.batch, device.village, now);
    arrived.epoch = epoch_of_fork(stanza.file);
    if (auto applied = apply_entries(database, arrived, now, desk); !applied) {
        return applied;
    }
    auto told = desk.send_all();
    return told ? done() : Status(std::move(told).error());
}

Result<Answer> Ingest::refuse_hello(const wire::BatchStanza& stanza, const wire::Hello& hello,
                                    std::string_view problem, bool wait) {
    if (wait) {
        auto put =
            put_pending(province_.database(), stanza.device, hello, problem, province_.now());
        if (!put) {
            return std::move(put).error();
        }
    }
    auto reply = seal_refusal(province_, {stanza.device, stanza.epoch, hello.recipient,
                                          answered_by(stanza), std::string(problem), ""});
    if (!reply) {
        return std::move(reply).error();
    }
    return sealed_answer(403, *std::move(reply), problem);
}

Result<Answer> Ingest::unreadable(const wire::BatchStanza& stanza) {
    const auto device = find_device(province_.database(), stanza.device);
    if (!device) {
        return device.error();
    }
    if (!*device) {
        // Nobody to seal an answer to: its recipient stands inside.
        return problem_answer("malformed");
    }
    auto reply = seal_refusal(province_, {stanza.device, stanza.epoch, (*device)->recipient,
                                          answered_by(stanza), "unreadable", "unreadable"});
    if (!reply) {
        return std::move(reply).error();
    }
    return sealed_answer(422, *std::move(reply), "unreadable");
}

Answer Ingest::after_failure(const Error& error, const wire::BatchStanza& stanza) {
    const bool is_full = error.kind == ErrorKind::storage_full;
    if (error.kind == ErrorKind::storage_failed || is_full) {
        // What a failed COMMIT left is known only to the file.
        if (auto opened = province_.reopen(); opened) {
            if (auto stored = find_stored(stanza);
                stored && *stored && (*stored)->file == stanza.file) {
                return resent(**std::move(stored));
            }
        }
    }
    auto answer = is_full ? problem_answer("storage_full", full_retry) : problem_answer("internal");
    answer.outcome += " " + error.code;
    return answer;
}

Answer Ingest::fetch(const DeviceId& device, const Epoch& epoch, std::int64_t gen, std::int64_t n) {
    if (!province_.ready()) {
        return problem_answer("internal");
    }
    struct Row {
        Bytes reply;
        wire::ReplyNumber newest;
    };
    const auto find = [&](std::int64_t of_gen, std::int64_t number) {
        return sqlite::first_row(
            province_.database(), queries::find_reply,
            [&](auto& s) {
                s.bind(":device_id", device.view()).bind(":epoch", epoch.view());
                s.bind(":gen", of_gen).bind(":n", number);
            },
            [](const auto& r) {
                return Row{to_bytes(r.blob(0)), {r.integer(1), r.integer(2)}};
            });
    };
    auto reply = find(gen, n);
    std::optional<wire::ReplyNumber> newest;
    if (reply && !*reply) {
        const auto now = find_epoch(province_.database(), device, epoch);
        if (now && !*now) {
            // A restore can have taken it.
            return problem_answer("unknown_device");
        }
        if (now && (*now)->gen > gen) {
            reply = find((*now)->gen, 1);
        }
        if (now) {
            newest = wire::ReplyNumber{(*now)->gen, (*now)->n};
        }
    }
    if (!reply) {
        return problem_answer("internal");
    }
    if (!*reply) {
        // Lower than what the device holds, it tells that we were restored.
        auto answer = problem_answer("no_reply_yet");
        answer.newest = newest;
        return answer;
    }
    auto answer = sealed_answer(200, std::move((*reply)->reply), "reply");
    answer.newest = (*reply)->newest;
    return answer;
}

}  // namespace lontar::server
