#include "sync/server/outcome.hpp"

#include <optional>
#include <utility>

#include "storage/base/json.hpp"
#include "storage/model/form.hpp"
#include "sync/server/verdicts.hpp"

namespace lontar::server {

namespace {

/// A birth date that cannot be read says nothing of an age.
bool can_be_covered(const model::Answers& fields, Date day) {
    const auto born = fields.find("tanggal_lahir");
    const auto date = born == fields.end() ? std::optional<Date>() : Date::parse_iso(born->second);
    return !date || model::can_be_covered(*date, day);
}

}  // namespace

void Outcome::load(LoadedRegistrations registrations, Claims claims) {
    registrations_ = std::move(registrations);
    claims_ = std::move(claims);
}

void Outcome::take(const RegistrationId& id, Revision revision, std::int64_t order) {
    History& history = registrations_.at(id).history;
    if (revision.into) {
        know_successors(history, {*revision.into});
    }
    history.add(std::move(revision));
    claim(history, order);
}

void Outcome::settle_merges() {
    for (bool again = true; again;) {
        again = false;
        for (auto& [id, loaded] : registrations_) {
            const auto awaited = loaded.history.awaited();
            if (awaited.empty()) {
                continue;
            }
            know_successors(loaded.history, awaited);
            if (loaded.history.retry()) {
                claim(loaded.history, 0);
                again = true;
            }
        }
    }
}

/// Only who was changed claims anew: a line that comes again is no word of a person.
void Outcome::claim(const History& history, std::int64_t order) {
    if (!history.exists() || !history.changed()) {
        return;
    }
    if (const auto successor = history.successor()) {
        claims_.mean(*successor);
    }
    claims_.want({history.id(), history.village(), claimed_nik(registrations_.at(history.id())),
                  order, false, now_});
}

void Outcome::know_successors(History& history, const std::set<RegistrationId>& named) {
    for (const RegistrationId& id : named) {
        history.know(id, successor_now(history, id));
    }
}

/// Lives, or would once `history` has left its NIK to it.
Successor Outcome::successor_now(const History& history, const RegistrationId& id) const {
    const auto found = registrations_.find(id);
    if (found == registrations_.end() ||
        (!found->second.history.exists() && found->second.history.is_readable())) {
        return Successor::unknown;
    }
    const History& other = found->second.history;
    if (!other.exists() || other.village() != history.village()) {
        return Successor::closed;
    }
    const Claim* before = claims_.holder_before(id);
    const bool follows = before != nullptr && before->id == history.id();
    return follows || state_after(id) == RegistrationState::live ? Successor::lives
                                                                 : Successor::closed;
}

void Outcome::know_who_was_left(const LoadedRegistrations& stored) {
    for (const RegistrationId& id : claims_.left_to_a_person()) {
        const auto in_hand = registrations_.find(id);
        const auto now = stored.find(id);
        if (in_hand != registrations_.end() && now != stored.end()) {
            in_hand->second.row = now->second.row;
        }
    }
}

/// Of what stands after this batch. An age is judged once; again only when it was wrong and
/// something was corrected.
bool Outcome::has_wrong_age(const Loaded& loaded) const {
    const Record& record = loaded.history.record();
    if (record.withdrawn || !loaded.history.changed()) {
        return false;
    }
    const bool is_to_judge =
        !loaded.row || (loaded.row->nik.empty() && loaded.row->returned == wrong_age().dump());
    return is_to_judge && !can_be_covered(record.fields, day_);
}

std::string Outcome::claimed_nik(const Loaded& loaded) const {
    if (loaded.row && !loaded.history.changed()) {
        return loaded.row->nik;
    }
    return has_wrong_age(loaded) ? std::string() : nik_of(loaded.history.record());
}

RegistrationRow Outcome::row_after(const RegistrationId& id) const {
    const Loaded& loaded = registrations_.at(id);
    const History& history = loaded.history;
    RegistrationRow row = loaded.row.value_or(RegistrationRow{});
    row.village = history.village();
    row.nik = claimed_nik(loaded);
    row.state = state_after(id);
    if (const Claim* claim = claims_.find(id)) {
        row.claimed = claim->order;
    }
    if (!loaded.row) {
        row.registered_at = now_;
    }
    if (history.changed()) {
        row.returned.reset();
    }
    if (has_wrong_age(loaded)) {
        row.returned = wrong_age().dump();
    }
    return row;
}

RegistrationState Outcome::state_after(const RegistrationId& id) const {
    const Loaded& loaded = registrations_.at(id);
    if (loaded.history.record().withdrawn) {
        return RegistrationState::withdrawn;
    }
    if (claims_.find(id) == nullptr && loaded.row && !loaded.history.changed()) {
        return loaded.row->state;  // one that was left to a person claims nothing, and waits
    }
    return claims_.is_live(id) ? RegistrationState::live : RegistrationState::disputed;
}

wire::VerdictException Outcome::verdict(const RegistrationId& id, const Rev& rev) const {
    const Loaded& loaded = registrations_.at(id);
    return verdict_over(loaded, rev, claims_, has_wrong_age(loaded));
}

}  // namespace lontar::server
