#include "storage/model/standing.hpp"

namespace lontar::model {

std::string_view name_of(Standing standing) {
    switch (standing) {
        case Standing::draft:
            return "draft";
        case Standing::closed:
            return "closed";
        case Standing::waiting:
            return "waiting";
        case Standing::on_the_way:
            return "on_the_way";
        case Standing::needs_correction:
            return "needs_correction";
        case Standing::received:
            break;
    }
    return "received";
}

Standing standing_of(const StandingFacts& facts) {
    if (facts.is_draft) {
        return Standing::draft;
    }
    // A withdrawal that has not left the laptop still waits: the province does not know of it.
    if (facts.is_closed && !facts.has_unsent) {
        return Standing::closed;
    }
    if (facts.has_unsent) {
        return Standing::waiting;
    }
    if (facts.has_unanswered) {
        return Standing::on_the_way;
    }
    return facts.needs_correction ? Standing::needs_correction : Standing::received;
}

void Counters::add(Standing standing, std::int64_t count) {
    switch (standing) {
        case Standing::draft:
            draft += count;
            break;
        case Standing::closed:
            closed += count;
            break;
        case Standing::waiting:
            waiting += count;
            break;
        case Standing::on_the_way:
            on_the_way += count;
            break;
        case Standing::needs_correction:
            needs_correction += count;
            break;
        case Standing::received:
            received += count;
            break;
    }
}

}  // namespace lontar::model
