#include "storage/register/replies.hpp"

#include <algorithm>
#include <set>

#include "storage/embedded_sql.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/facts.hpp"
#include "storage/register/recall.hpp"
#include "storage/register/register.hpp"
#include "storage/register/told_lines.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

struct KnownEpoch {
    std::int64_t number = 0;
    std::int64_t gen = 0;
    std::int64_t ack = 0;
    bool current = false;
};

/// One that an official wrote is its text alone, as all were before notices had codes.
Json json_of(const std::vector<model::Notice>& notices) {
    Json::List list;
    for (const model::Notice& notice : notices) {
        Json item(notice.text);
        if (!notice.code.empty()) {
            item = Json().set("text", notice.text).set("code", notice.code);
            item.set("about", notice.about);
        }
        list.push_back(std::move(item));
    }
    return list;
}

model::Notice notice_of(const Json& item) {
    if (item.text() != nullptr) {
        return {*item.text(), {}, {}};
    }
    return {item.text_at("text").value_or(""), item.text_at("code").value_or(""),
            item.text_at("about").value_or("")};
}

/// A reply on its way into the register.
struct Scene {
    Register& village_register;
    const ReplyRecord& reply;
    std::int64_t epoch_number = 0;
    std::set<std::int64_t> touched{};  ///< batches whose registrations are to be counted anew
    bool is_restored = false;
    bool needs_new_epoch = false;
    std::set<RegistrationId> recalled{};  ///< people the province lacks though it said otherwise
    std::int64_t noted = 0;
    std::int64_t questions_gone = 0;
    std::int64_t told = 0;  ///< lines that were not here

    [[nodiscard]] ReplyNumber number() const { return {epoch_number, reply.gen, reply.n}; }
};

/// Its own words, and what it changed that no verdict tells.
std::vector<model::Notice> notices_of(const Scene& scene) {
    auto notices = scene.reply.notices;
    const auto tell = [&](std::string_view code, std::int64_t count) {
        if (count > 0) {
            notices.push_back({{}, std::string(code), std::to_string(count)});
        }
    };
    tell(model::sent_again_notice, static_cast<std::int64_t>(scene.recalled.size()));
    tell(model::files_elsewhere_notice, scene.noted);
    tell(model::questions_gone_notice, scene.questions_gone);
    tell(model::people_told_notice, scene.told);
    return notices;
}

Result<std::optional<KnownEpoch>> find_epoch(Register& village_register, const Epoch& epoch) {
    return sqlite::first_row(
        village_register.database(), queries::find_epoch,
        [&](sqlite::Statement& query) { query.bind(":epoch", epoch.view()); },
        [](const sqlite::Statement& row) {
            return KnownEpoch{row.integer(0), row.integer(1), row.integer(2), row.integer(3) != 0};
        });
}

void bind_reply(sqlite::Statement& query, const ReplyRecord& reply) {
    query.bind(":epoch", reply.epoch.view()).bind(":gen", reply.gen).bind(":n", reply.n);
}

Result<bool> is_applied(Register& village_register, const ReplyRecord& reply) {
    const auto found =
        sqlite::first_integer(village_register.database(), queries::find_reply,
                              [&](sqlite::Statement& query) { bind_reply(query, reply); });
    if (!found) {
        return found.error();
    }
    return *found != 0;
}

/// Nothing to do: an epoch that is not ours, a generation the province gave up, or a number known
/// already.
Result<bool> is_known(Register& village_register, const ReplyRecord& reply,
                      const std::optional<KnownEpoch>& epoch) {
    if (!epoch || !epoch->current || reply.gen < epoch->gen ||
        (reply.gen == epoch->gen && reply.n <= epoch->ack)) {
        return true;
    }
    return is_applied(village_register, reply);
}

/// A receipt for a file this laptop never sealed: somebody else uses its epoch.
Result<bool> has_foreign_receipt(Register& village_register, const ReplyRecord& reply) {
    for (const ReceiptRecord& receipt : reply.receipts) {
        const auto batch = find_batch(village_register, receipt.epoch, receipt.seq);
        if (!batch) {
            return batch.error();
        }
        if (!*batch || (*batch)->file != receipt.file) {
            return true;
        }
    }
    return false;
}

