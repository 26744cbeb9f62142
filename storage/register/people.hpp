#pragma once
/// The list of people, and how many stand where.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/standing.hpp"

namespace lontar::storage {

class Register;

/// One line of the people list.
struct PersonLine {
    RegistrationId id;
    std::string name;
    std::string nik;  ///< whole; mask it for lists
    std::string birth_date;
    model::Standing standing = model::Standing::waiting;
    std::string answer;  ///< as Verdict::code, or `withdrawn`
    Timestamp changed_at;
    [[nodiscard]] bool is_withdrawn() const { return answer == "withdrawn"; }
};

struct PeopleFilter {
    std::string text;  ///< part of a name or of a NIK; empty: everybody
    std::optional<model::Standing> standing;
    bool to_check = false;  ///< imported with warnings
    std::int64_t limit = 200;
    std::int64_t offset = 0;
};

/// In the order of names. Words typed are beginnings of words of the name, in any spelling the name
/// rules know; digits are a part of the NIK.
Result<std::vector<PersonLine>> list_people(Register& village_register, const PeopleFilter& filter);
/// How many there are, whatever the filter's limit and offset.
Result<std::int64_t> count_people(Register& village_register, const PeopleFilter& filter);
/// People by standing and drafts of new ones: they add up to `entered`.
Result<model::Counters> count_standings(Register& village_register);

}  // namespace lontar::storage
