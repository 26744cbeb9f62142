#pragma once
/// What the entries of one batch make of registrations and of the NIKs they claim. Pure: no
/// database.
#include <cstdint>
#include <set>

#include "storage/base/timestamp.hpp"
#include "sync/server/claims.hpp"
#include "sync/server/registrations.hpp"
#include "sync/wire/states.hpp"

namespace lontar::server {

class Outcome {
public:
    /// Ages are judged on `day`; a registration that is new has come at `now`.
    Outcome(Date day, Timestamp now) : day_(day), now_(now) {}
    /// Everybody who can be touched: who has an entry, whom a withdrawal names, and whose
    /// withdrawal waits for one of them. `claims` on all their NIKs.
    void load(LoadedRegistrations registrations, Claims claims);

    /// Takes in one revision of a loaded registration. `order` of the claim it may make.
    void take(const RegistrationId& id, Revision revision, std::int64_t order);
    /// When all are taken in: withdrawals into another registration that lives by now.
    void settle_merges();
    /// What the tables say by now of those that were left to a person.
    void know_who_was_left(const LoadedRegistrations& stored);

    [[nodiscard]] const LoadedRegistrations& registrations() const { return registrations_; }
    [[nodiscard]] const Loaded& at(const RegistrationId& id) const { return registrations_.at(id); }
    /// Loaded, and here: its row is written from what stands in this.
    [[nodiscard]] bool has_in_hand(const RegistrationId& id) const {
        const auto loaded = registrations_.find(id);
        return loaded != registrations_.end() && loaded->second.history.exists();
    }
    [[nodiscard]] const Claims& claims() const { return claims_; }
    /// The row as it stands after this batch.
    [[nodiscard]] RegistrationRow row_after(const RegistrationId& id) const;
    [[nodiscard]] RegistrationState state_after(const RegistrationId& id) const;
    /// What is said now of a revision of a loaded registration.
    [[nodiscard]] wire::VerdictException verdict(const RegistrationId& id, const Rev& rev) const;

private:
    void claim(const History& history, std::int64_t order);
    void know_successors(History& history, const std::set<RegistrationId>& named);
    [[nodiscard]] Successor successor_now(const History& history, const RegistrationId& id) const;
    [[nodiscard]] bool has_wrong_age(const Loaded& loaded) const;
    [[nodiscard]] std::string claimed_nik(const Loaded& loaded) const;

    Date day_;
    Timestamp now_;
    LoadedRegistrations registrations_;
    Claims claims_;
};

}  // namespace lontar::server
