#include "client/text/join_words.hpp"

#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/register/copies/join_outcome.hpp"

namespace lontar::client {

namespace {

std::string what_differs(const storage::JoinedPerson& person) {
    using enum storage::JoinDifference;
    switch (person.difference) {
        case withdrawn_there:
            return std::string(say("join.withdrawn_there"));
        case withdrawn_here:
            return std::string(say("join.withdrawn_here"));
        case fields:
        case none:
            break;
    }
    std::string titles;
    for (const std::string& key : person.fields) {
        titles += (titles.empty() ? "" : ", ") + field_title(key);
    }
    return titles;
}

}  // namespace

std::vector<std::string> join_words(const storage::JoinOutcome& outcome, bool is_done) {
    const auto differing = static_cast<std::int64_t>(outcome.differing.size());
    std::vector<std::string> words{
        say(is_done ? "join.done" : "join.plan", {{"people", number_text(outcome.people)},
                                                  {"known", number_text(outcome.known)},
                                                  {"added", number_text(outcome.added)},
                                                  {"renewed", number_text(outcome.renewed)},
                                                  {"differing", number_text(differing)}})};
    if (outcome.is_nothing()) {
        words.emplace_back(say("join.nothing"));
    }
    if (outcome.taken_back > 0) {
        words.push_back(say("join.taken_back", {{"count", number_text(outcome.taken_back)}}));
    }
    if (outcome.shared_nik > 0) {
        words.push_back(say("join.shared_nik", {{"count", number_text(outcome.shared_nik)}}));
    }
    if (outcome.drafts > 0) {
        words.push_back(say("join.drafts", {{"count", number_text(outcome.drafts)}}));
    }
    if (is_done && outcome.lines > 0) {
        words.emplace_back(say("join.next"));
    }
    return words;
}

std::vector<std::string> differing_words(const storage::JoinOutcome& outcome) {
    std::vector<std::string> words;
    words.reserve(outcome.differing.size());
    for (const storage::JoinedPerson& person : outcome.differing) {
        words.push_back(
            say("join.differs", {{"name", drawable(person.name)}, {"what", what_differs(person)}}));
    }
    return words;
}

}  // namespace lontar::client
