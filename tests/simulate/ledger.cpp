#include "simulate/ledger.hpp"

#include <algorithm>

#include "simulate/laptop_box.hpp"
#include "storage/model/form.hpp"
#include "storage/register/register.hpp"
#include "storage/register/status.hpp"
#include "support/register_scene.hpp"

namespace lontar::simulate {

namespace {

/// In the record, not merely kept: held and refused lines count for nobody.
bool is_applied(const HeldRevisions& held, const std::string& rev) {
    const auto found = held.find(rev);
    return found != held.end() &&
           (found->second.state == "applied" || found->second.state == "settled");
}

/// As the laptop knows it.
std::string where_it_is(const storage::RevisionInfo& revision) {
    if (!revision.seq) {
        return ", unsealed";
    }
    return ", in file " + revision.epoch->hex().substr(0, 8) + "-" + std::to_string(*revision.seq) +
           ", answered '" + revision.verdict.code + "'";
}

/// Who knows a revision that the province lacks, and where it lies there.
std::string known_by(const std::vector<LaptopBox*>& laptops, const std::string& rev) {
    std::string words;
    for (LaptopBox* laptop : laptops) {
        for (const auto& person : laptop->people()) {
            for (const auto& revision : person.revisions) {
                if (revision.rev.hex() == rev) {
                    words += "; " + laptop->part() + where_it_is(revision);
                }
            }
        }
    }
    return words;
}

void judge_laptop(LaptopBox& laptop, const HeldRevisions& held,
                  const std::map<std::string, HeldPerson>& people, std::vector<Fault>& faults) {
    for (const auto& person : laptop.people()) {
        const std::string where = laptop.part() + " " + person.id.hex().substr(0, 8);
        // What the province put together of several edits is no revision that travelled; it may
        // have gone on from it since.
        const auto newest =
            std::ranges::find(person.revisions, person.rev, &storage::RevisionInfo::rev);
        const bool is_put_together = newest != person.revisions.end() && is_merged(*newest);
        if (person.standing == model::Standing::received && !is_put_together &&
            !is_applied(held, person.rev.hex())) {
            const auto state = held.find(person.rev.hex());
            faults.push_back(
                {"Diterima is true", where + " revision " + person.rev.hex().substr(0, 8) + ": " +
                                         (state == held.end() ? "not" : state->second.state) +
                                         " in the province"});
        }
        const auto stands = people.find(person.id.hex());
        const bool is_called_received =
            person.standing == model::Standing::received && stands != people.end();
        if (is_called_received && stands->second.state == "withdrawn") {
            faults.push_back({"who left is not called received", where});
        }
        if (is_called_received && std::ranges::none_of(person.revisions, [&](const auto& revision) {
                return revision.rev.hex() == stands->second.rev;
            })) {
            faults.push_back({"what is called received is what stands now", where});
        }
        for (const auto& revision : person.revisions) {
            if (!revision.taken_back && !is_merged(revision) &&
                !held.contains(revision.rev.hex())) {
                faults.push_back({"what a laptop holds, the province holds",
                                  where + " revision " + revision.rev.hex().substr(0, 8) +
                                      where_it_is(revision)});
            }
        }
    }
    const auto counters =
        support::expect(storage::find_status(laptop.session()->village_register())).counters;
    if (counters.waiting + counters.on_the_way > 0) {
        faults.push_back({"nobody is blocked",
                          laptop.part() + ": " + std::to_string(counters.waiting) + " wait, " +
                              std::to_string(counters.on_the_way) + " are on the way"});
    }
}

/// Nobody of another village is shown, whatever a laptop asked for.
void judge_sight(LaptopBox& laptop, std::vector<Fault>& faults) {
    for (const auto& person : laptop.people()) {
        const auto village = person.fields.find(std::string(model::village_field));
        if (village != person.fields.end() && village->second != laptop.village()) {
            faults.push_back({"each village sees its own",
                              laptop.part() + " has " + person.id.hex().substr(0, 8)});
        }
    }
}

/// Whom the province has of its village, a laptop with the register has, as they stand there.
void judge_register(LaptopBox& laptop, const std::map<std::string, HeldPerson>& people,
                    std::vector<Fault>& faults) {
    std::set<std::string> here;
    std::set<std::string> known;
    for (const auto& person : laptop.people()) {
        known.insert(person.id.hex());
        // One that stands beside a line of ours in conflict too.
        for (const auto& revision : person.revisions) {
            here.insert(revision.rev.hex());
        }
    }
    for (const auto& [id, person] : people) {
        if (person.village == laptop.village() && !known.contains(id)) {
            faults.push_back(
                {"the register brings everybody", laptop.part() + " lacks " + id.substr(0, 8)});
        } else if (person.village == laptop.village() && !here.contains(person.rev)) {
            faults.push_back({"the register brings what stands now",
                              laptop.part() + " lacks " + id.substr(0, 8) + " revision " +
                                  person.rev.substr(0, 8)});
        }
    }
}

}  // namespace

bool is_merged(const storage::RevisionInfo& revision) {
    return revision.told && !revision.base && revision.by == OfficerId{};
}

void Ledger::saved(const std::string& rev, const Line& line) {
    // Said again of a line that came back: what was known of it stands.
    owed_[rev] = lines_.try_emplace(rev, line).first->second;
}

void Ledger::attempted(const Line& line) {
    uncertain_.emplace(line.id, line.field);
}

void Ledger::taken_back(const storage::Registration& person) {
    const std::string id = person.id.hex();
    for (const auto& revision : person.revisions) {
        if (revision.seq) {
            seen_.push_back({"what travels is not taken back", id.substr(0, 8)});
        }
    }
    std::erase_if(owed_, [&](const auto& line) { return line.second.id == id; });
}

void Ledger::lost(const std::set<std::string>& left) {
    std::erase_if(owed_, [&](const auto& line) { return !left.contains(line.first); });
}

bool Ledger::is_overtaken(const std::string& rev, const Line& line) const {
    return std::ranges::any_of(lines_, [&](const auto& other) {
        if (other.first == rev || other.second.id != line.id || other.second.field != line.field) {
            return false;
        }
        std::string at = other.second.base;
        while (!at.empty() && at != rev) {
            const auto below = lines_.find(at);
            if (below == lines_.end()) {
                return true;  // what the province put together: this line may be in it
            }
            at = below->second.base;
        }
        return at == rev;
    });
}

void Ledger::judge_corrections(const HeldRevisions& held,
                               const std::map<std::string, HeldPerson>& people,
                               std::vector<Fault>& faults) const {
    for (const auto& [rev, line] : lines_) {
        const auto there = held.find(rev);
        if (there == held.end()) {
            continue;
        }
        const std::string where = line.id.substr(0, 8) + " revision " + rev.substr(0, 8);
        const auto base = held.find(line.base);
        if (there->second.state == "held" && base != held.end() &&
            (base->second.state == "applied" || base->second.state == "settled")) {
            faults.push_back({"what is there is decided", where});
        }
        if (there->second.state == "applied" && !line.field.empty() &&
            !uncertain_.contains({line.id, line.field}) && !is_overtaken(rev, line)) {
            const auto& fields = people.at(line.id).fields;
            const auto stands = fields.find(line.field);
            if (stands == fields.end() || stands->second != line.value) {
                faults.push_back({"nothing newer is overwritten", where});
            }
        }
    }
}

std::vector<Fault> Ledger::judge(ProvinceBox& province,
                                 const std::vector<LaptopBox*>& laptops) const {
    std::vector<Fault> faults = seen_;
    const auto held = province.revisions();
    const auto people = province.people();
    const auto with_register = province.active_devices(true);
    const auto active = province.active_devices(false);
    for (const auto& [rev, line] : owed_) {
        const std::string where = line.id.substr(0, 8) + " revision " + rev.substr(0, 8);
        if (!held.contains(rev)) {
            faults.push_back({"Tersimpan is not lost", where + known_by(laptops, rev)});
        } else if (line.is_withdrawal && held.at(rev).state == "applied" &&
                   people.at(line.id).state != "withdrawn") {
            faults.push_back({"the dead stay dead", where});
        }
    }
    judge_corrections(held, people, faults);
    std::map<std::string, std::string> living;
    for (const auto& [id, person] : people) {
        if (person.state == "live" && !person.nik.empty() &&
            !living.emplace(person.nik, id).second) {
            faults.push_back({"each person once", id.substr(0, 8)});
        }
    }
    for (LaptopBox* laptop : laptops) {
        // A revoked one is told nothing any more, and tells what it can.
        if (!active.contains(laptop->device())) {
            continue;
        }
        judge_laptop(*laptop, held, people, faults);
        judge_sight(*laptop, faults);
        if (with_register.contains(laptop->device())) {
            judge_register(*laptop, people, faults);
        }
    }
    return faults;
}

}  // namespace lontar::simulate
