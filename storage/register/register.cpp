#include "storage/register/register.hpp"

#include "storage/register/audit.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/database_file.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/making.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/settings.hpp"

namespace lontar::storage {

namespace {

Status make_keys(Register& village_register) {
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto made = make_missing_duplicate_keys(village_register);
    return made ? transaction->commit() : made;
}

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

Register::Register(const World& world, Path folder, std::unique_ptr<FileLock> lock,
                   sealed::Secret key)
    : world_(world), folder_(std::move(folder)), lock_(std::move(lock)), key_(std::move(key)) {}
Register::~Register() = default;

Result<std::unique_ptr<Register>> Register::create(const World& world, const Path& folder,
                                                   const NewRegister& request) {
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
    auto made = (*making)->take();
    if (auto loaded = made->load(); !loaded) {
        return std::move(loaded).error();
    }
    return made;
}

Result<std::unique_ptr<Register>> Register::open(const World& world, const Path& folder,
                                                 const sealed::Secret& key) {
    if (!world.disk.exists(folder / register_file)) {
        return fail(ErrorKind::not_found, "R-01", "open a register: there is none");
    }
    auto lock = lock_folder(folder);
    if (!lock) {
        return std::move(lock).error();
    }
    std::unique_ptr<Register> opened(
        new Register(world, folder, *std::move(lock), sealed::Secret::copy_of(key.view())));
    if (auto loaded = opened->load(); !loaded) {
        return std::move(loaded).error();
    }
    return opened;
}

Result<std::unique_ptr<Register>> Register::open_to_read(const World& world, const Path& folder,
                                                         const sealed::Secret& key) {
    if (!world.disk.exists(folder / register_file)) {
        return fail(ErrorKind::not_found, "R-01", "read a register: there is none");
    }
    auto lock = lock_folder(folder);
    if (!lock) {
        return std::move(lock).error();
    }
    std::unique_ptr<Register> opened(
        new Register(world, folder, *std::move(lock), sealed::Secret::copy_of(key.view())));
    auto database = sqlite::Database::open(folder / register_file,
                                           {.key = key.view(), .create = false, .read_only = true});
    if (!database) {
        return std::move(database).error();
    }
    opened->database_ = *std::move(database);
    return opened;
}

/// Everything of `open` behind the lock.
Status Register::load() {
    auto opened = open_database(world_.disk, folder_ / register_file, key_, false);
    if (!opened) {
        return std::move(opened).error();
    }
    database_ = std::move(opened->database);
    auto known = find_device(*this);
    if (!known) {
        return std::move(known).error();
    }
    device_ = std::move(known->device);
    if (auto loaded = load_names(); !loaded) {
        return loaded;
    }
    if (auto made = make_keys(*this); !made) {
        return made;
    }
    if (known->is_unbound) {
        if (auto bound = set_machine(*this, device_.machine); !bound) {
            return bound;
        }
    }
    if (known->is_other_machine) {
        if (auto left = leave_epoch_of_original(); !left) {
            return left;
        }
    }
    if (!opened->was_migrated) {
        // Nobody is kept from working by a copy that does not go; the next start tries again.
        static_cast<void>(sqlite::remove_copies(world_.disk, folder_ / register_file));
    }
    return done();
}

Status Register::load_names() {
    for (const auto& [name, into] : {std::pair(setting_names::village, &village_),
                                     std::pair(setting_names::village_name, &village_name_)}) {
        auto value = find_setting(*this, name);
        if (!value) {
            return std::move(value).error();
        }
        *into = *std::move(value);
    }
    const auto training = find_setting(*this, setting_names::training);
    if (!training) {
        return training.error();
    }
    training_ = !training->empty();
    return village_.empty()
               ? Status(fail(ErrorKind::corrupt, "R-06", "read the village of the register"))
               : done();
}

/// On a machine it was never open on: a copy, which must not go on with the epoch of the original.
Status Register::leave_epoch_of_original() {
    auto transaction = sqlite::Transaction::begin(*database_);
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto started = start_epoch(*this, "clone"); !started) {
        return started;
    }
    if (auto set = set_machine(*this, device_.machine); !set) {
        return set;
    }
    return commit(*transaction, "epoch-before-commit", "epoch-after-commit");
}

}  // namespace lontar::storage
