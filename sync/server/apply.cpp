#include "sync/server/apply.hpp"

#include <optional>
#include <set>
#include <utility>

#include "storage/base/json.hpp"
#include "storage/model/entry.hpp"
#include "storage/model/form.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/claims.hpp"
#include "sync/server/history.hpp"
#include "sync/server/merges.hpp"
#include "sync/server/news.hpp"
#include "sync/server/outcome.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/records.hpp"
#include "sync/server/registrations.hpp"
#include "sync/server/verdicts.hpp"

namespace lontar::server {

namespace {

/// Lines of a batch are fewer, so that (batch, line) as one number keeps their order.
constexpr std::int64_t lines_in_order = 1000;

/// One entry line, as far as it can be read.
struct Line {
    std::int64_t number = 0;
    std::string text;
    std::optional<model::Entry> entry;  ///< nothing: malformed
    std::string refused;                ///< reason, when it is not taken in
    std::string held;                   ///< reason, when it is kept in its file and no more
    std::optional<Rev> rev;             ///< when it is a revision that was taken in
};

std::vector<Line> read_lines(const ArrivedBatch& batch) {
    std::vector<Line> lines;
    std::int64_t number = batch.first_line;
    for (const std::string& text : batch.lines) {
        Line line{number++, text, std::nullopt, {}, {}, std::nullopt};
        auto entry = model::parse_entry(text);
        if (entry) {
            line.entry = *std::move(entry);
        } else {
            line.refused = verdict_reason::malformed;
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

bool is_revision(model::EntryType type) {
    switch (type) {
        case model::EntryType::registration:
        case model::EntryType::withdrawal:
            return true;
        case model::EntryType::unknown:
            break;
    }
    return false;
}

bool is_revision(const Line& line) {
    return line.entry && is_revision(line.entry->type);
}

/// Whom withdrawals of the batch name as the same person.
std::set<RegistrationId> named_by(const std::vector<Line>& lines) {
    std::set<RegistrationId> named;
    for (const Line& line : lines) {
        if (is_revision(line) && line.entry->into) {
            named.insert(*line.entry->into);
        }
    }
    return named;
}

class BatchWork {
public:
    BatchWork(sqlite::Database& database, const ArrivedBatch& batch, Timestamp now,
              ReplyDrafts& drafts)
        : database_(database),
          batch_(batch),
          now_(now),
          drafts_(drafts),
          lines_(read_lines(batch)),
          outcome_(batch.day, now) {}

    Status run() {
        if (auto loaded = load(); !loaded) {
            return loaded;
        }
        for (Line& line : lines_) {
            if (is_revision(line)) {
                take(line);
            }
        }
        outcome_.settle_merges();
        if (auto stored = store(); !stored) {
            return stored;
        }
        answer();
        tell_own_records();
        return tell_others({database_, batch_, outcome_, word_changed_}, drafts_);
    }

private:
    Status load() {
        std::set<RegistrationId> ids;
        std::set<std::string> niks;
        for (const Line& line : lines_) {
            if (is_revision(line)) {
                ids.insert(line.entry->id);
                niks.insert(nik_of({line.entry->fields, false}));
            }
        }
        auto reach = load_reach(database_, ids, named_by(lines_), std::move(niks));
        if (!reach) {
            return std::move(reach).error();
        }
        if (auto noted = note_unreadable(database_, reach->registrations, now_); !noted) {
            return noted;
        }
        outcome_.load(std::move(reach->registrations), std::move(reach->claims));
        return load_sight(ids);
    }

    /// Whose record this laptop may be shown.
    Status load_sight(const std::set<RegistrationId>& ids) {
        std::set<RegistrationId> known;
        for (const RegistrationId& id : ids) {
            if (outcome_.at(id).row) {
                known.insert(id);
            }
        }
        if (known.empty()) {
            return done();
        }
        auto to_show = registrations_in_sight(database_, batch_.epoch_id, known);
        if (!to_show) {
            return std::move(to_show).error();
        }
        to_show_ = *std::move(to_show);
        return done();
    }

    void take(Line& line) {
        const RegistrationId& id = line.entry->id;
        const History& history = outcome_.at(id).history;
        const auto village = line.entry->fields.find(model::village_field);
        const bool is_elsewhere =
            village != line.entry->fields.end() && village->second != batch_.village;
        if (is_elsewhere || (history.exists() && history.village() != batch_.village)) {
            line.refused = verdict_reason::not_your_village;
            return;
        }
        Revision revision = revision_of(*line.entry, line.text, batch_.device, batch_.village);
        if (begins_anew(outcome_.at(id), revision)) {
            line.held = verdict_reason::check;
            return;
        }
        line.rev = revision.rev;
        outcome_.take(id, std::move(revision), batch_.batch_id * lines_in_order + line.number);
    }

    /// A first line on the id of somebody whom the sender cannot know from a file of theirs. Who
    /// names a base has had that line: a rev is the hash of it.
    [[nodiscard]] bool begins_anew(const Loaded& loaded, const Revision& revision) const {
        return !revision.base && loaded.row && !to_show_.contains(loaded.history.id()) &&
               loaded.history.find(revision.rev) == nullptr;
    }

    /// What this batch changes in the tables.
    struct Changes {
        std::vector<std::pair<RegistrationId, const Revision*>> revisions;
        std::vector<RevisionMove> moves;
        std::vector<RegistrationId> aside;
        std::vector<RegistrationChange> registrations;
        std::vector<RegistrationId> promoted;
    };

    [[nodiscard]] Changes changes() {
        Changes changes;
        for (const auto& [id, loaded] : outcome_.registrations()) {
            add_revisions(id, loaded, changes);
            if (loaded.history.exists()) {
                add_registration(id, loaded, changes);
            }
        }
        for (const RegistrationId& id : outcome_.claims().promoted()) {
            if (!outcome_.has_in_hand(id)) {
                changes.promoted.push_back(id);
            }
        }
        return changes;
    }

    static void add_revisions(const RegistrationId& id, const Loaded& loaded, Changes& changes) {
        for (const Rev& rev : loaded.history.touched()) {
            const Revision* revision = loaded.history.find(rev);
            if (revision->row == 0) {
                changes.revisions.emplace_back(id, revision);
            } else {
                changes.moves.push_back({revision->row, revision->state});
            }
        }
    }

    void add_registration(const RegistrationId& id, const Loaded& loaded, Changes& changes) {
        RegistrationRow after = outcome_.row_after(id);
        const bool moved = !loaded.row || loaded.row->state != after.state;
        if (!loaded.history.changed() && !moved) {
            return;
        }
        if (loaded.row && loaded.row->state == RegistrationState::live &&
            (moved || loaded.row->nik != after.nik)) {
            changes.aside.push_back(id);
        }
        changes.registrations.push_back({&loaded.history, std::move(after)});
    }

    Status store() {
        const Changes changed = changes();
        const Claims& claims = outcome_.claims();
        Status stored = store_revisions(database_, changed.revisions, now_);
        stored = stored ? move_revisions(database_, changed.moves) : stored;
        stored = stored ? step_aside(database_, changed.aside) : stored;
        stored = stored ? store_registrations(database_, changed.registrations, now_) : stored;
        stored = stored ? move_claims(database_, changed.promoted) : stored;
        stored = stored ? leave_to_a_person(database_, claims.left_to_a_person(), now_) : stored;
        stored = stored ? store_arrivals(database_, batch_.batch_id, arrivals()) : stored;
        stored = stored ? store_unknown() : stored;
        stored = stored ? store_others() : stored;
        return stored ? read_whose_word_changed() : stored;
    }

    /// Those whose NIK changed hands, as their rows stand now.
    Status read_whose_word_changed() {
        const Claims& claims = outcome_.claims();
        std::set<RegistrationId> ids = claims.promoted();
        ids.insert(claims.left_to_a_person().begin(), claims.left_to_a_person().end());
        ids.insert(claims.wait_anew().begin(), claims.wait_anew().end());
        auto loaded = load_registrations(database_, ids);
        if (!loaded) {
            return std::move(loaded).error();
        }
        word_changed_ = *std::move(loaded);
        outcome_.know_who_was_left(word_changed_);
        return done();
    }

    [[nodiscard]] std::vector<Arrival> arrivals() const {
        std::vector<Arrival> arrivals;
        for (const Line& line : lines_) {
            if (line.rev) {
                arrivals.push_back({line.number, line.entry->id, *line.rev});
            }
        }
        return arrivals;
    }

    Status store_unknown() {
        Json::List rows;
        for (const Line& line : lines_) {
            if (line.entry && !is_revision(line)) {
                rows.emplace_back(Json::List{line.number, line.entry->type_name});
            }
        }
        return rows.empty() ? done() : insert(queries::insert_unknown_entries, std::move(rows));
    }

    /// Lines that made no revision: what was said of them is said again when the laptop asks.
    Status store_others() {
        Json::List rows;
        for (const Line& line : lines_) {
            if (!line.refused.empty()) {
                rows.emplace_back(Json::List{line.number, verdict_code::refused, line.refused});
            } else if (!line.rev) {
                rows.emplace_back(Json::List{line.number, verdict_code::held, reason_of(line)});
            }
        }
        return rows.empty() ? done() : insert(queries::insert_other_lines, std::move(rows));
    }

    Status insert(std::string_view sql, Json::List rows) {
        return sqlite::run_query(database_, sql, [&](auto& s) {
            s.bind(":batch_id", batch_.batch_id).bind(":rows", Json(std::move(rows)).dump());
        });
    }

    /// The verdict over this batch.
    void answer() {
        wire::BatchVerdict verdict{batch_.epoch, batch_.seq, !batch_.told_before, {}};
        for (const Line& line : lines_) {
            auto exception = judge(line);
            if (exception.code != verdict_code::accepted || batch_.told_before) {
                verdict.except.push_back(std::move(exception));
            }
        }
        drafts_.draft(batch_.epoch_id).verdicts.push_back(std::move(verdict));
    }

    /// Why a line that made no revision is held.
    static std::string reason_of(const Line& line) {
        return line.held.empty() ? verdict_reason::upgrade_server : line.held;
    }

    [[nodiscard]] wire::VerdictException judge(const Line& line) const {
        if (!line.refused.empty()) {
            return {line.number, verdict_code::refused, verdict_detail(line.refused)};
        }
        if (!line.rev) {
            return {line.number, verdict_code::held, verdict_detail(reason_of(line))};
        }
        auto verdict = outcome_.verdict(line.entry->id, *line.rev);
        verdict.line = line.number;
        if (auto* detail = verdict.detail.object();
            detail != nullptr && !may_be_shown(outcome_.at(line.entry->id).history)) {
            detail->erase("record");
        }
        return verdict;
    }

    /// What stands now and is not in this batch, of whoever has a line in it: the next edit goes on
    /// from that.
    void tell_own_records() {
        std::set<Rev> sent;
        for (const Line& line : lines_) {
            if (line.rev) {
                sent.insert(*line.rev);
            }
        }
        for (const Line& line : lines_) {
            if (!line.rev) {
                continue;
            }
            const History& history = outcome_.at(line.entry->id).history;
            if (history.is_readable() && history.exists() && !sent.contains(history.rev()) &&
                (may_be_shown(history) || was_here(*history.find(*line.rev)))) {
                drafts_.tell_records(batch_.epoch_id, {history.id()});
            }
        }
    }

    /// Its sender has the line itself, and sees from now on whose it is.
    static bool was_here(const Revision& revision) {
        return revision.row != 0 && (revision.state == RevisionState::applied ||
                                     revision.state == RevisionState::settled);
    }

    /// New ones are their sender's own.
    [[nodiscard]] bool may_be_shown(const History& history) const {
        return !outcome_.at(history.id()).row || to_show_.contains(history.id());
    }

    sqlite::Database& database_;
    const ArrivedBatch& batch_;
    Timestamp now_;
    ReplyDrafts& drafts_;
    std::vector<Line> lines_;
    Outcome outcome_;
    LoadedRegistrations word_changed_;  ///< by the claims of others, as stored after this batch
    std::set<RegistrationId> to_show_;
};

}  // namespace

Date judging_day(Timestamp at, bool uncertain, Timestamp now) {
    return Date::in_wita(uncertain || at > now ? now : at);
}

ArrivedBatch arrived_as(std::int64_t batch_id, std::int64_t epoch_id, const wire::Batch& batch,
                        std::string village, Timestamp now) {
    return {batch_id,
            epoch_id,
            batch.epoch,
            batch.seq,
            batch.device,
            std::move(village),
            wire::first_entry_line(batch.seq),
            batch.lines,
            false,
            judging_day(batch.at, batch.uncertain, now)};
}

Status apply_entries(sqlite::Database& database, const ArrivedBatch& batch, Timestamp now,
                     ReplyDrafts& drafts) {
    Status applied = BatchWork(database, batch, now, drafts).run();
    return applied ? wake_listeners(database, batch, drafts) : applied;
}

}  // namespace lontar::server
