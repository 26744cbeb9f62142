#include "simulate/laptop_box.hpp"

#include <algorithm>

#include "simulate/places.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/copies/backup.hpp"
#include "storage/register/device.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/saving.hpp"
#include "support/register_scene.hpp"

namespace lontar::simulate {

using support::expect;

LaptopBox::LaptopBox(const Path& top, std::size_t number, std::uint64_t seed,
                     std::string_view village)
    : random(seed * laptops_in_story + number + 1),
      // Two laptops of a village meet different people, unless they meet the same on purpose.
      people_of_village(seed * laptops_in_story + number + 1, std::string(village),
                        Date::in_wita(clock.now())),
      part_(part_of_laptop(number)),
      village_(village),
      folder_(top / part_) {}

laptop::Machine LaptopBox::machine() {
    return {world(), data(), sealed::PassphraseCost::for_tests()};
}

Status LaptopBox::unlock() {
    if (session_) {
        return done();
    }
    auto opened = laptop::Session::unlock(machine(), std::nullopt, passphrase());
    if (!opened) {
        return std::move(opened).error();
    }
    session_ = *std::move(opened);
    return done();
}

storage::SaveOptions LaptopBox::by(std::string_view why) const {
    storage::SaveOptions options;
    options.by = session_->officer().id;
    options.why = std::string(why);
    options.different_people = true;
    return options;
}

std::string LaptopBox::device() const {
    return session_->village_register().device().id.hex();
}

std::vector<storage::Registration> LaptopBox::people() {
    storage::PeopleFilter everybody;
    everybody.limit = 100'000;
    std::vector<storage::Registration> people;
    for (const auto& line : expect(storage::list_people(session_->village_register(), everybody))) {
        people.push_back(expect(storage::find_registration(session_->village_register(), line.id)));
    }
    return people;
}

std::set<std::string> LaptopBox::revisions() {
    std::set<std::string> revisions;
    for (const auto& person : people()) {
        for (const auto& revision : person.revisions) {
            if (!revision.taken_back) {
                revisions.insert(revision.rev.hex());
            }
        }
    }
    return revisions;
}

std::set<std::string> LaptopBox::lines_in_out() {
    const auto batches = expect(storage::list_batches(session_->village_register()));
    const auto state = expect(storage::find_epoch_state(session_->village_register()));
    std::set<std::string> lines;
    for (const auto& person : people()) {
        for (const auto& revision : person.revisions) {
            const bool waits = revision.seq && revision.epoch == state.epoch &&
                               std::ranges::any_of(batches, [&](const auto& batch) {
                                   return batch.epoch == *revision.epoch &&
                                          batch.seq == *revision.seq && batch.receipt.empty();
                               });
            if (waits) {
                lines.insert(revision.rev.hex());
            }
        }
    }
    return lines;
}

Status LaptopBox::restore(const Path& backup, const sealed::Identity& sheet) {
    const storage::RestoreRequest request{"Maria Bere", passphrase(),
                                          sealed::PassphraseCost::for_tests(), sheet.recipient()};
    auto restored = storage::restore_backup(world(), backup, sheet, data(), request, village_,
                                            [](std::int64_t, std::int64_t) { return true; });
    return restored ? done() : Status(std::move(restored).error());
}

}  // namespace lontar::simulate
