#include "storage/register/creating.hpp"

#include "storage/register/audit.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/making.hpp"
#include "storage/register/officer_name.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/settings.hpp"
#include "storage/sqlite/database.hpp"

namespace lontar::storage {

namespace {

Status put_settings(Register& village_register, const NewRegister& request) {
    for (const auto& [name, value] :
         {std::pair<std::string_view, std::string>(setting_names::village, request.village),
          {setting_names::village_name, request.village_name},
          {setting_names::activation, request.activation},
          {setting_names::manifest, request.manifest},
          {setting_names::root, to_hex(request.root)},
          {setting_names::recovery_sheet, request.recovery_sheet.text()},
          {setting_names::province_recovery, request.province_recovery.text()},
          {setting_names::training, request.training ? "1" : ""}}) {
        if (auto put = put_setting(village_register, name, value); !put) {
            return put;
        }
    }
    return done();
}

/// The first content of a register, in one commit.
Status fill(Making& making, const NewRegister& request, const OfficerId& officer) {
    Register& content = making.content();
    const Timestamp now = content.world().clock.now();
    auto transaction = sqlite::Transaction::begin(content.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto put = put_settings(content, request); !put) {
        return put;
    }
    if (auto put = making.put_device(); !put) {
        return put;
    }
    if (auto inserted =
            insert_officer(content, officer, request.officer_name, request.officer_role, now);
        !inserted) {
        return inserted;
    }
    if (auto logged =
            append_audit(content, {now, officer, "register_created", request.village, {}});
        !logged) {
        return logged;
    }
    if (auto started = start_epoch(content, "new"); !started) {
        return started;
    }
    return transaction->commit();
}

}  // namespace

Result<std::unique_ptr<Register>> create_register(const World& world, const Path& folder,
                                                  const NewRegister& request) {
    if (auto named = check_name(request.officer_name); !named) {
        return std::move(named).error();
    }
    auto making =
        Making::begin(world, folder, fail(ErrorKind::conflict, "R-10", "create a register"));
    if (!making) {
        return std::move(making).error();
    }
    const OfficerId officer = OfficerId::random(world.random);
    if (auto filled = fill(**making, request, officer); !filled) {
        return std::move(filled).error();
    }
    auto finished =
        (*making)->finish({officer, request.officer_name, request.passphrase, request.cost,
                           request.recovery_sheet, request.province_recovery});
    if (!finished) {
        return std::move(finished).error();
    }
    return open_made(**making);
}

}  // namespace lontar::storage
