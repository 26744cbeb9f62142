#include "client/session.hpp"

#include <algorithm>

#include "client/session_impl.hpp"
#include "storage/base/os.hpp"
#include "storage/base/text.hpp"
#include "storage/model/region.hpp"

namespace lontar::client {

namespace {

/// Who gets a new passphrase: the one named, else the first who is active.
Result<storage::Officer> officer_to_recover(storage::VillageRegister& village_register,
                                            const std::optional<OfficerId>& named) {
    const auto officers = village_register.officers();
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

}  // namespace

bool is_set_up(const Place& place) {
    return place.world.disk.exists(place.data_folder / "register.db");
}

sealed::PassphraseCost passphrase_cost(const Place& place) {
    return place.passphrase_cost ? *place.passphrase_cost
                                 : sealed::PassphraseCost::for_memory(physical_memory_bytes());
}

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::begin(
    const Place& place, std::unique_ptr<storage::VillageRegister> village_register,
    const OfficerId& officer) {
    const auto officers = village_register->officers();
    if (!officers) {
        return officers.error();
    }
    const auto found = std::find_if(officers->begin(), officers->end(),
                                    [&](const storage::Officer& one) { return one.id == officer; });
    if (found == officers->end()) {
        return fail(ErrorKind::not_found, "K-10", "find the officer in the register");
    }
    auto impl = std::make_unique<Impl>(Impl{place,
                                            std::move(village_register),
                                            *found,
                                            spool::Spool(place.world.disk, place.data_folder),
                                            std::nullopt,
                                            {}});
    // The register is open whatever the spool says: nobody may be kept from working by a full stick
    // or a bad reply.
    auto taken = spool::take_in(*impl->village_register, impl->spool, place.world);
    if (taken) {
        impl->opening_intake = *std::move(taken);
    } else {
        impl->opening_trouble = std::move(taken).error();
    }
    return std::unique_ptr<Session>(new Session(std::move(impl)));
}

Result<std::unique_ptr<Session>> Session::unlock(const Place& place,
                                                 const std::optional<OfficerId>& officer,
                                                 const sealed::Secret& passphrase) {
    auto opened =
        storage::unlock_with_passphrase(place.world.disk, place.data_folder, officer, passphrase);
    if (!opened) {
        return std::move(opened).error();
    }
    auto village_register =
        storage::VillageRegister::open(place.world, place.data_folder, opened->key);
    if (!village_register) {
        return std::move(village_register).error();
    }
    return begin(place, *std::move(village_register), opened->officer);
}

Result<std::unique_ptr<Session>> Session::recover(const Place& place, const sealed::Identity& sheet,
                                                  const std::optional<OfficerId>& officer,
                                                  const sealed::Secret& new_passphrase) {
    const auto key = storage::unlock_with_recovery(place.world.disk, place.data_folder, sheet);
    if (!key) {
        return key.error();
    }
    auto village_register = storage::VillageRegister::open(place.world, place.data_folder, *key);
    if (!village_register) {
        return std::move(village_register).error();
    }
    const auto who = officer_to_recover(**village_register, officer);
    if (!who) {
        return who.error();
    }
    const Status changed =
        (*village_register)->change_passphrase(who->id, new_passphrase, passphrase_cost(place));
    if (!changed) {
        return changed.error();
    }
    return begin(place, *std::move(village_register), who->id);
}

storage::VillageRegister& Session::village_register() {
    return *impl_->village_register;
}

const storage::Officer& Session::officer() const {
    return impl_->officer;
}

const Place& Session::place() const {
    return impl_->place;
}

const std::optional<Error>& Session::opening_trouble() const {
    return impl_->opening_trouble;
}

const spool::IntakeOutcome& Session::opening_intake() const {
    return impl_->opening_intake;
}

std::string Session::village_title() const {
    const std::string title = model::region_title(impl_->village_register->village());
    return title.empty() ? drawable(impl_->village_register->village_name()) : title;
}

model::CheckContext Session::check_context() {
    const auto moment = impl_->village_register->moment();
    const Timestamp now = moment ? moment->first : impl_->place.world.clock.now();
    return {Date::in_wita(now), impl_->village_register->village()};
}

}  // namespace lontar::client
