#pragma once
/// Whether two registrations are one person. A name alone never decides; twins, father and son stay
/// two.
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/form.hpp"

namespace lontar::model {

enum class Likeness {
    different,
    review,       ///< show side by side; may be continued with a reason
    probable,     ///< very likely the same person; ask
    same_person,  ///< same NIK and same name and birth date
    same_nik,     ///< same NIK on another person: both cannot be right
};
std::string_view name_of(Likeness likeness);

/// Pure; symmetric.
Likeness compare_people(const Answers& one, const Answers& other);

/// Keys under which a person is looked for; two people who are not `different` share at least one
/// (blocking). Forms: `n:<nik>`, `p:<first 12 NIK digits>`, `k:<kk>`, `d:<birth date>`,
/// `w:<name>:<birth year>`, `w:<name>:<next year>`, `w:<name>:<decade>x`, where `<name>` is the
/// words of the name as compared, joined by `+`: a slip in the year is accepted only beside an
/// equal name, so a common saint does not draw the whole village.
std::vector<std::string> likeness_keys(const Answers& answers);

}  // namespace lontar::model
