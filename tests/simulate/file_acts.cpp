/// What a cleaner, a virus scanner or a person does to the files of a laptop: they are away for a
/// while, and come back where nothing has taken their place.
#include <filesystem>

#include "simulate/player.hpp"
#include "simulate/told.hpp"

namespace lontar::simulate {

namespace fs = std::filesystem;

namespace {

std::vector<Path> files_in(const Path& folder) {
    std::vector<Path> files;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    return files;
}

/// A guess of each kind at what somebody may think is not needed.
std::vector<Path> guess(const Path& data, std::uint32_t seed) {
    constexpr std::uint32_t kinds = 6;
    switch (seed % kinds) {
        case 0:
            return files_in(data / "spool" / "out");
        case 1:
            return files_in(data / "spool" / "in");
        case 2:
            return {data / "link.json"};
        case 3:
            return {data / "keyring.json"};
        default:
            return {data / "register.db", data / "register.db-wal"};
    }
}

}  // namespace

bool Player::has_register(std::size_t number) const {
    return fs::exists(laptops_[number]->data() / "register.db");
}

std::string Player::act_on_files(const Act& act) {
    const std::size_t number = act.who % laptops_.size();
    return act.kind == ActKind::take_away ? take_away(number, act) : bring_back(number);
}

std::string Player::take_away(std::size_t number, const Act& act) {
    LaptopBox& laptop = *laptops_[number];
    if (act.threat != 0 || !has_register(number) || !laptop.unlock()) {
        return "nobody touches it";
    }
    const auto revisions = laptop.revisions();
    laptop.lock();
    std::string told = "took";
    for (const Path& file : guess(laptop.data(), act.seed)) {
        if (!fs::exists(file)) {
            continue;
        }
        const Path away =
            top_ / std::string(part_of_shelf) / ("away-" + std::to_string(++things_on_shelf_));
        fs::rename(file, away);
        taken_[number].files.emplace_back(file, away);
        told += " " + file.filename().string();
    }
    if (!has_register(number)) {
        taken_[number].revisions = revisions;
    }
    disk_.look_again(laptop.part());
    return told;
}

std::string Player::bring_back(std::size_t number) {
    LaptopBox& laptop = *laptops_[number];
    Taken& taken = taken_[number];
    if (taken.files.empty()) {
        return "nothing is away";
    }
    laptop.lock();
    std::string told = "back";
    for (const auto& [place, away] : taken.files) {
        if (!fs::exists(place)) {
            fs::rename(away, place);
            told += " " + place.filename().string();
        }
    }
    taken = {};
    disk_.look_again(laptop.part());
    return told;
}

void Player::forget_taken(std::size_t number) {
    taken_[number] = {};
}

}  // namespace lontar::simulate
