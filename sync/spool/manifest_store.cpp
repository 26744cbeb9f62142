#include "sync/spool/manifest_store.hpp"

#include "storage/register/register.hpp"
#include "storage/register/settings.hpp"

namespace lontar::spool {

Result<wire::KeyManifest> current_manifest(storage::Register& village_register) {
    const auto text = storage::find_setting(village_register, storage::setting_names::manifest);
    if (!text) {
        return text.error();
    }
    return wire::parse_manifest(*text, std::nullopt);
}

Result<wire::KeyManifest> adopt_manifest(storage::Register& village_register, Spool& spool) {
    auto current = current_manifest(village_register);
    const auto waiting = spool.waiting_manifest();
    if (!waiting) {
        return waiting.error();
    }
    if (!current || waiting->empty()) {
        return current;
    }
    auto newer = wire::parse_manifest(*waiting, current->root);
    const bool replaces = newer && newer->number > current->number;
    if (replaces) {
        // It may tell of a restore, and what was put aside as answered is not there then.
        if (auto back = spool.bring_back_out(); !back) {
            return std::move(back).error();
        }
        if (auto stored = storage::put_setting(village_register, storage::setting_names::manifest,
                                               newer->text());
            !stored) {
            return std::move(stored).error();
        }
    }
    if (auto removed = spool.remove_manifest(); !removed) {
        return std::move(removed).error();
    }
    return replaces ? std::move(newer) : std::move(current);
}

}  // namespace lontar::spool
