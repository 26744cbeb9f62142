#include <set>

#include "storage/model/entry.hpp"

namespace lontar::model {

namespace {

std::optional<std::string> value_of(const Answers& answers, const std::string& key) {
    const auto found = answers.find(key);
    return found == answers.end() ? std::nullopt : std::optional(found->second);
}

std::set<std::string> keys_of(std::initializer_list<const Answers*> all) {
    std::set<std::string> keys;
    for (const Answers* answers : all) {
        for (const auto& [key, value] : *answers) {
            keys.insert(key);
        }
    }
    return keys;
}

}  // namespace

std::vector<std::string> changed_fields(const Answers& before, const Answers& after) {
    std::vector<std::string> changed;
    for (const std::string& key : keys_of({&before, &after})) {
        if (value_of(before, key) != value_of(after, key)) {
            changed.push_back(key);
        }
    }
    return changed;
}

Merge merge_fields(const Answers& base, const Answers& mine, const Answers& theirs) {
    Merge merge;
    for (const std::string& key : keys_of({&base, &mine, &theirs})) {
        const auto before = value_of(base, key);
        const auto here = value_of(mine, key);
        const auto there = value_of(theirs, key);
        auto value = here == before ? there : here;
        if (here != before && there != before && here != there) {
            merge.conflicts.push_back(key);
            value = before;
        }
        if (value) {
            merge.fields.emplace(key, std::move(*value));
        }
    }
    return merge;
}

}  // namespace lontar::model
