#include "client/form/conflict.hpp"

#include "storage/register/registrations.hpp"

namespace lontar::client {

namespace {

std::string answer_of(const model::Answers& answers, std::string_view key) {
    const auto found = answers.find(key);
    return found == answers.end() ? std::string() : found->second;
}

}  // namespace

std::optional<model::Answers> province_answers(const storage::Registration& registration) {
    const Json* record = registration.verdict.code == "conflict"
                             ? registration.verdict.detail.find("record")
                             : nullptr;
    if (record == nullptr || record->object() == nullptr) {
        return std::nullopt;
    }
    model::Answers answers;
    for (const auto& [key, value] : *record->object()) {
        if (const std::string* text = value.text()) {
            answers.emplace(key, *text);
        }
    }
    return answers;
}

std::vector<Difference> differences(const model::Answers& here, const model::Answers& there) {
    std::vector<Difference> out;
    for (const model::Field& field : model::form_fields()) {
        Difference one{std::string(field.key), answer_of(here, field.key),
                       answer_of(there, field.key)};
        if (one.here != one.there) {
            out.push_back(std::move(one));
        }
    }
    return out;
}

std::vector<Difference> differences(const storage::Registration& registration) {
    const auto theirs = province_answers(registration);
    return theirs ? differences(registration.fields, *theirs) : std::vector<Difference>{};
}

}  // namespace lontar::client
