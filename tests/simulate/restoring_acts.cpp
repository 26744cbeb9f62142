/// Backups of either side, and what they bring back.
#include <filesystem>

#include "simulate/player.hpp"
#include "simulate/told.hpp"
#include "storage/register/copies/backup.hpp"
#include "storage/register/copies/joining.hpp"
#include "support/register_scene.hpp"

namespace lontar::simulate {

namespace fs = std::filesystem;

std::set<std::string> Player::held_but(const LaptopBox* laptop, bool province) {
    std::set<std::string> held;
    for (const auto& other : laptops_) {
        if (other.get() != laptop && other->unlock()) {
            held.merge(other->revisions());
        }
    }
    for (std::size_t i = 0; i < laptops_.size(); ++i) {
        if (laptops_[i].get() != laptop) {
            held.insert(taken_[i].revisions.begin(), taken_[i].revisions.end());
        }
    }
    if (!province) {
        for (const auto& [rev, where] : province_.revisions()) {
            held.insert(rev);
        }
    }
    return held;
}

std::string Player::act_of_restoring(const Act& act) {
    const std::size_t number = act.who % laptops_.size();
    LaptopBox& laptop = *laptops_[number];
    const Path shelf = top_ / std::string(part_of_shelf);
    switch (act.kind) {
        case ActKind::back_up_laptop: {
            if (auto unlocked = laptop.unlock(); !unlocked) {
                return "unlock: " + outcome(unlocked);
            }
            const Path folder = shelf / std::to_string(++things_on_shelf_);
            fs::create_directories(folder);
            const auto made =
                storage::create_backup(laptop.session()->village_register(), folder, go_on);
            if (!made) {
                return made.error().code;
            }
            laptop_backups_[number].push_back({made->path, sheets_[number], laptop.revisions()});
            return "backup " + std::to_string(laptop_backups_[number].size());
        }
        case ActKind::back_up_province: {
            const Path file = shelf / (std::to_string(++things_on_shelf_) + ".age");
            if (const Status made = province_.back_up(file); !made) {
                return outcome(made);
            }
            ProvinceBackup backup{file, {}};
            for (const auto& [rev, where] : province_.revisions()) {
                backup.revisions.insert(rev);
            }
            province_backups_.push_back(std::move(backup));
            return "backup " + std::to_string(province_backups_.size());
        }
        case ActKind::restore_laptop:
            return restore_laptop(number, act);
        case ActKind::lose_register:
            return lose_register(number, act);
        case ActKind::join_backup:
            return join_backup(number, act);
        case ActKind::clone_laptop:
            // What everybody holds is looked up meanwhile, so nothing may break.
            return act.threat == 0 ? clone_laptop(number) : "nobody touches it";
        default:
            return restore_province(act);
    }
}

std::string Player::restore_laptop(std::size_t number, const Act& act) {
    const auto& backups = laptop_backups_[number];
    if (backups.empty() || act.threat != 0) {
        return "no backup";
    }
    LaptopBox& laptop = *laptops_[number];
    const auto& backup = backups[act.what % backups.size()];
    auto left = held_but(&laptop, false);
    left.insert(backup.revisions.begin(), backup.revisions.end());
    laptop.lock();
    forget_taken(number);
    fs::remove_all(laptop.data());
    disk_.look_again(laptop.part());
    const Status restored = laptop.restore(backup.file, *backup.sheet);
    sheets_[number] = backup.sheet;
    ledger_.lost(left);
    return "backup " + std::to_string(act.what % backups.size() + 1) + ": " + outcome(restored);
}

std::string Player::lose_register(std::size_t number, const Act& act) {
    const auto& backups = laptop_backups_[number];
    LaptopBox& laptop = *laptops_[number];
    // The sheet of another register would not open what this one sealed its backups for.
    if (backups.empty() || act.threat != 0 || !laptop.unlock() ||
        backups[act.what % backups.size()].sheet != sheets_[number]) {
        return "no backup";
    }
    const auto& backup = backups[act.what % backups.size()];
    auto left = held_but(&laptop, false);
    left.merge(laptop.lines_in_out());
    left.insert(backup.revisions.begin(), backup.revisions.end());
    laptop.lock();
    // A keyring of the lost one, put back beside the new register, would open nothing.
    forget_taken(number);
    for (const char* ending : {"", "-wal"}) {
        fs::remove(laptop.data() / (std::string("register.db") + ending));
    }
    disk_.look_again(laptop.part());
    const Status restored = laptop.restore(backup.file, *backup.sheet);
    ledger_.lost(left);
    return "backup " + std::to_string(act.what % backups.size() + 1) + ": " + outcome(restored);
}

std::string Player::join_backup(std::size_t number, const Act& act) {
    LaptopBox& laptop = *laptops_[number];
    std::vector<const LaptopBackup*> of_village;
    for (std::size_t i = 0; i < laptops_.size(); ++i) {
        for (const LaptopBackup& backup : laptop_backups_[i]) {
            if (laptops_[i]->village() == laptop.village()) {
                of_village.push_back(&backup);
            }
        }
    }
    if (of_village.empty()) {
        return "no backup";
    }
    if (auto unlocked = laptop.unlock(); !unlocked) {
        return "unlock: " + outcome(unlocked);
    }
    const LaptopBackup& backup = *of_village[act.what % of_village.size()];
    const auto content = storage::read_backup(backup.file, *backup.sheet, laptop.village(), go_on);
    if (!content) {
        return content.error().code + " " + content.error().context;
    }
    const auto joined = storage::join(laptop.session()->village_register(), *content,
                                      laptop.session()->officer().id);
    if (!joined) {
        return joined.error().code + " " + joined.error().context;
    }
    // "Digabungkan" was said: what nobody held any more is owed again.
    for (const auto& person : laptop.people()) {
        for (const auto& revision : person.revisions) {
            if (!revision.taken_back && !is_merged(revision) &&
                backup.revisions.contains(revision.rev.hex())) {
                ledger_.saved(revision.rev.hex(),
                              {person.id.hex(), revision.type == model::EntryType::withdrawal});
            }
        }
    }
    return std::to_string(joined->added) + " added, " + std::to_string(joined->renewed) +
           " renewed, " + std::to_string(joined->differing.size()) + " differ, " +
           std::to_string(joined->lines) + " lines";
}

std::string Player::clone_laptop(std::size_t number) {
    const std::size_t other = number == 0 ? 1 : 0;
    if (number > 1) {
        return "the only laptop of its village";
    }
    if (!has_register(number)) {
        return "its register is away";
    }
    LaptopBox& from = *laptops_[number];
    LaptopBox& to = *laptops_[other];
    ledger_.lost(held_but(&to, false));
    from.lock();
    to.lock();
    forget_taken(other);
    fs::remove_all(to.data());
    fs::copy(from.data(), to.data(), fs::copy_options::recursive);
    disk_.look_again(to.part());
    sheets_[other] = sheets_[number];
    has_clones_ = true;
    return "copied over " + to.part();
}

std::string Player::restore_province(const Act& act) {
    if (province_backups_.empty() || act.threat != 0) {
        return "no backup";
    }
    const auto& backup = province_backups_[act.what % province_backups_.size()];
    auto left = held_but(nullptr, true);
    left.insert(backup.revisions.begin(), backup.revisions.end());
    const Status restored = province_.restore(backup.file);
    disk_.look_again(std::string(part_of_province));
    ledger_.lost(left);
    return "backup " + std::to_string(act.what % province_backups_.size() + 1) + ": " +
           outcome(restored);
}

}  // namespace lontar::simulate
