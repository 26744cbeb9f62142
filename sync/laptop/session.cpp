#include "sync/laptop/session.hpp"

#include <algorithm>
#include <functional>

#include "storage/base/text.hpp"
#include "storage/model/region.hpp"
#include "storage/register/aside.hpp"
#include "storage/register/making.hpp"
#include "storage/register/moment.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/register.hpp"
#include "storage/register/unlock.hpp"

namespace lontar::laptop {

namespace {

/// Who gets a new passphrase: the one named, else the first who is active.
Result<storage::Officer> officer_to_recover(storage::Register& village_register,
                                            const std::optional<OfficerId>& named) {
    const auto officers = storage::list_officers(village_register);
    if (!officers) {
        return officers.error();
    }
    const auto found =
        std::find_if(officers->begin(), officers->end(), [&](const storage::Officer& officer) {
            return named ? officer.id == *named : officer.active;
        });
    if (found == officers->end()) {
        return fail(ErrorKind::not_found, "K-10", "find the officer");
    }
    return *found;
}

Result<std::unique_ptr<Session>> unlock_with_keys_here(const Machine& machine,
                                                       const std::optional<OfficerId>& officer,
                                                       const sealed::Secret& passphrase) {
    auto opened = storage::unlock_with_passphrase(machine.world.disk, machine.data_folder, officer,
                                                  passphrase);
    if (!opened) {
        return std::move(opened).error();
    }
    auto village_register = storage::open_register(machine.world, machine.data_folder, opened->key);
    if (!village_register) {
        return std::move(village_register).error();
    }
    return Session::begin(machine, *std::move(village_register), opened->officer);
}

/// The register may be one whose keys were put aside when another took its place.
bool may_need_other_keys(const Error& error) {
    return error.kind == ErrorKind::wrong_passphrase || error.kind == ErrorKind::corrupt ||
           error.kind == ErrorKind::not_found;
}

/// Keys that lie aside, which `open_keys` opens and which open the register, come back into place.
/// False: none do.
Result<bool> bring_back_keys(const Machine& machine,
                             const std::function<Result<sealed::Secret>(const Path&)>& open_keys) {
    const World& world = machine.world;
    for (const Path& aside : storage::folders_aside(world.disk, machine.data_folder)) {
        const auto key = open_keys(aside);
        if (!key || !storage::open_to_read(world, machine.data_folder, *key)) {
            continue;
        }
        const auto lock = storage::lock_folder(machine.data_folder);
        if (!lock) {
            return lock.error();
        }
        auto back = storage::bring_back(world.disk, machine.data_folder, aside);
        return back ? Result<bool>(true) : std::move(back).error();
    }
    return false;
}

Result<std::unique_ptr<storage::Register>> open_with_sheet_here(const Machine& machine,
                                                                const sealed::Identity& sheet) {
    const auto key = storage::unlock_with_recovery(machine.world.disk, machine.data_folder, sheet);
    if (!key) {
        return key.error();
    }
    return storage::open_register(machine.world, machine.data_folder, *key);
}

}  // namespace

Session::Session(const Machine& machine, std::unique_ptr<storage::Register> village_register,
                 storage::Officer officer)
    : machine_(machine),
      village_register_(std::move(village_register)),
      officer_(std::move(officer)),
      spool_(machine.world.disk, machine.data_folder) {}

Result<std::unique_ptr<Session>> Session::begin(const Machine& machine,
                                                std::unique_ptr<storage::Register> village_register,
                                                const OfficerId& officer) {
    const auto officers = storage::list_officers(*village_register);
    if (!officers) {
        return officers.error();
    }
    const auto found = std::find_if(officers->begin(), officers->end(),
                                    [&](const storage::Officer& one) { return one.id == officer; });
    if (found == officers->end()) {
        return fail(ErrorKind::not_found, "K-10", "find the officer in the register");
    }
    std::unique_ptr<Session> session(new Session(machine, std::move(village_register), *found));
    session->take_in_what_waits();
    return session;
}

/// The register is open whatever the spool says: nobody may be kept from working by a full stick
/// or a bad reply.
void Session::take_in_what_waits() {
    auto taken = spool::take_in(*village_register_, spool_, machine_.world);
    if (taken) {
        opening_intake_ = *std::move(taken);
    } else {
        opening_trouble_ = std::move(taken).error();
    }
}

Result<std::unique_ptr<Session>> Session::unlock(const Machine& machine,
                                                 const std::optional<OfficerId>& officer,
                                                 const sealed::Secret& passphrase) {
    auto session = unlock_with_keys_here(machine, officer, passphrase);
    if (session || !may_need_other_keys(session.error())) {
        return session;
    }
    const auto found = bring_back_keys(machine, [&](const Path& aside) -> Result<sealed::Secret> {
        auto opened =
            storage::unlock_with_passphrase(machine.world.disk, aside, std::nullopt, passphrase);
        return opened ? Result<sealed::Secret>(std::move(opened->key)) : std::move(opened).error();
    });
    if (!found) {
        return found.error();
    }
    return *found ? unlock_with_keys_here(machine, {}, passphrase) : std::move(session);
}

Result<std::unique_ptr<Session>> Session::recover(const Machine& machine,
                                                  const sealed::Identity& sheet,
                                                  const std::optional<OfficerId>& officer,
                                                  const sealed::Secret& new_passphrase) {
    auto village_register = open_with_sheet_here(machine, sheet);
    if (!village_register && may_need_other_keys(village_register.error())) {
        const auto found = bring_back_keys(machine, [&](const Path& aside) {
            return storage::unlock_with_recovery(machine.world.disk, aside, sheet);
        });
        if (!found) {
            return found.error();
        }
        if (*found) {
            village_register = open_with_sheet_here(machine, sheet);
        }
    }
    if (!village_register) {
        return std::move(village_register).error();
    }
    const auto who = officer_to_recover(**village_register, officer);
    if (!who) {
        return who.error();
    }
    const Status changed = storage::change_passphrase(**village_register, who->id, new_passphrase,
                                                      passphrase_cost(machine));
    if (!changed) {
        return changed.error();
    }
    return begin(machine, *std::move(village_register), who->id);
}

std::string Session::village_title() const {
    const std::string title = model::region_title(village_register_->village());
    return title.empty() ? drawable(village_register_->village_name()) : title;
}

model::CheckContext Session::check_context() {
    const auto moment = storage::find_moment(*village_register_);
    const storage::Moment known =
        moment ? *moment : storage::moment_of(machine_.world.clock.now(), Timestamp{});
    return {storage::today_at(known), village_register_->village()};
}

}  // namespace lontar::laptop
