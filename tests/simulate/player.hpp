#pragma once
/// Plays a story and says what turned out to be untrue.
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "simulate/act.hpp"
#include "simulate/laptop_box.hpp"
#include "simulate/ledger.hpp"
#include "simulate/places.hpp"
#include "simulate/province_box.hpp"
#include "simulate/road.hpp"
#include "support/recorded_disk.hpp"

namespace lontar::simulate {

class Player {
public:
    /// `top`: an empty folder in memory, filled from `start`.
    Player(const Template& start, const Path& top, std::uint64_t seed);
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;
    Player(Player&&) = delete;
    Player& operator=(Player&&) = delete;

    /// Plays one act; what cannot be done then is left out. With `trace` it says what happened.
    void play(const Act& act, bool trace);
    /// All roads open, everybody accepted, and so many days of deliveries; then judges.
    std::vector<Fault> end(bool trace);

private:
    struct LaptopBackup {
        Path file;
        const sealed::Identity* sheet = nullptr;  ///< opens it
        std::set<std::string> revisions;
    };
    /// Files that are not where they belong for a while.
    struct Taken {
        std::vector<std::pair<Path, Path>> files;  ///< where each belongs, and where it is
        std::set<std::string> revisions;           ///< of a register that is among them
    };
    struct ProvinceBackup {
        Path file;
        std::set<std::string> revisions;
    };

    /// What the act comes to, in words for the trace.
    std::string act_out(const Act& act);
    std::string act_of_official(const Act& act);
    std::string act_on_stick(const Act& act);
    std::string act_of_office(const Act& act);
    std::string act_of_restoring(const Act& act);
    std::string act_on_files(const Act& act);
    std::string accept_devices(bool with_register);
    std::string send_back(const Act& act);
    std::string give_register(const Act& act);
    std::string revoke(const Act& act);
    std::string release_all();
    std::string act_of_world(const Act& act);

    std::string add(LaptopBox& laptop, const Act& act);
    std::string change(LaptopBox& laptop, const Act& act);
    std::string merge(LaptopBox& laptop, const storage::Registration& person);
    std::string import(LaptopBox& laptop, const Act& act);
    std::string undo_import(LaptopBox& laptop);
    std::string deliver(LaptopBox& laptop);
    std::string poll(LaptopBox& laptop);
    std::string exchange_by_stick(LaptopBox& laptop);
    /// Once a day on the road of each; what is untrue then.
    std::vector<Fault> exchange(int days, bool trace);
    std::string restore_laptop(std::size_t number, const Act& act);
    std::string lose_register(std::size_t number, const Act& act);
    std::string join_backup(std::size_t number, const Act& act);
    std::string clone_laptop(std::size_t number);
    std::string restore_province(const Act& act);

    std::string take_away(std::size_t number, const Act& act);
    std::string bring_back(std::size_t number);
    /// What was taken away from a disk that is lost with all it holds.
    void forget_taken(std::size_t number);
    /// The register of the laptop is there.
    [[nodiscard]] bool has_register(std::size_t number) const;

    void threaten(const Act& act);
    void end_threat(const Act& act, std::string& told);
    LaptopBox& laptop_of(const Act& act) { return *laptops_[act.who % laptops_.size()]; }
    Path stick_of(const Act& act) const;
    /// Everything that somebody holds, but for one laptop or the province.
    std::set<std::string> held_but(const LaptopBox* laptop, bool province);
    void pass(std::chrono::minutes span);

    Path top_;
    support::RecordedDisk disk_;
    support::FakeClock clock_;
    support::SeededRandom random_;
    ProvinceBox province_;
    Road road_;
    Ledger ledger_;
    std::vector<std::unique_ptr<LaptopBox>> laptops_;
    const LaptopBox* by_stick_ = nullptr;          ///< has no link in the end
    std::vector<const sealed::Identity*> sheets_;  ///< of the register that each laptop has now
    std::vector<std::vector<LaptopBackup>> laptop_backups_;
    std::vector<ProvinceBackup> province_backups_;
    std::vector<Taken> taken_;
    int things_on_shelf_ = 0;
    bool has_clones_ = false;
};

}  // namespace lontar::simulate
