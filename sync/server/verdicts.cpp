#include "sync/server/verdicts.hpp"

#include <utility>

namespace lontar::server {

namespace {

/// Village and date only: nothing of the other person leaves their village. In it, who they are:
/// `ReplyDrafts` leaves that to those who may see them.
Json duplicate_of(const Claim& holder, const std::string& village) {
    Json detail;
    detail.set("village", holder.village);
    detail.set("date", Date::in_wita(holder.registered_at).iso());
    if (holder.village == village) {
        detail.set("own", true).set("id", holder.id.hex());
    }
    return detail;
}

/// In the record: what is asked of it, and who holds its NIK.
wire::VerdictException verdict_over_applied(const Loaded& loaded, const Rev& rev,
                                            const Claims& claims, bool has_wrong_age) {
    const History& history = loaded.history;
    if (has_wrong_age && history.heads().contains(rev)) {
        return {0, verdict_code::needs_correction, Json().set("reasons", wrong_age())};
    }
    if (const Claim* holder = claims.holder_before(history.id())) {
        return {0, verdict_code::duplicate, duplicate_of(*holder, history.village())};
    }
    if (loaded.row && loaded.row->returned && !history.changed() && history.heads().contains(rev)) {
        auto reasons = parse_json(*loaded.row->returned);
        return {0, verdict_code::needs_correction,
                Json()
                    .set("reasons", reasons ? *std::move(reasons) : Json())
                    .set_if("note", loaded.row->returned_note)};
    }
    return {0, verdict_code::accepted, {}};
}

wire::VerdictException conflict_with(const History& history) {
    Json::Object record;
    for (const auto& [key, value] : history.record().fields) {
        record.emplace(key, value);
    }
    return {0, verdict_code::conflict,
            Json().set("rev", history.rev().hex()).set("record", std::move(record))};
}

}  // namespace

Json verdict_detail(std::string_view reason) {
    return Json().set("reason", reason);
}

Json wrong_age() {
    return Json::List{"USIA"};
}

wire::VerdictException verdict_over(const Loaded& loaded, const Rev& rev, const Claims& claims,
                                    bool has_wrong_age) {
    const History& history = loaded.history;
    if (!history.is_readable()) {
        return {0, verdict_code::held, verdict_detail(verdict_reason::check)};
    }
    const Revision& revision = *history.find(rev);
    switch (revision.state) {
        case RevisionState::held:
            return {0, verdict_code::held,
                    verdict_detail(history.waits_for_base(revision) ? verdict_reason::base_missing
                                                                    : verdict_reason::check)};
        case RevisionState::refused:
            return {0, verdict_code::refused, verdict_detail(verdict_reason::not_your_village)};
        case RevisionState::conflict:
            return conflict_with(history);
        case RevisionState::applied:
            return verdict_over_applied(loaded, rev, claims, has_wrong_age);
        case RevisionState::settled:
            break;
    }
    return {0, verdict_code::accepted, {}};
}

}  // namespace lontar::server
