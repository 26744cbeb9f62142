#include "storage/register/unlock.hpp"

#include "storage/register/aside.hpp"

namespace lontar::storage {

Result<std::vector<OfficerName>> who_can_unlock(Disk& disk, const Path& folder) {
    auto keyring = sealed::read_keyring(disk, folder);
    if (!keyring && keyring.error().kind == ErrorKind::not_found) {
        for (const Path& aside : folders_aside(disk, folder)) {
            keyring = sealed::read_keyring(disk, aside);
            if (keyring) {
                break;
            }
        }
    }
    if (!keyring) {
        return std::move(keyring).error();
    }
    std::vector<OfficerName> names;
    for (sealed::Wrap& wrap : keyring->wraps) {
        names.push_back({wrap.officer, std::move(wrap.name)});
    }
    return names;
}

Result<Unlocked> unlock_with_passphrase(Disk& disk, const Path& folder,
                                        const std::optional<OfficerId>& officer,
                                        const sealed::Secret& passphrase) {
    const auto keyring = sealed::read_keyring(disk, folder);
    if (!keyring) {
        return keyring.error();
    }
    for (const sealed::Wrap& wrap : keyring->wraps) {
        if (officer && wrap.officer != *officer) {
            continue;
        }
        auto key = sealed::unwrap_key(wrap, passphrase);
        if (key) {
            return Unlocked{*std::move(key), wrap.officer};
        }
        if (key.error().kind != ErrorKind::wrong_passphrase) {
            return std::move(key).error();
        }
    }
    return fail(ErrorKind::wrong_passphrase, "K-02", "unlock the register");
}

Result<sealed::Secret> unlock_with_recovery(Disk& disk, const Path& folder,
                                            const sealed::Identity& sheet) {
    return sealed::read_recovery(disk, folder, sheet);
}

}  // namespace lontar::storage
