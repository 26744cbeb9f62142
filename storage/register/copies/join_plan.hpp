#pragma once
/// What joining a backup comes to, decided against the register as it stands. Writes nothing.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "storage/base/result.hpp"
#include "storage/register/copies/dump_content.hpp"
#include "storage/register/copies/join_outcome.hpp"
#include "storage/register/copies/lineage.hpp"

namespace lontar::storage {

class Register;

/// Somebody for whom there is something to append.
struct Joined {
    RegistrationId id;
    const DumpPerson* there = nullptr;
    Lineage lineage;
    bool is_new = false;
};

/// Points into the content it was made of.
struct JoinPlan {
    JoinOutcome outcome;
    std::vector<Joined> people;
    std::vector<const DumpDraft*> drafts;
};
Result<JoinPlan> plan_join(Register& village_register, const DumpContent& content);

/// Id and NIK of the living for whom a line of the backup speaks.
Json people_with_nik(const std::vector<Joined>& people);

/// Empty when there is none.
std::string answer_to(const model::Answers& answers, std::string_view key);

/// People whose lines are compared, and rows that are written, at a time: enough to make a
/// statement worth it, and a few MB at most.
inline constexpr std::size_t joined_at_once = 500;

}  // namespace lontar::storage
