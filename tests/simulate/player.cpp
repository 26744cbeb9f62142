#include "simulate/player.hpp"

#include <array>
#include <cerrno>
#include <filesystem>
#include <iostream>

#include "simulate/told.hpp"
#include "support/register_scene.hpp"
#include "sync/courier/courier.hpp"
#include "sync/server/admin/receive.hpp"
#include "sync/spool/link.hpp"

namespace lontar::simulate {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes between_acts{7};
constexpr std::chrono::hours a_day{24};
constexpr std::chrono::hours a_week = 7 * a_day;
constexpr std::uint32_t kinds_of_threat = 7;
/// A refused hello is tried again daily, and an accepted one then sends what waited for it.
constexpr int days_at_the_end = 6;
constexpr int days_after_a_week = 3;

support::Unsynced kind_of(std::uint32_t seed) {
    using support::Unsynced;
    constexpr std::array kinds{Unsynced::lost, Unsynced::kept, Unsynced::some, Unsynced::torn};
    return kinds.at(seed % kinds.size());
}

const Path& filled(const Path& top, const Path& from) {
    fs::copy(from, top, fs::copy_options::recursive);
    return top;
}

}  // namespace

Player::Player(const Template& start, const Path& top, std::uint64_t seed)
    : top_(top),
      disk_(filled(top, start.folder())),
      random_(seed),
      province_(top, {system_disk(), clock_, random_}),
      road_(province_, [this] { return disk_.has_failed(); }),
      laptop_backups_(laptops_in_story),
      taken_(laptops_in_story) {
    for (std::size_t i = 0; i < laptops_in_story; ++i) {
        laptops_.push_back(std::make_unique<LaptopBox>(top, i, seed, villages.at(i)));
        sheets_.push_back(&start.sheet(i));
    }
    // Some villages have no link at all, and may have had one.
    if (seed % 2 == 0) {
        by_stick_ = laptops_[seed / 2 % laptops_.size()].get();
    }
    pass(std::chrono::duration_cast<std::chrono::minutes>(start.age()));
    for (const auto& [rev, line] : start.lines()) {
        ledger_.saved(rev, line);
    }
}

Player::~Player() = default;

void Player::pass(std::chrono::minutes span) {
    clock_.pass(span);
    for (const auto& laptop : laptops_) {
        laptop->clock.pass(span);
    }
}

Path Player::stick_of(const Act& act) const {
    return top_ / part_of_stick(act.what % sticks_in_story);
}

void Player::play(const Act& act, bool trace) {
    pass(between_acts);
    threaten(act);
    std::string told = act_out(act);
    end_threat(act, told);
    if (trace) {
        std::cout << "  " << text_of(act) << ": " << told << '\n';
    }
}

void Player::threaten(const Act& act) {
    constexpr std::uint32_t acts_of_disk = 60;
    const std::uint32_t at = 1 + act.seed % acts_of_disk;
    switch (act.threat == 0 ? kinds_of_threat : act.threat % kinds_of_threat) {
        case 0:
            road_.set(RoadState::closed);
            break;
        case 1:
            road_.set(RoadState::loses_answers);
            break;
        case 2:
            road_.set(RoadState::breaks_once);
            break;
        case 3:
            disk_.fail_at(at, EIO, true, laptop_of(act).part());
            break;
        case 4:
            disk_.fail_at(at, EIO, true, std::string(part_of_province));
            break;
        case 5:
            disk_.fail_at(at, ENOSPC, true, laptop_of(act).part());
            break;
        case 6:
            disk_.fail_at(at, ENOSPC, true, std::string(part_of_province));
            break;
        default:
            break;
    }
}

void Player::end_threat(const Act& act, std::string& told) {
    road_.set(RoadState::open);
    const std::uint32_t kind = act.threat % kinds_of_threat;
    if (disk_.has_failed() && (kind == 3 || kind == 4)) {
        const bool is_laptop = kind == 3;
        LaptopBox& laptop = laptop_of(act);
        // What the program would still do has no effect: it is dead.
        if (is_laptop) {
            laptop.lock();
        } else {
            province_.stop();
        }
        disk_.cut_power(is_laptop ? laptop.part() : std::string(part_of_province),
                        kind_of(act.seed), act.seed);
        told += "; power cut";
    } else if (disk_.has_failed()) {
        // The person makes room and, as told, opens the program again; the server does by itself.
        if (kind == 5) {
            laptop_of(act).lock();
        }
        told += "; disk full";
    }
    disk_.heal();
}

