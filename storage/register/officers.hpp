#pragma once
/// Who works with the register: rows of `officer`, each with a wrap of the register key in the
/// keyring.
#include <vector>

#include "storage/register/village_register.hpp"

namespace lontar::storage {

/// What a change of officers needs.
struct OfficerScene {
    sqlite::Database& database;
    const World& world;
    const Path& folder;
    const sealed::Secret& register_key;
};

Result<std::vector<Officer>> list_officers(sqlite::Database& database);
/// refused "R-19": nobody active has this id.
Status require_officer(sqlite::Database& database, const OfficerId& officer);
/// Inside the caller's transaction.
Status insert_officer(sqlite::Database& database, const OfficerId& id, std::string_view name,
                      std::string_view role, Timestamp now);

// As the functions of VillageRegister.
Status add_officer(const OfficerScene& scene, std::string_view name, std::string_view role,
                   const sealed::Secret& passphrase, const sealed::PassphraseCost& cost,
                   const OfficerId& by);
Status change_passphrase(const OfficerScene& scene, const OfficerId& officer,
                         const sealed::Secret& passphrase, const sealed::PassphraseCost& cost);
Status remove_officer(const OfficerScene& scene, const OfficerId& officer, const OfficerId& by);
Status replace_recovery_sheet(const OfficerScene& scene, const Device& device,
                              const sealed::Recipient& sheet);

}  // namespace lontar::storage