/// Whatever an older generation said of our files: under their numbers a restored province has
/// taken in those of somebody else. Their lines have no receipt any more and travel with the next
/// epoch.
Status recall_replaced(Register& village_register, const ReplyRecord& reply,
                       const KnownEpoch& epoch) {
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    for (const ReceiptRecord& receipt : reply.receipts) {
        const auto batch = find_batch(village_register, receipt.epoch, receipt.seq);
        if (!batch) {
            return batch.error();
        }
        if (!*batch || (*batch)->file == receipt.file || (*batch)->receipt.empty()) {
            continue;
        }
        std::set<RegistrationId> people;
        if (auto recalled = recall_batch(village_register, {epoch.number, reply.gen, reply.n},
                                         (*batch)->id, people);
            !recalled) {
            return recalled;
        }
        if (auto refreshed = refresh_batch(village_register, (*batch)->id); !refreshed) {
            return refreshed;
        }
    }
    return commit(*transaction, "apply-before-commit", "apply-after-commit");
}

/// A higher generation: the province was restored from an older state and counts its replies anew.
Status follow_generation(Register& village_register, const ReplyRecord& reply,
                         const KnownEpoch& epoch) {
    if (reply.gen == epoch.gen) {
        return done();
    }
    return sqlite::run_query(village_register.database(), queries::set_epoch_gen,
                             [&](sqlite::Statement& query) {
                                 query.bind(":epoch", reply.epoch.view()).bind(":gen", reply.gen);
                             });
}

Status insert_reply(const Scene& scene, const std::vector<model::Notice>& notices) {
    const ReplyRecord& reply = scene.reply;
    const Timestamp now = scene.village_register.world().clock.now();
    return sqlite::run_query(
        scene.village_register.database(), queries::insert_reply, [&](sqlite::Statement& query) {
            bind_reply(query, reply);
            query.bind(":file", reply.file.view())
                .bind(":time", reply.time.seconds)
                .bind(":applied_at", now.seconds);
            if (!notices.empty()) {
                query.bind(":notices", json_of(notices).dump());
            }
            if (reply.kept) {
                query.bind(":kept", ByteView(reply.kept->file)).bind(":kept_by", reply.kept->app);
            }
            if (reply.sum) {
                query.bind(":sum_files", reply.sum->files).bind(":sum_mix", reply.sum->mix.view());
            }
        });
}

/// Moves `ack` over every number that is there without a gap.
Status move_ack(Register& village_register, const ReplyRecord& reply, const KnownEpoch& epoch) {
    const std::int64_t before = reply.gen == epoch.gen ? epoch.ack : 0;
    std::int64_t ack = before;
    auto read = sqlite::each_row(
        village_register.database(), queries::list_replies_above,
        [&](sqlite::Statement& query) {
            query.bind(":epoch", reply.epoch.view()).bind(":gen", reply.gen).bind(":ack", before);
        },
        [&](const sqlite::Statement& row) {
            ack += row.integer(0) == ack + 1 ? 1 : 0;
            return done();
        });
    if (!read || ack == before) {
        return read;
    }
    return sqlite::run_query(village_register.database(), queries::set_epoch_ack,
                             [&](sqlite::Statement& query) {
                                 query.bind(":epoch", reply.epoch.view()).bind(":ack", ack);
                             });
}

Status apply_receipt(Scene& scene, const ReceiptRecord& receipt) {
    const auto batch = find_batch(scene.village_register, receipt.epoch, receipt.seq);
    if (!batch) {
        return batch.error();
    }
    const std::int64_t id = (*batch)->id;
    if ((*batch)->told && *(*batch)->told > scene.number()) {
        return done();  // told otherwise since
    }
    if (auto received =
            receive_batch(scene.village_register, scene.number(), id, receipt.time, receipt.status);
        !received) {
        return received;
    }
    if (receipt.status == receipts::quarantined) {
        // Kept by the province but not taken: nobody may read it as received.
        auto held = sqlite::run_query(
            scene.village_register.database(), queries::hold_batch, [&](sqlite::Statement& query) {
                bind_number(query, scene.number());
                query.bind(":batch_id", id).bind(":at", scene.reply.time.seconds);
            });
        if (!held) {
            return held;
        }
        if ((*batch)->asks) {
            // Nobody said that the province lacks them, so nobody is told so.
            std::set<RegistrationId> people;
            if (auto recalled = recall_earlier(scene.village_register, scene.number(),
                                               receipt.epoch, scene.touched, people);
                !recalled) {
                return recalled;
            }
        }
    }
    // The office let this device in after all.
    auto welcomed = sqlite::run_query(
        scene.village_register.database(), queries::forget_hello_problem,
        [&](sqlite::Statement& query) { query.bind(":epoch", receipt.epoch.view()); });
    if (!welcomed) {
        return welcomed;
    }
    scene.touched.insert(id);
    scene.needs_new_epoch = scene.needs_new_epoch || receipt.status == receipts::fork ||
                            receipt.status == receipts::unreadable;
    return done();
}

