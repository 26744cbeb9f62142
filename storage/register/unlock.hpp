#pragma once
/// From a passphrase or the recovery sheet to the register key. Nothing here opens the register
/// itself.
#include <optional>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/register/officer_name.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/keyring.hpp"

namespace lontar::storage {

/// Whose passphrase opens the register, as the unlock screen lists them; where no keyring is, those
/// of the newest that lies aside. As `sealed::read_keyring`.
Result<std::vector<OfficerName>> who_can_unlock(Disk& disk, const Path& folder);

struct Unlocked {
    sealed::Secret key;
    OfficerId officer;
};
/// `officer` absent: the passphrase is tried on everybody's wrap, which costs one Argon2id each.
/// wrong_passphrase "K-02", also for an officer without a wrap; else as `sealed::read_keyring`.
Result<Unlocked> unlock_with_passphrase(Disk& disk, const Path& folder,
                                        const std::optional<OfficerId>& officer,
                                        const sealed::Secret& passphrase);

/// The key alone: the sheet is nobody's. Who uses it sets an officer's new passphrase once the
/// register is open (`change_passphrase`), also when both keyrings are gone. As
/// `sealed::read_recovery`.
Result<sealed::Secret> unlock_with_recovery(Disk& disk, const Path& folder,
                                            const sealed::Identity& sheet);

}  // namespace lontar::storage
