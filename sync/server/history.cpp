#include "sync/server/history.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/base/json.hpp"
#include "storage/sealed/hash.hpp"

namespace lontar::server {

namespace {

constexpr std::array kinds{std::pair{RevisionKind::registration, std::string_view("registration")},
                           std::pair{RevisionKind::withdrawal, std::string_view("withdrawal")},
                           std::pair{RevisionKind::merged, std::string_view("merged")}};
constexpr std::array states{std::pair{RevisionState::applied, std::string_view("applied")},
                            std::pair{RevisionState::conflict, std::string_view("conflict")},
                            std::pair{RevisionState::settled, std::string_view("settled")},
                            std::pair{RevisionState::held, std::string_view("held")},
                            std::pair{RevisionState::refused, std::string_view("refused")}};

template <typename Table, typename Value>
std::string_view name_in(const Table& table, Value value) {
    for (const auto& [each, name] : table) {
        if (each == value) {
            return name;
        }
    }
    return {};
}

template <typename Table>
auto value_in(const Table& table, std::string_view name) {
    std::optional<decltype(table[0].first)> found;
    for (const auto& [value, each] : table) {
        if (each == name) {
            found = value;
        }
    }
    return found;
}

RevisionKind kind_of(model::EntryType type) {
    switch (type) {
        case model::EntryType::withdrawal:
            return RevisionKind::withdrawal;
        case model::EntryType::registration:
        case model::EntryType::unknown:  // never taken in as a revision
            break;
    }
    return RevisionKind::registration;
}

Error unreadable() {
    return fail(ErrorKind::corrupt, "V-15", "reading a stored revision");
}

/// Waits for who goes on. Whoever goes on from it has decided otherwise.
bool is_waiting_merge(const Revision& revision) {
    return revision.into && revision.state == RevisionState::held;
}

Json::Object fields_of(const Record& record) {
    Json::Object fields;
    for (const auto& [key, value] : record.fields) {
        fields.emplace(key, value);
    }
    return fields;
}

bool is_too_large(const std::set<Rev>& heads, const Record& record) {
    return heads.size() > max_merged_heads || record.fields.size() > max_merged_fields ||
           Json(fields_of(record)).dump().size() > max_merged_bytes;
}

/// The line of a merged revision: equal for equal heads and record, whatever the order they came
/// in.
std::string merged_line(const RegistrationId& id, const std::set<Rev>& heads,
                        const Record& record) {
    Json::List names;
    for (const Rev& head : heads) {
        names.emplace_back(head.hex());
    }
    Json line;
    line.set("t", "merged").set("id", id.hex()).set("heads", std::move(names));
    line.set("f", fields_of(record)).set("withdrawn", record.withdrawn);
    return line.dump();
}

Result<Revision> merged_from(std::string line) {
    const auto json = parse_json(line);
    const Json* heads = json ? json->find("heads") : nullptr;
    const Json* fields = json ? json->find("f") : nullptr;
    if (heads == nullptr || heads->list() == nullptr || fields == nullptr ||
        fields->object() == nullptr) {
        return unreadable();
    }
    Revision revision;
    revision.kind = RevisionKind::merged;
    revision.withdrawn = json->boolean_at("withdrawn");
    for (const Json& head : *heads->list()) {
        const auto rev = Rev::from_hex(head.text() != nullptr ? *head.text() : "");
        if (!rev) {
            return unreadable();
        }
        revision.heads.push_back(*rev);
    }
    for (const auto& [key, value] : *fields->object()) {
        if (value.text() == nullptr) {
            return unreadable();
        }
        revision.fields.emplace(key, *value.text());
    }
    revision.rev = sealed::rev_of(line);
    revision.line = std::move(line);
    return revision;
}

}  // namespace

std::string_view name_of(RevisionKind kind) {
    return name_in(kinds, kind);
}
std::optional<RevisionKind> revision_kind(std::string_view name) {
    return value_in(kinds, name);
}
std::string_view name_of(RevisionState state) {
    return name_in(states, state);
}
std::optional<RevisionState> revision_state(std::string_view name) {
    return value_in(states, name);
}

Revision revision_of(const model::Entry& entry, std::string line, const DeviceId& device,
                     std::string village) {
    Revision revision;
    revision.rev = sealed::rev_of(line);
    revision.base = entry.base;
    revision.kind = kind_of(entry.type);
    revision.device = device;
    revision.village = std::move(village);
    revision.line = std::move(line);
    revision.fields = entry.fields;
    revision.into = entry.into;
    return revision;
}

Result<Revision> stored_revision(RevisionKind kind, std::string line) {
    if (kind == RevisionKind::merged) {
        return merged_from(std::move(line));
    }
    const auto entry = model::parse_entry(line);
    if (!entry) {
        return unreadable();
    }
    return revision_of(*entry, std::move(line), {}, {});
}

void History::load(Revision revision) {
    const Rev rev = revision.rev;
    revisions_.insert_or_assign(rev, std::move(revision));
}

void History::load_current(std::string village, Record record, Rev rev, std::vector<Rev> heads) {
    exists_ = true;
    village_ = std::move(village);
    record_ = std::move(record);
    rev_ = rev;
    heads_ = {heads.begin(), heads.end()};
}

const Revision* History::find(const Rev& rev) const {
    const auto found = revisions_.find(rev);
    return found == revisions_.end() ? nullptr : &found->second;
}

RevisionState History::add(Revision revision) {
    const Rev rev = revision.rev;
    const auto known = revisions_.find(rev);
    if (known == revisions_.end()) {
        revision.state = RevisionState::held;
        revisions_.emplace(rev, std::move(revision));
        touched_.insert(rev);
    } else if (known->second.state == RevisionState::refused && revision.village == village_) {
        // A copy from elsewhere came first; it must not stand in the way of the true one.
        known->second.village = village_;
        move(known->second, RevisionState::held);
    } else {
        return known->second.state;
    }
    if (is_readable() && decide_from_base(rev)) {
        decide_waiting();
    }
    return revisions_.at(rev).state;
}

bool History::decide_from_base(const Rev& rev) {
    // Bases that were held for another reason than their own base may have room by now.
    std::vector<Revision*> held;
    for (std::optional<Rev> at = rev; at; at = revisions_.at(*at).base) {
        const auto each = revisions_.find(*at);
        if (each == revisions_.end() || each->second.state != RevisionState::held) {
            break;
        }
        held.push_back(&each->second);
    }
    bool decided = false;
    for (; !held.empty(); held.pop_back()) {
        if (is_decidable(*held.back()) && decide(*held.back())) {
            decided = true;
        } else if (!held.back()->into) {
            break;
        }
    }
    return decided;
}

bool History::decide_waiting() {
    bool decided = false;
    // What is decided now may be the base that others wait for, or make room for them.
    for (bool again = true; again;) {
        again = false;
        for (auto& [each, waiting] : revisions_) {
            if (waiting.state == RevisionState::held && is_decidable(waiting) && decide(waiting)) {
                again = true;
                decided = true;
                break;  // a merged revision may have been put into the map
            }
        }
    }
    return decided;
}

bool History::retry() {
    return is_readable() && decide_waiting();
}

void History::know(const RegistrationId& successor, Successor state) {
    successors_.insert_or_assign(successor, state);
}

Successor History::known_of(const RegistrationId& successor) const {
    const auto known = successors_.find(successor);
    return known == successors_.end() ? Successor::unknown : known->second;
}

bool History::was_put_together() const {
    return changed_ && find(rev_)->kind == RevisionKind::merged;
}

std::set<RegistrationId> History::awaited() const {
    std::set<RegistrationId> awaited;
    for (const auto& [rev, revision] : revisions_) {
        if (is_waiting_merge(revision)) {
            awaited.insert(*revision.into);
        }
    }
    return awaited;
}

std::optional<RegistrationId> History::successor() const {
    std::optional<RegistrationId> successor;
    for (const Rev& head : heads_) {
        const Revision* revision = find(head);
        if (revision == nullptr || revision->kind != RevisionKind::withdrawal) {
            continue;
        }
        if (!revision->into) {
            return std::nullopt;  // it left for another reason as well
        }
        successor = revision->into;
    }
    return record_.withdrawn ? successor : std::nullopt;
}

void History::check_loaded() {
    const auto is_here = [&](const Rev& rev) { return revisions_.contains(rev); };
    const bool is_whole = std::ranges::all_of(heads_, is_here) &&
                          std::ranges::all_of(revisions_, [&](const auto& each) {
                              const Revision& revision = each.second;
                              const bool may_miss_base = revision.state == RevisionState::held ||
                                                         revision.state == RevisionState::refused;
                              return (may_miss_base || !revision.base || is_here(*revision.base)) &&
                                     std::ranges::all_of(revision.heads, is_here);
                          });
    stopped_ = stopped_ || !is_whole;
}

bool History::is_decidable(const Revision& revision) const {
    if (revision.into && known_of(*revision.into) != Successor::lives) {
        return false;
    }
    const Revision* at = &revision;
    do {
        if (!at->base) {
            return true;
        }
        at = find(*at->base);
    } while (at != nullptr && is_waiting_merge(*at));
    return at != nullptr && at->state != RevisionState::held && at->state != RevisionState::refused;
}

bool History::waits_for_base(const Revision& revision) const {
    const Revision* waiting = &revision;
    while (waiting->base) {
        waiting = find(*waiting->base);
        if (waiting == nullptr || waiting->state == RevisionState::refused) {
            return true;
        }
        if (waiting->state != RevisionState::held) {
            break;
        }
    }
    return revision.into && known_of(*revision.into) == Successor::unknown;
}

bool History::decide(Revision& revision) {
    if (exists_ && revision.village != village_) {
        move(revision, RevisionState::refused);
        return true;
    }
    // An edit on top of one that conflicts is read as one longer edit from the last version in the
    // record.
    std::vector<Rev> chain;
    std::optional<Rev> ancestor = revision.base;
    while (ancestor && revisions_.at(*ancestor).state != RevisionState::applied) {
        chain.push_back(*ancestor);
        ancestor = revisions_.at(*ancestor).base;
    }
    const Record base = ancestor ? record_at(*ancestor) : Record{};
    Record mine{revision.fields, false};
    if (revision.kind == RevisionKind::withdrawal) {
        mine = {base.fields, true};
        chain.clear();  // it says nothing of the fields in conflict
    }
    if (!exists_) {
        exists_ = true;
        village_ = revision.village;
        record_ = base;
    }
    auto merge = model::merge_fields(base.fields, mine.fields, record_.fields);
    if (!merge.conflicts.empty()) {
        move(revision, RevisionState::conflict);
        return true;
    }
    Record merged{std::move(merge.fields),
                  mine.withdrawn != base.withdrawn ? mine.withdrawn : record_.withdrawn};
    if (ancestor) {
        chain.push_back(*ancestor);
    }
    const auto heads = heads_after(revision.rev, chain);
    const bool stands_alone = heads.size() == 1 && record_at(revision.rev) == merged;
    if (!stands_alone && is_too_large(heads, merged)) {
        return false;
    }
    apply(revision, std::move(merged), chain);
    return true;
}

std::set<Rev> History::heads_after(const Rev& revision, const std::vector<Rev>& chain) const {
    std::set<Rev> heads = heads_;
    for (const Rev& before : chain) {
        heads.erase(before);
        for (const Rev& head : revisions_.at(before).heads) {
            heads.erase(head);
        }
    }
    heads.insert(revision);
    return heads;
}

void History::apply(Revision& revision, Record merged, const std::vector<Rev>& chain) {
    // Merges that the person went on from: decided otherwise, and waited for no more.
    std::set<Rev> passed;
    for (std::optional<Rev> before = revision.base;
         before && revisions_.at(*before).state != RevisionState::applied;
         before = revisions_.at(*before).base) {
        if (is_waiting_merge(revisions_.at(*before))) {
            passed.insert(*before);
        }
    }
    record_ = std::move(merged);
    changed_ = true;
    heads_ = heads_after(revision.rev, chain);
    for (const Rev& before : chain) {
        Revision& in_chain = revisions_.at(before);
        if (in_chain.state != RevisionState::applied && !passed.contains(before)) {
            move(in_chain, RevisionState::applied);
        }
    }
    for (const Rev& rev : passed) {
        move(revisions_.at(rev), RevisionState::settled);
    }
    move(revision, RevisionState::applied);
    for (auto& [rev, other] : revisions_) {
        if (other.state == RevisionState::conflict && other.device == revision.device) {
            move(other, RevisionState::settled);
        }
    }
    name_record();
}

void History::name_record() {
    if (heads_.size() == 1 && record_at(*heads_.begin()) == record_) {
        rev_ = *heads_.begin();
        return;
    }
    Revision merged;
    merged.kind = RevisionKind::merged;
    merged.state = RevisionState::applied;
    merged.line = merged_line(id_, heads_, record_);
    merged.rev = sealed::rev_of(merged.line);
    merged.village = village_;
    merged.fields = record_.fields;
    merged.withdrawn = record_.withdrawn;
    merged.heads = {heads_.begin(), heads_.end()};
    rev_ = merged.rev;
    if (revisions_.try_emplace(rev_, std::move(merged)).second) {
        touched_.insert(rev_);
    }
}

Record History::record_at(const Rev& rev) const {
    const Revision& revision = revisions_.at(rev);
    switch (revision.kind) {
        case RevisionKind::merged:
            return {revision.fields, revision.withdrawn};
        case RevisionKind::withdrawal: {
            // Its fields are those of its base; a base in conflict is not in the record.
            std::optional<Rev> base = revision.base;
            while (base && revisions_.at(*base).state != RevisionState::applied) {
                base = revisions_.at(*base).base;
            }
            return {base ? record_at(*base).fields : model::Answers{}, true};
        }
        case RevisionKind::registration:
            break;
    }
    return {revision.fields, false};
}

void History::move(Revision& revision, RevisionState state) {
    if (revision.state != state) {
        revision.state = state;
        touched_.insert(revision.rev);
    }
}

}  // namespace lontar::server
