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

struct OfficerHere {
    Officer officer;
    /// Can unlock this laptop. After a restore only who restored it can.
    bool has_passphrase = false;
};
/// list_officers, with who can unlock; a keyring that is gone or damaged opens for nobody.
Result<std::vector<OfficerHere>> list_officers_here(Register& village_register);
/// What the province takes of the active ones in a hello, where a register of before these limits
/// has more: conflict "K-16": more than `model::max_officers`; invalid_input "K-15": a name that is
/// too long.
Status check_officers(const std::vector<Officer>& officers);
/// The active one whom `who` names. As `find_named`.
Result<Officer> find_active_officer(Register& village_register, std::string_view who);

/// refused "R-19": nobody active has this id.
Status require_officer(Register& village_register, const OfficerId& officer);
/// Inside the caller's transaction.
Status insert_officer(Register& village_register, const OfficerId& id, std::string_view name,
                      std::string_view role, Timestamp now);

/// conflict "K-12": somebody active has this name, case and blanks apart; "K-16":
/// `model::max_officers` are active already. As `check_name`.
Status check_new_name(Register& village_register, std::string_view name);
/// invalid_input "R-21": no role; refused "R-19": nobody active is `by`; conflict
/// "K-13": the passphrase opens for somebody else, whose acts these would become. As
/// `check_new_name`.
Status add_officer(Register& village_register, std::string_view name, std::string_view role,
                   const sealed::Secret& passphrase, const sealed::PassphraseCost& cost,
                   const OfficerId& by);
/// The officer's own, also the first one after a recovery; makes a keyring anew that is gone.
/// refused "R-19": nobody active is `officer`; conflict "K-13" as for add_officer.
Status change_passphrase(Register& village_register, const OfficerId& officer,
                         const sealed::Secret& passphrase, const sealed::PassphraseCost& cost);
/// The first one on this laptop for an officer without (after a restore), given by a colleague.
/// conflict "K-14": has one, which nobody else may change; else as change_passphrase.
Status give_passphrase(Register& village_register, const OfficerId& officer,
                       const sealed::Secret& passphrase, const sealed::PassphraseCost& cost,
                       const OfficerId& by);
/// conflict "K-09": the last active officer; refused "R-19": nobody active is `officer` or `by`.
Status remove_officer(Register& village_register, const OfficerId& officer, const OfficerId& by);
/// New recovery sheet: `recovery.age` is written anew for it.
Status replace_recovery_sheet(Register& village_register, const sealed::Recipient& sheet);

}  // namespace lontar::storage