Status apply_verdict(Scene& scene, const VerdictRecord& verdict) {
    const auto batch = find_batch(scene.village_register, verdict.epoch, verdict.seq);
    if (!batch) {
        return batch.error();
    }
    if (!*batch) {
        return done();
    }
    if ((*batch)->receipt.empty()) {
        const auto epoch = find_epoch(scene.village_register, verdict.epoch);
        if (!epoch) {
            return epoch.error();
        }
        // Not known to be about our file, whose lines travel again since its epoch was left, or
        // since a later word told that the province does not hold it.
        if (!*epoch || !(*epoch)->current || ((*batch)->told && *(*batch)->told > scene.number())) {
            return done();
        }
    }
    scene.touched.insert((*batch)->id);
    return put_verdict(scene.village_register, scene.number(), scene.reply.time, (*batch)->id,
                       verdict);
}

/// True when the province says that it does not hold this batch. Above the highest seq it has seen
/// it lists nothing; with a gap in the list that end is unknown, and only a restored province is
/// not believed to be past it, unless this very reply brings the receipt: sending again costs
/// little.
bool lacks(const ReplyRecord& reply, bool is_restored, std::int64_t seq) {
    const bool is_received_here = std::ranges::any_of(reply.receipts, [&](const auto& receipt) {
        return receipt.epoch == reply.epoch && receipt.seq == seq;
    });
    if (is_received_here) {
        return false;
    }
    if (std::ranges::find(reply.have_missing, seq) != reply.have_missing.end()) {
        return true;
    }
    if (seq <= reply.have_upto) {
        return false;
    }
    return reply.have_missing.empty() ||
           (is_restored && seq > std::ranges::max(reply.have_missing));
}

/// What the province has, when this is its newest word: a batch it lacks although a receipt came
/// goes out again.
Status apply_have(Scene& scene) {
    const ReplyRecord& reply = scene.reply;
    const auto newest = sqlite::first_integer(
        scene.village_register.database(), queries::find_newest_n, [&](sqlite::Statement& query) {
            query.bind(":epoch", reply.epoch.view()).bind(":gen", reply.gen);
        });
    if (!newest) {
        return newest.error();
    }
    if (*newest > reply.n) {
        return done();
    }
    auto put = sqlite::run_query(
        scene.village_register.database(), queries::set_epoch_have, [&](sqlite::Statement& query) {
            query.bind(":epoch", reply.epoch.view())
                .bind(":have_upto", reply.have_upto)
                .bind(
                    ":have_missing",
                    Json(Json::List(reply.have_missing.begin(), reply.have_missing.end())).dump());
        });
    if (!put) {
        return put;
    }
    std::vector<std::int64_t> lacking;
    auto read = sqlite::each_row(
        scene.village_register.database(), queries::list_received,
        [&](sqlite::Statement& query) { query.bind(":epoch", reply.epoch.view()); },
        [&](const sqlite::Statement& row) {
            if (lacks(reply, scene.is_restored, row.integer(1))) {
                lacking.push_back(row.integer(0));
            }
            return done();
        });
    for (const std::int64_t id : lacking) {
        if (!read) {
            break;
        }
        scene.touched.insert(id);
        read = recall_batch(scene.village_register, scene.number(), id, scene.recalled);
    }
    return read;
}

Status apply_states(Scene& scene, const StatesRecord& states) {
    auto outcome =
        storage::apply_states(scene.village_register, scene.number(), scene.reply.time, states);
    if (!outcome) {
        return std::move(outcome).error();
    }
    scene.recalled.merge(outcome->recalled);
    scene.touched.merge(outcome->touched);
    scene.noted += outcome->noted;
    scene.questions_gone += outcome->questions_gone;
    scene.needs_new_epoch = scene.needs_new_epoch || outcome->is_fork;
    return done();
}

Status apply_all(Scene& scene) {
    for (const ReceiptRecord& receipt : scene.reply.receipts) {
        if (auto applied = apply_receipt(scene, receipt); !applied) {
            return applied;
        }
    }
    for (const VerdictRecord& verdict : scene.reply.verdicts) {
        if (auto applied = apply_verdict(scene, verdict); !applied) {
            return applied;
        }
    }
    if (auto applied = apply_have(scene); !applied) {
        return applied;
    }
    for (const StatesRecord& states : scene.reply.states) {
        if (auto applied = apply_states(scene, states); !applied) {
            return applied;
        }
    }
    for (const ToldLine& told : scene.reply.told) {
        const auto is_new =
            put_told_line(scene.village_register, scene.number(), scene.reply.time, told);
        if (!is_new) {
            return is_new.error();
        }
        scene.told += *is_new ? 1 : 0;
    }
    if (scene.reply.told_all) {
        if (auto filled = sqlite::run_query(scene.village_register.database(),
                                            queries::fill_noted_files, sqlite::bind_nothing);
            !filled) {
            return filled;
        }
    }
    for (const std::int64_t batch : scene.touched) {
        if (auto refreshed = refresh_batch(scene.village_register, batch); !refreshed) {
            return refreshed;
        }
    }
    return done();
}

}  // namespace

