#include "simulate/ledger.hpp"

#include <algorithm>

#include "simulate/laptop_box.hpp"
#include "simulate/province_box.hpp"
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

/// Told by the province, which makes it anew of the edits in it.
bool is_merged(const storage::RevisionInfo& revision) {
    return revision.told && !revision.base && revision.by == OfficerId{};
}

/// As the laptop knows it.
std::string where_it_is(const storage::RevisionInfo& revision) {
    if (!revision.seq) {
        return ", unsealed";
    }
    return ", in file " + revision.epoch->hex().substr(0, 8) + "-" + std::to_string(*revision.seq) +
           ", answered '" + revision.verdict.code + "'";
}

void judge_laptop(LaptopBox& laptop, const HeldRevisions& held, std::vector<Fault>& faults) {
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

void Ledger::saved(const std::string& rev, const std::string& id, bool is_withdrawal) {
    owed_[rev] = {id, is_withdrawal};
}

void Ledger::taken_back(const std::string& id) {
    std::erase_if(owed_, [&](const auto& line) { return line.second.id == id; });
}

void Ledger::lost(const std::set<std::string>& left) {
    std::erase_if(owed_, [&](const auto& line) { return !left.contains(line.first); });
}

std::vector<Fault> Ledger::judge(ProvinceBox& province,
                                 const std::vector<LaptopBox*>& laptops) const {
    std::vector<Fault> faults;
    const auto held = province.revisions();
    const auto people = province.people();
    const auto with_register = province.active_devices(true);
    const auto active = province.active_devices(false);
    for (const auto& [rev, line] : owed_) {
        const std::string where = line.id.substr(0, 8) + " revision " + rev.substr(0, 8);
        if (!held.contains(rev)) {
            faults.push_back({"Tersimpan is not lost", where});
        } else if (line.is_withdrawal && held.at(rev).state == "applied" &&
                   people.at(line.id).state != "withdrawn") {
            faults.push_back({"the dead stay dead", where});
        }
    }
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
        judge_laptop(*laptop, held, faults);
        if (with_register.contains(laptop->device())) {
            judge_register(*laptop, people, faults);
        }
    }
    return faults;
}

}  // namespace lontar::simulate
