#pragma once
/// Saving a person: checks, the search for the same person, the decision, one transaction.
#include <string_view>

#include "storage/register/village_register.hpp"

namespace lontar::storage {

/// What saving needs beside the answers.
struct SaveScene {
    sqlite::Database& database;
    const World& world;
    const std::string& village;
};

Result<Saved> save_new_person(const SaveScene& scene, const model::Answers& typed,
                              const SaveOptions& options);
Result<Saved> correct_person(const SaveScene& scene, const RegistrationId& id, const Rev& base,
                             const model::Answers& typed, const SaveOptions& options);
Status withdraw_person(const SaveScene& scene, const RegistrationId& id, const Rev& base,
                       std::string_view why, const OfficerId& by);

Status mark_person_checked(const SaveScene& scene, const RegistrationId& id, const OfficerId& by);

/// Told with a likely double: continued on purpose, or brought by an import.
inline constexpr std::string_view likely_duplicate = "likely_duplicate";

}  // namespace lontar::storage
