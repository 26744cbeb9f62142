#include "sync/server/claims.hpp"

#include <algorithm>
#include <utility>

namespace lontar::server {

std::string_view name_of(RegistrationState state) {
    switch (state) {
        case RegistrationState::live:
            return "live";
        case RegistrationState::disputed:
            return "disputed";
        case RegistrationState::withdrawn:
            return "withdrawn";
    }
    return {};
}

std::optional<RegistrationState> registration_state(std::string_view name) {
    for (const auto state :
         {RegistrationState::live, RegistrationState::disputed, RegistrationState::withdrawn}) {
        if (name_of(state) == name) {
            return state;
        }
    }
    return std::nullopt;
}

void Claims::load(Claim claim) {
    by_nik_[claim.nik].insert(claim.id);
    claims_.insert_or_assign(claim.id, std::move(claim));
}

void Claims::want(const Claim& claim) {
    left_.erase(claim.id);
    const auto held = claims_.find(claim.id);
    if (held != claims_.end() && held->second.nik == claim.nik) {
        held->second.meant = true;
        return;
    }
    release(claim.id);
    if (claim.nik.empty()) {
        return;
    }
    Claim taken = claim;
    taken.meant = true;
    auto& others = by_nik_[claim.nik];
    taken.live = others.empty();
    others.insert(claim.id);
    claims_.insert_or_assign(claim.id, std::move(taken));
}

void Claims::release(const RegistrationId& id) {
    const auto held = claims_.find(id);
    if (held == claims_.end()) {
        return;
    }
    const Claim claim = std::move(held->second);
    claims_.erase(held);
    promoted_.erase(id);
    wait_anew_.erase(id);
    by_nik_[claim.nik].erase(id);
    if (claim.live) {
        pass_on(claim);
    }
}

void Claims::pass_on(const Claim& from) {
    auto& others = by_nik_[from.nik];
    std::erase_if(others, [&](const RegistrationId& id) {
        const Claim& waiting = claims_.at(id);
        const bool is_left = waiting.village == from.village && !waiting.meant;
        if (is_left) {
            claims_.erase(id);
            wait_anew_.erase(id);
            left_.insert(id);
        }
        return is_left;
    });
    if (others.empty()) {
        return;
    }
    const auto next = std::min_element(
        others.begin(), others.end(),
        [this](const auto& a, const auto& b) { return claims_.at(a).order < claims_.at(b).order; });
    claims_.at(*next).live = true;
    for (const RegistrationId& id : others) {
        wait_anew_.insert(id);
    }
    wait_anew_.erase(*next);
    promoted_.insert(*next);
}

void Claims::mean(const RegistrationId& id) {
    if (const auto held = claims_.find(id); held != claims_.end()) {
        held->second.meant = true;
    }
}

std::set<RegistrationId> Claims::all() const {
    std::set<RegistrationId> all;
    for (const auto& [id, claim] : claims_) {
        all.insert(id);
    }
    return all;
}

bool Claims::is_live(const RegistrationId& id) const {
    const Claim* claim = find(id);
    return claim == nullptr || claim->live;
}

const Claim* Claims::holder_before(const RegistrationId& id) const {
    const Claim* waiting = find(id);
    if (waiting == nullptr || waiting->live) {
        return nullptr;
    }
    for (const RegistrationId& other : by_nik_.find(waiting->nik)->second) {
        if (claims_.at(other).live) {
            return &claims_.at(other);
        }
    }
    return nullptr;
}

const Claim* Claims::find(const RegistrationId& id) const {
    const auto found = claims_.find(id);
    return found == claims_.end() ? nullptr : &found->second;
}

}  // namespace lontar::server
