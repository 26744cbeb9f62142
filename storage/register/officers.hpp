#pragma once
/// Who works with the register: rows of `officer`, each with a wrap of the register key in the
/// keyring. Passphrases as `sealed::wrap_key`.
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"

namespace lontar::sealed {
class Recipient;
class Secret;
struct PassphraseCost;
}  // namespace lontar::sealed

namespace lontar::storage {

class Register;

struct Officer {
    OfficerId id;
    std::string name;
    std::string role;  ///< operator, sekdes, kades
    bool active = true;
};

Result<std::vector<Officer>> list_officers(Register& village_register);
/// refused "R-19": nobody active has this id.
Status require_officer(Register& village_register, const OfficerId& officer);
/// Inside the caller's transaction.
Status insert_officer(Register& village_register, const OfficerId& id, std::string_view name,
                      std::string_view role, Timestamp now);

/// invalid_input "R-21": no name or no role; refused "R-19": nobody active is `by`.
Status add_officer(Register& village_register, std::string_view name, std::string_view role,
                   const sealed::Secret& passphrase, const sealed::PassphraseCost& cost,
                   const OfficerId& by);
/// Also gives one to an officer without (after a restore), and makes a keyring anew that is gone.
/// refused "R-19": nobody active is `officer`.
Status change_passphrase(Register& village_register, const OfficerId& officer,
                         const sealed::Secret& passphrase, const sealed::PassphraseCost& cost);
/// conflict "K-09": the last active officer; refused "R-19": nobody active is `officer` or `by`.
Status remove_officer(Register& village_register, const OfficerId& officer, const OfficerId& by);
/// New recovery sheet: `recovery.age` is written anew for it.
Status replace_recovery_sheet(Register& village_register, const sealed::Recipient& sheet);

}  // namespace lontar::storage
