#include "storage/register/copies/join_plan.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "storage/embedded_sql.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

using HerePeople = std::map<RegistrationId, HerePerson>;

Result<HerePeople> find_here(Register& village_register, Json::List ids) {
    HerePeople people;
    const std::string text = Json(std::move(ids)).dump();
    auto read = sqlite::each_row(
        village_register.database(), queries::list_lines_to_join,
        [&](sqlite::Statement& query) { query.bind(":ids", text); },
        [&](const sqlite::Statement& row) {
            HerePerson& person = people[sqlite::id_of<RegistrationId>(row, 0)];
            person.newest = row.integer(1);
            person.withdrawn = row.integer(2) != 0;
            person.taken_back = row.integer(3) != 0;
            person.lines.push_back({row.integer(4), sqlite::id_of<Rev>(row, 5),
                                    std::string(row.text(6)), row.integer(7) != 0});
            return done();
        });
    return read ? Result<HerePeople>(std::move(people)) : std::move(read).error();
}

class Planning {
public:
    Planning(Register& village_register, const DumpContent& content)
        : register_(village_register), content_(content) {}

    Result<JoinPlan> run() {
        auto next = content_.people.begin();
        while (next != content_.people.end()) {
            Json::List ids;
            const auto from = next;
            for (; next != content_.people.end() && ids.size() < joined_at_once; ++next) {
                ids.emplace_back(next->first.hex());
            }
            const auto here = find_here(register_, std::move(ids));
            if (!here) {
                return here.error();
            }
            for (auto person = from; person != next; ++person) {
                if (auto added = add(person->first, person->second, *here); !added) {
                    return std::move(added).error();
                }
            }
        }
        auto planned = plan_drafts();
        planned = planned ? count_shared_niks() : planned;
        return planned ? Result<JoinPlan>(std::move(plan_)) : std::move(planned).error();
    }

private:
    Status add(const RegistrationId& id, const DumpPerson& there, const HerePeople& people) {
        const auto found = people.find(id);
        const HerePerson* here = found == people.end() ? nullptr : &found->second;
        auto lineage = compare_lines(there, here);
        if (!lineage) {
            return std::move(lineage).error();
        }
        JoinOutcome& outcome = plan_.outcome;
        ++outcome.people;
        outcome.lines += static_cast<std::int64_t>(lineage->lacking.size());
        if (here != nullptr && here->taken_back) {
            ++outcome.taken_back;
        } else if (here == nullptr) {
            ++outcome.added;
        } else if (lineage->speaks != nullptr) {
            ++outcome.renewed;
        } else if (lineage->difference == JoinDifference::none) {
            ++outcome.known;
        } else {
            outcome.differing.push_back(
                {id, answer_to(lineage->before, "nama"), lineage->difference, lineage->fields});
        }
        note_speaker(id, there, here, *lineage);
        if (!lineage->lacking.empty()) {
            plan_.people.push_back({id, &there, *std::move(lineage), here == nullptr});
        }
        return done();
    }

    /// Who speaks here afterwards as in the backup: only their drafts fit.
    void note_speaker(const RegistrationId& id, const DumpPerson& there, const HerePerson* here,
                      const Lineage& lineage) {
        const auto theirs = std::ranges::find(there.lines, there.newest, &DumpLine::number);
        if (there.withdrawn || theirs == there.lines.end()) {
            return;
        }
        const bool is_known =
            here != nullptr && std::ranges::any_of(here->lines, [&](const HereLine& line) {
                return line.number == here->newest && line.rev == theirs->rev;
            });
        if (is_known || lineage.speaks == &*theirs) {
            as_there_.insert(id);
        }
    }

    Status plan_drafts() {
        const auto here = list_drafts(register_);
        if (!here) {
            return here.error();
        }
        for (const DumpDraft& draft : content_.drafts) {
            const bool is_here = std::ranges::any_of(*here, [&](const Draft& own) {
                return draft.of ? own.of == draft.of
                                : !own.of && answers_text(own.answers) == draft.answers;
            });
            if (is_here || (draft.of && !as_there_.contains(*draft.of))) {
                continue;
            }
            const auto was_saved = draft.of ? Result<bool>(false) : is_saved(draft);
            if (!was_saved) {
                return was_saved.error();
            }
            if (!*was_saved) {
                plan_.drafts.push_back(&draft);
            }
        }
        plan_.outcome.drafts = static_cast<std::int64_t>(plan_.drafts.size());
        return done();
    }

    /// The person was saved since, here or there.
    Result<bool> is_saved(const DumpDraft& draft) {
        const auto answers = parse_json(draft.answers);
        const std::string nik = answers ? answers->text_at("nik").value_or("") : "";
        if (nik.empty()) {
            return false;
        }
        const bool comes = std::ranges::any_of(plan_.people, [&](const Joined& person) {
            return answer_to(person.lineage.after, "nik") == nik;
        });
        const auto found =
            sqlite::first_integer(register_.database(), queries::find_living_nik,
                                  [&](sqlite::Statement& query) { query.bind(":nik", nik); });
        return found ? Result<bool>(comes || *found != 0) : found.error();
    }

    Status count_shared_niks() {
        const std::string people = people_with_nik(plan_.people).dump();
        const auto count =
            sqlite::first_integer(register_.database(), queries::count_shared_niks,
                                  [&](sqlite::Statement& query) { query.bind(":people", people); });
        if (!count) {
            return count.error();
        }
        plan_.outcome.shared_nik = *count;
        return done();
    }

    Register& register_;
    const DumpContent& content_;
    JoinPlan plan_;
    std::set<RegistrationId> as_there_;
};

}  // namespace

std::string answer_to(const model::Answers& answers, std::string_view key) {
    const auto found = answers.find(key);
    return found == answers.end() ? std::string() : found->second;
}

Json people_with_nik(const std::vector<Joined>& people) {
    Json::List rows;
    for (const Joined& person : people) {
        const bool lives = person.lineage.speaks != nullptr && !person.there->withdrawn;
        const std::string nik = answer_to(person.lineage.after, "nik");
        if (lives && !nik.empty()) {
            rows.emplace_back(Json::List{person.id.hex(), nik});
        }
    }
    return rows;
}

Result<JoinPlan> plan_join(Register& village_register, const DumpContent& content) {
    return Planning(village_register, content).run();
}

}  // namespace lontar::storage