std::string Player::act_out(const Act& act) {
    switch (act.kind) {
        case ActKind::add:
        case ActKind::correct:
        case ActKind::withdraw:
        case ActKind::import:
        case ActKind::undo_import:
        case ActKind::seal:
        case ActKind::deliver:
        case ActKind::lock:
        case ActKind::poll:
            return act_of_official(act);
        case ActKind::stick_out:
        case ActKind::stick_to_province:
        case ActKind::stick_home:
        case ActKind::relay:
        case ActKind::copy_stick:
        case ActKind::spoil_stick:
            return act_on_stick(act);
        case ActKind::send_back:
        case ActKind::accept_devices:
        case ActKind::give_register:
        case ActKind::confirm_devices:
        case ActKind::revoke:
        case ActKind::release:
        case ActKind::restart_province:
            return act_of_office(act);
        case ActKind::back_up_laptop:
        case ActKind::restore_laptop:
        case ActKind::lose_register:
        case ActKind::join_backup:
        case ActKind::clone_laptop:
        case ActKind::back_up_province:
        case ActKind::restore_province:
            return act_of_restoring(act);
        case ActKind::take_away:
        case ActKind::bring_back:
            return act_on_files(act);
        case ActKind::pass_hours:
        case ActKind::pass_days:
        case ActKind::set_clock:
            return act_of_world(act);
    }
    return {};
}

std::string Player::act_of_world(const Act& act) {
    constexpr std::uint32_t hours = 20;
    constexpr std::uint32_t days = 15;
    switch (act.kind) {
        case ActKind::pass_hours:
            pass(std::chrono::hours(1 + act.what % hours));
            return "hours later";
        case ActKind::pass_days:
            pass(a_day * (1 + act.what % days));
            return "days later";
        default: {
            LaptopBox& laptop = laptop_of(act);
            constexpr std::array<int, 4> shifts{-3650, -2, 1, 400};
            const int shift = shifts.at(act.what % shifts.size());
            laptop.clock.set(clock_.now() + a_day * shift);
            return laptop.part() + " by " + std::to_string(shift) + " days";
        }
    }
}

std::string Player::exchange_by_stick(LaptopBox& laptop) {
    const Path stick = top_ / part_of_stick(0);
    std::error_code none;
    std::filesystem::remove_all(stick / "LONTAR", none);
    disk_.look_again(part_of_stick(0));
    const auto copied = laptop::export_to_stick(*laptop.session(), stick, go_on);
    if (!copied) {
        return "stick: " + copied.error().code;
    }
    const auto received = server::receive(system_disk(), province_, stick);
    if (!received) {
        return "stick: " + received.error().code;
    }
    const auto taken = laptop::import_from_stick(*laptop.session(), stick, go_on);
    return taken ? "stick: " + std::to_string(copied->copied) + " copied, " +
                       std::to_string(received->replies) + " replies"
                 : "stick: " + taken.error().code;
}

std::vector<Fault> Player::exchange(int days, bool trace) {
    std::vector<Fault> faults;
    for (int day = 0; day < days; ++day) {
        pass(a_day + std::chrono::hours(1));
        for (const auto& laptop : laptops_) {
            // Somebody has set the clock.
            laptop->clock.set(clock_.now());
            std::string told;
            if (auto unlocked = laptop->unlock(); !unlocked) {
                told = "unlock: " + outcome(unlocked);
                if (day + 1 == days) {
                    faults.push_back({"a register opens", laptop->part() + " " + told});
                }
            } else {
                // What `doctor` says of files that nobody here knows, the official does.
                if (const auto adopted = spool::adopt_strangers(system_disk(), laptop->data());
                    adopted && *adopted > 0) {
                    told = "adopted " + std::to_string(*adopted) + ", ";
                }
                told += laptop.get() == by_stick_ ? exchange_by_stick(*laptop) : deliver(*laptop);
            }
            if (trace) {
                std::cout << "  day " << day + 1 << " " << laptop->part() << ": " << told << '\n';
            }
        }
        const std::string accepted = accept_devices(false);
        (void)act_of_office({ActKind::confirm_devices, 0, 0, 0, 0});
        const std::string released = release_all();
        if (trace) {
            std::cout << "  day " << day + 1 << " office: " << accepted << ", " << released << '\n';
        }
    }
    if (!faults.empty()) {
        return faults;
    }
    std::vector<LaptopBox*> laptops;
    laptops.reserve(laptops_.size());
    for (const auto& laptop : laptops_) {
        laptops.push_back(laptop.get());
    }
    return ledger_.judge(province_, laptops);
}

std::vector<Fault> Player::end(bool trace) {
    for (std::size_t i = 0; i < laptops_.size(); ++i) {
        (void)bring_back(i);
    }
    auto faults = exchange(days_at_the_end, trace);
    if (!faults.empty() && has_clones_) {
        // Of two laptops that speak as one in one epoch the silent one learns nothing before it
        // asks, once a week.
        pass(a_week);
        faults = exchange(days_after_a_week, trace);
    }
    return faults;
}

}  // namespace lontar::simulate
