#include "client/form/same_nik.hpp"

#include <utility>

#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/duplicates.hpp"

namespace lontar::client {

namespace {

/// The one the province names, else whoever here has the NIK.
Result<std::optional<RegistrationId>> id_of_other(storage::Register& village_register,
                                                  const storage::Registration& registration) {
    const auto told =
        RegistrationId::from_hex(registration.verdict.detail.text_at("id").value_or(""));
    if (told) {
        return std::optional(*told);
    }
    const auto similar =
        storage::find_similar(village_register, registration.fields, registration.id);
    if (!similar) {
        return similar.error();
    }
    for (const storage::Similar& one : *similar) {
        if (one.likeness == model::Likeness::same_person ||
            one.likeness == model::Likeness::same_nik) {
            return std::optional(one.id);
        }
    }
    return std::optional<RegistrationId>();
}

}  // namespace

bool is_own_double(const storage::Registration& registration) {
    return !registration.withdrawn && registration.standing == model::Standing::needs_correction &&
           registration.verdict.code == "duplicate" &&
           registration.verdict.detail.boolean_at("own");
}

Result<std::optional<OtherOne>> find_other(storage::Register& village_register,
                                           const storage::Registration& registration) {
    std::optional<OtherOne> none;
    if (!is_own_double(registration)) {
        return none;
    }
    const auto id = id_of_other(village_register, registration);
    if (!id) {
        return id.error();
    }
    if (!*id || **id == registration.id) {
        return none;
    }
    auto found = storage::find_registration(village_register, **id);
    if (!found) {
        // In the sight of this laptop, and not told to it yet.
        return found.error().kind == ErrorKind::not_found ? Result<std::optional<OtherOne>>(none)
                                                          : std::move(found).error();
    }
    if (found->withdrawn) {
        return none;
    }
    const auto likeness = model::compare_people(registration.fields, found->fields);
    return std::optional(OtherOne{*std::move(found), likeness});
}

std::string next_step(storage::Register& village_register,
                      const storage::Registration& registration) {
    if (registration.is_held_merge()) {
        return std::string(say("advice.held.merge"));
    }
    if (!is_own_double(registration)) {
        return verdict_advice(registration.verdict);
    }
    const auto other = find_other(village_register, registration);
    if (!other || !*other) {
        return verdict_advice(registration.verdict);
    }
    const bool is_same = (*other)->likeness == model::Likeness::same_person;
    return std::string(say(is_same ? "advice.duplicate.own.same" : "advice.duplicate.own.unlike"));
}

}  // namespace lontar::client
