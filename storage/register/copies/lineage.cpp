#include "storage/register/copies/lineage.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "storage/model/entry.hpp"

namespace lontar::storage {

namespace {

using Below = std::map<Rev, std::vector<Rev>>;

/// Whether whoever wrote `line` knew of `earlier`.
bool goes_on_from(const Below& below, const Rev& line, const Rev& earlier) {
    std::set<Rev> seen;
    std::vector<Rev> open{line};
    while (!open.empty()) {
        const Rev rev = open.back();
        open.pop_back();
        if (rev == earlier) {
            return true;
        }
        const auto found = below.find(rev);
        if (found != below.end() && seen.insert(rev).second) {
            open.insert(open.end(), found->second.begin(), found->second.end());
        }
    }
    return false;
}

/// What the side here says, and the lines of both sides.
struct Sides {
    Rev newest;
    model::Answers answers;
    std::set<Rev> here;
    Below below;
};

Result<Sides> read_sides(const DumpPerson& there, const HerePerson* here) {
    Sides sides;
    std::int64_t last = 0;
    for (const HereLine& line : here != nullptr ? here->lines : std::vector<HereLine>{}) {
        const auto entry = model::parse_told_line(line.line);
        if (!entry) {
            return fail(ErrorKind::corrupt, "R-06",
                        "read revision " + std::to_string(line.number) + " to compare it");
        }
        sides.here.insert(line.rev);
        sides.below[line.rev] = lines_below(*entry, line.line);
        if (line.number == here->newest) {
            sides.newest = line.rev;
        }
        if (!entry->fields.empty() && line.counts && line.number <= here->newest &&
            line.number > last) {
            last = line.number;
            sides.answers = entry->fields;
        }
    }
    for (const DumpLine& line : there.lines) {
        sides.below[line.rev] = line.below;
    }
    return sides;
}

const DumpLine& speaker_of(const DumpPerson& there) {
    const auto found = std::ranges::find(there.lines, there.newest, &DumpLine::number);
    return found == there.lines.end() ? there.lines.back() : *found;
}

/// The answers that stood in the backup when `speaker` was written.
model::Answers answers_at(const DumpPerson& there, const DumpLine& speaker) {
    model::Answers answers;
    for (const DumpLine& line : there.lines) {
        if (line.number > speaker.number || !line.travels) {
            continue;
        }
        if (auto entry = model::parse_told_line(line.line); entry && !entry->fields.empty()) {
            answers = std::move(entry->fields);
        }
    }
    return answers;
}

bool says_died(const DumpPerson& there) {
    return there.withdrawn && std::ranges::any_of(there.lines, &DumpLine::is_death);
}

/// Somebody who is on both sides, and whose line of the backup is not here.
void judge(const DumpPerson& there, const HerePerson& here, const Sides& sides, Lineage& lineage) {
    const DumpLine& theirs = speaker_of(there);
    const auto answers = answers_at(there, theirs);
    if (here.withdrawn) {
        lineage.difference =
            there.withdrawn ? JoinDifference::none : JoinDifference::withdrawn_here;
    } else if (goes_on_from(sides.below, theirs.rev, sides.newest)) {
        lineage.speaks = &theirs;
        lineage.after = answers;
    } else if (goes_on_from(sides.below, sides.newest, theirs.rev)) {
        lineage.difference = JoinDifference::none;
    } else if (says_died(there)) {
        lineage.speaks = &theirs;
        lineage.is_against = true;
    } else if (there.withdrawn) {
        lineage.difference = JoinDifference::withdrawn_there;
    } else {
        lineage.fields = model::changed_fields(sides.answers, answers);
        lineage.difference = lineage.fields.empty() ? JoinDifference::none : JoinDifference::fields;
    }
}

}  // namespace

Result<Lineage> compare_lines(const DumpPerson& there, const HerePerson* here) {
    Lineage lineage;
    if (here != nullptr && here->taken_back) {
        return lineage;
    }
    const auto sides = read_sides(there, here);
    if (!sides) {
        return sides.error();
    }
    for (const DumpLine& line : there.lines) {
        if (!sides->here.contains(line.rev)) {
            lineage.lacking.push_back(&line);
        }
    }
    lineage.before = sides->answers;
    lineage.after = sides->answers;
    if (here == nullptr) {
        lineage.speaks = &speaker_of(there);
        lineage.after = answers_at(there, *lineage.speaks);
    } else if (!sides->here.contains(speaker_of(there).rev)) {
        judge(there, *here, *sides, lineage);
    }
    return lineage;
}

bool stands_beside(const Lineage& lineage, const DumpLine& line) {
    if (lineage.speaks == nullptr || lineage.is_against) {
        return &line != lineage.speaks;
    }
    return line.number > lineage.speaks->number || (!line.travels && &line != lineage.speaks);
}

}  // namespace lontar::storage