Result<ReplyOutcome> apply_reply(Register& village_register, const ReplyRecord& reply) {
    const auto epoch = find_epoch(village_register, reply.epoch);
    if (!epoch) {
        return epoch.error();
    }
    const auto known = is_known(village_register, reply, *epoch);
    if (!known) {
        return known.error();
    }
    if (*known) {
        return ReplyOutcome{Applied::known_already, {}};
    }
    const auto foreign = has_foreign_receipt(village_register, reply);
    if (!foreign) {
        return foreign.error();
    }
    if (*foreign) {
        auto recalled = recall_replaced(village_register, reply, **epoch);
        return recalled ? Result<ReplyOutcome>(ReplyOutcome{Applied::foreign_receipt, {}})
                        : std::move(recalled).error();
    }
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto followed = follow_generation(village_register, reply, **epoch); !followed) {
        return std::move(followed).error();
    }
    Scene scene{village_register, reply, (*epoch)->number};
    scene.is_restored = (*epoch)->gen != 0 && reply.gen != (*epoch)->gen;
    if (auto applied = apply_all(scene); !applied) {
        return std::move(applied).error();
    }
    auto notices = notices_of(scene);
    if (auto inserted = insert_reply(scene, notices); !inserted) {
        return std::move(inserted).error();
    }
    if (auto moved = move_ack(village_register, reply, **epoch); !moved) {
        return std::move(moved).error();
    }
    // In the same commit: once the reply counts as known nobody would be told of the fork again.
    if (scene.needs_new_epoch && (*epoch)->current) {
        if (auto started = start_epoch(village_register, "fork"); !started) {
            return std::move(started).error();
        }
    }
    if (auto committed = commit(*transaction, "apply-before-commit", "apply-after-commit");
        !committed) {
        return std::move(committed).error();
    }
    return ReplyOutcome{Applied::applied, std::move(notices)};
}

Result<std::vector<Bytes>> list_kept_replies(Register& village_register, std::string_view app) {
    return sqlite::all_rows(
        village_register.database(), queries::list_kept_replies,
        [&](sqlite::Statement& query) { query.bind(":app", app); },
        [](const sqlite::Statement& row) { return to_bytes(row.blob(0)); });
}

Status apply_kept_reply(Register& village_register, const ReplyRecord& reply) {
    const auto epoch = find_epoch(village_register, reply.epoch);
    if (!epoch) {
        return epoch.error();
    }
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    const bool counts = *epoch && (*epoch)->current && reply.gen == (*epoch)->gen;
    if (counts) {
        Scene scene{village_register, reply, (*epoch)->number};
        if (auto applied = apply_all(scene); !applied) {
            return applied;
        }
        if (scene.needs_new_epoch) {
            if (auto started = start_epoch(village_register, "fork"); !started) {
                return started;
            }
        }
    }
    auto settled = sqlite::run_query(
        village_register.database(), queries::settle_kept_reply, [&](sqlite::Statement& query) {
            bind_reply(query, reply);
            query.bind(":still", counts && reply.kept.has_value())
                .bind(":app", reply.kept ? reply.kept->app : std::string());
        });
    return settled ? commit(*transaction, "apply-before-commit", "apply-after-commit") : settled;
}

Result<std::map<RegistrationId, ReturnedBy>> list_returned(Register& village_register) {
    std::map<RegistrationId, ReturnedBy> returned;
    auto read = sqlite::each_row(
        village_register.database(), queries::list_returned,
        [](sqlite::Statement& query) { query.bind(":facts", asks_bit); },
        [&](const sqlite::Statement& row) {
            returned.emplace(sqlite::id_of<RegistrationId>(row, 0),
                             ReturnedBy{row.integer(1), row.integer(2), row.integer(3)});
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    return returned;
}

Result<std::vector<model::Notice>> list_notices(Register& village_register) {
    std::vector<model::Notice> notices;
    auto read = sqlite::each_row(village_register.database(), queries::list_notices,
                                 sqlite::bind_nothing, [&](const sqlite::Statement& row) {
                                     const auto list = parse_json(row.text(0));
                                     if (list && list->list() != nullptr) {
                                         for (const Json& item : *list->list()) {
                                             notices.push_back(notice_of(item));
                                         }
                                     }
                                     return done();
                                 });
    if (!read) {
        return std::move(read).error();
    }
    return notices;
}

}  // namespace lontar::storage
