#include "client/form/to_fix.hpp"

#include "client/form/same_nik.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"

namespace lontar::client {

namespace {

constexpr std::int64_t most = 10'000;

std::string warnings_of(const storage::Registration& found) {
    std::string text;
    if (!found.revisions.empty()) {
        for (const std::string& code : found.revisions.back().warn) {
            text += (text.empty() ? "" : " ") + finding_text({model::Severity::warning, code, {}});
        }
    }
    return text.empty() ? std::string(say("fix.imported")) : text;
}

}  // namespace

Result<std::vector<ToFix>> to_fix(laptop::Session& session) {
    storage::Register& village_register = session.village_register();
    std::vector<ToFix> list;
    storage::PeopleFilter returned;
    returned.standing = model::Standing::needs_correction;
    returned.limit = most;
    storage::PeopleFilter imported;
    imported.to_check = true;
    imported.limit = most;
    for (const storage::PeopleFilter& filter : {returned, imported}) {
        auto people = storage::list_people(village_register, filter);
        if (!people) {
            return std::move(people).error();
        }
        for (storage::PersonLine& person : *people) {
            if (filter.to_check && person.standing == model::Standing::needs_correction) {
                continue;
            }
            auto found = storage::find_registration(village_register, person.id);
            if (!found) {
                return std::move(found).error();
            }
            ToFix one;
            one.person = std::move(person);
            one.why = filter.to_check ? warnings_of(*found) : verdict_text(found->verdict);
            one.advice = filter.to_check ? std::string(say("fix.imported_advice"))
                                         : next_step(village_register, *found);
            one.differences = differences(*found);
            const auto other = find_other(village_register, *found);
            if (!other) {
                return other.error();
            }
            if (*other) {
                one.other = (*other)->registration.id;
            }
            list.push_back(std::move(one));
        }
    }
    return list;
}

}  // namespace lontar::client
