#include "sync/server/news.hpp"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "sync/server/apply.hpp"
#include "sync/server/devices.hpp"
#include "sync/server/verdicts.hpp"

namespace lontar::server {

namespace {

/// What is said now of lines of earlier batches, by the row of their revision.
using News = std::map<std::int64_t, wire::VerdictException>;

/// Of one registration of the batch.
void add_news(const TakenIn& taken, const RegistrationId& id, const Loaded& loaded, News& news) {
    const History& history = loaded.history;
    const bool freed = loaded.row && loaded.row->state == RegistrationState::disputed &&
                       taken.outcome.state_after(id) != RegistrationState::disputed;
    const bool cleared = loaded.row && loaded.row->returned && history.changed();
    for (const auto& [rev, revision] : history.revisions()) {
        if (revision.row == 0 || revision.kind == RevisionKind::merged) {
            continue;
        }
        const bool moved =
            history.touched().contains(rev) && revision.state != RevisionState::settled;
        const bool changed = (freed || cleared || taken.word_changed.contains(id)) &&
                             revision.state == RevisionState::applied;
        const bool merged = history.was_put_together() && history.heads().contains(rev);
        if (moved || changed || merged) {
            news.emplace(revision.row, taken.outcome.verdict(id, rev));
        }
    }
}

News news_of(const TakenIn& taken) {
    News news;
    for (const auto& [id, loaded] : taken.outcome.registrations()) {
        if (loaded.history.is_readable()) {
            add_news(taken, id, loaded, news);
        }
    }
    for (const auto& [id, loaded] : taken.word_changed) {
        if (taken.outcome.has_in_hand(id) || !loaded.history.is_readable()) {
            continue;
        }
        for (const Rev& head : loaded.history.heads()) {
            news.emplace(loaded.history.find(head)->row,
                         verdict_over(loaded, head, taken.outcome.claims(), false));
        }
    }
    return news;
}

Status tell_earlier(const TakenIn& taken, ReplyDrafts& drafts) {
    const News news = news_of(taken);
    std::vector<std::int64_t> revisions;
    revisions.reserve(news.size());
    for (const auto& [row, verdict] : news) {
        revisions.push_back(row);
    }
    const auto places = where_to_tell(taken.database, revisions);
    if (!places) {
        return places.error();
    }
    for (const ToTell& place : *places) {
        const bool is_this_batch =
            place.batch_epoch == taken.batch.epoch && place.seq == taken.batch.seq;
        if (is_this_batch) {
            continue;
        }
        wire::VerdictException verdict = news.at(place.revision);
        verdict.line = place.line;
        drafts.add(place.epoch_id, place.batch_epoch, place.seq, std::move(verdict));
    }
    return done();
}

/// A person called received who was withdrawn elsewhere since would be told what is not so.
Status tell_progress(const TakenIn& taken, ReplyDrafts& drafts) {
    std::set<RegistrationId> moved;
    for (const auto& [id, loaded] : taken.outcome.registrations()) {
        const History& history = loaded.history;
        if (loaded.row && history.is_readable() && history.changed()) {
            moved.insert(id);
        }
    }
    const auto knowing = who_knows(taken.database, moved, taken.batch.epoch_id);
    if (!knowing) {
        return knowing.error();
    }
    for (const Knowing& each : *knowing) {
        drafts.tell_records(each.epoch_id, {each.registration});
    }
    return done();
}

}  // namespace

Status tell_others(const TakenIn& taken, ReplyDrafts& drafts) {
    auto told = tell_earlier(taken, drafts);
    return told ? tell_progress(taken, drafts) : told;
}

Status wake_listeners(sqlite::Database& database, const ArrivedBatch& batch, ReplyDrafts& drafts) {
    if (batch.lines.empty()) {
        return done();
    }
    const auto epochs = wake_epochs(database, batch.epoch_id);
    if (!epochs) {
        return epochs.error();
    }
    for (const std::int64_t epoch : *epochs) {
        drafts.draft(epoch);
    }
    return done();
}

}  // namespace lontar::server
