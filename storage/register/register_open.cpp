#include "storage/register/audit.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/register_files.hpp"
#include "storage/register/register_impl.hpp"
#include "storage/register/settings.hpp"

namespace lontar::storage {

namespace {

/// On a machine it was never open on: a copy, which must not go on with the epoch of the original.
Status leave_epoch_of_original(VillageRegister::Impl& impl) {
    auto transaction = sqlite::Transaction::begin(*impl.database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto started = start_epoch(*impl.database, impl.world, impl.device.id, "clone"); !started) {
        return started;
    }
    if (auto set = set_machine(*impl.database, impl.device.machine); !set) {
        return set;
    }
    return commit(*transaction, "epoch-before-commit", "epoch-after-commit");
}

Status load_names(VillageRegister::Impl& impl) {
    for (const auto& [name, into] : {std::pair(setting_names::village, &impl.village),
                                     std::pair(setting_names::village_name, &impl.village_name)}) {
        auto value = find_setting(*impl.database, name);
        if (!value) {
            return std::move(value).error();
        }
        *into = *std::move(value);
    }
    const auto training = find_setting(*impl.database, setting_names::training);
    if (!training) {
        return training.error();
    }
    impl.training = !training->empty();
    return impl.village.empty()
               ? Status(fail(ErrorKind::corrupt, "R-06", "read the village of the register"))
               : done();
}

Status make_keys(sqlite::Database& database) {
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto made = make_missing_duplicate_keys(database);
    return made ? transaction->commit() : made;
}

/// Everything of `open` behind the lock.
Result<std::unique_ptr<VillageRegister::Impl>> open_locked(const World& world, const Path& folder,
                                                           std::unique_ptr<FileLock> lock,
                                                           sealed::Secret key) {
    auto opened = open_database(world.disk, folder / register_file, key, false);
    if (!opened) {
        return std::move(opened).error();
    }
    auto device = find_device(*opened->database);
    if (!device) {
        return std::move(device).error();
    }
    std::unique_ptr<VillageRegister::Impl> impl(
        new VillageRegister::Impl{world,
                                  folder,
                                  std::move(lock),
                                  std::move(key),
                                  std::move(opened->database),
                                  std::move(device->device),
                                  {},
                                  {},
                                  false});
    if (auto loaded = load_names(*impl); !loaded) {
        return std::move(loaded).error();
    }
    if (auto made = make_keys(*impl->database); !made) {
        return std::move(made).error();
    }
    if (device->is_unbound) {
        if (auto bound = set_machine(*impl->database, impl->device.machine); !bound) {
            return std::move(bound).error();
        }
    }
    if (device->is_other_machine) {
        if (auto left = leave_epoch_of_original(*impl); !left) {
            return std::move(left).error();
        }
    }
    if (!opened->was_migrated) {
        // Nobody is kept from working by a copy that does not go; the next start tries again.
        static_cast<void>(sqlite::remove_copies(world.disk, folder / register_file));
    }
    return impl;
}

Status put_settings(sqlite::Database& database, const NewRegister& request) {
    for (const auto& [name, value] :
         {std::pair<std::string_view, std::string>(setting_names::village, request.village),
          {setting_names::village_name, request.village_name},
          {setting_names::activation, request.activation},
          {setting_names::manifest, request.manifest},
          {setting_names::root, to_hex(request.root)},
          {setting_names::recovery_sheet, request.recovery_sheet.text()},
          {setting_names::province_recovery, request.province_recovery.text()},
          {setting_names::training, request.training ? "1" : ""}}) {
        if (auto put = put_setting(database, name, value); !put) {
            return put;
        }
    }
    return done();
}

/// The first content of a register, in one commit.
Status fill(sqlite::Database& database, const World& world, const NewRegister& request,
            const NewDevice& device, const OfficerId& officer) {
    const Timestamp now = world.clock.now();
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto put = put_settings(database, request); !put) {
        return put;
    }
    if (auto inserted = insert_device(database, device); !inserted) {
        return inserted;
    }
    if (auto inserted =
            insert_officer(database, officer, request.officer_name, request.officer_role, now);
        !inserted) {
        return inserted;
    }
    if (auto logged =
            append_audit(database, {now, officer, "register_created", request.village, {}});
        !logged) {
        return logged;
    }
    if (auto started = start_epoch(database, world, device.device.id, "new"); !started) {
        return started;
    }
    return transaction->commit();
}

}  // namespace

Result<std::unique_ptr<VillageRegister>> VillageRegister::create(const World& world,
                                                                 const Path& folder,
                                                                 const NewRegister& request) {
    auto files =
        RegisterFiles::begin(world, folder, fail(ErrorKind::conflict, "R-10", "create a register"));
    if (!files) {
        return std::move(files).error();
    }
    const NewDevice device = make_device(world.random);
    const OfficerId officer = OfficerId::random(world.random);
    if (auto filled = fill((*files)->database(), world, request, device, officer); !filled) {
        return std::move(filled).error();
    }
    auto finished = (*files)->finish({officer, request.officer_name, request.passphrase,
                                      request.cost, request.recovery_sheet,
                                      request.province_recovery, device.device.signing_key});
    if (!finished) {
        return std::move(finished).error();
    }
    auto impl = open_locked(world, folder, (*files)->take_lock(), (*files)->take_key());
    if (!impl) {
        return std::move(impl).error();
    }
    return std::unique_ptr<VillageRegister>(new VillageRegister(*std::move(impl)));
}

Result<std::unique_ptr<VillageRegister>> VillageRegister::open(const World& world,
                                                               const Path& folder,
                                                               const sealed::Secret& register_key) {
    if (!world.disk.exists(folder / register_file)) {
        return fail(ErrorKind::not_found, "R-01", "open a register: there is none");
    }
    auto lock = lock_folder(folder);
    if (!lock) {
        return std::move(lock).error();
    }
    auto impl =
        open_locked(world, folder, *std::move(lock), sealed::Secret::copy_of(register_key.view()));
    if (!impl) {
        return std::move(impl).error();
    }
    return std::unique_ptr<VillageRegister>(new VillageRegister(*std::move(impl)));
}

}  // namespace lontar::storage
