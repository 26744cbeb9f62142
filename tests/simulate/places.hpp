#pragma once
/// Where a story happens: the folders of one province, of laptops in two villages and of sticks, on
/// one recorded disk. Made once for all stories, then copied for each.
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/ledger.hpp"
#include "storage/base/path.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::simulate {

inline constexpr std::size_t laptops_in_story = 3;
inline constexpr std::size_t sticks_in_story = 2;
/// Of each laptop; the first two are of one village.
inline constexpr std::array<std::string_view, laptops_in_story> villages{"5321012005", "5321012005",
                                                                         "5301042003"};

/// A part is a folder of the disk that loses its power alone.
std::string part_of_laptop(std::size_t laptop);
std::string part_of_stick(std::size_t stick);
inline constexpr std::string_view part_of_province = "province";
/// Backups of everybody lie where no power is cut.
inline constexpr std::string_view part_of_shelf = "shelf";

/// Opens every register and the province's secrets; the release of tests/upgrade was made with it.
const sealed::Secret& passphrase();

/// An activation file of this village for one laptop.
std::string invite(ProvinceBox& province, std::string_view village);
/// Sets up a laptop by an activation file, in a folder that is not there yet. Returns its sheet.
sealed::Identity set_up(LaptopBox& laptop, std::string_view invitation);

/// The folders as they are before a story, and the recovery sheet of each laptop.
class Template {
public:
    /// In the empty folder `folder`: makes a province, or takes that of `released` (a folder that
    /// tests/upgrade/make.sh made), and sets the laptops up; the first is the one in `released`.
    explicit Template(Path folder, const Path& released = {});

    [[nodiscard]] const Path& folder() const { return folder_; }
    [[nodiscard]] const sealed::Identity& sheet(std::size_t laptop) const {
        return sheets_.at(laptop);
    }
    /// What is there already, by rev.
    [[nodiscard]] const std::map<std::string, Ledger::Line>& lines() const { return lines_; }
    /// How long after the clock of a story begins all of it was made.
    [[nodiscard]] std::chrono::hours age() const { return age_; }

private:
    void take(const Path& released);

    Path folder_;
    std::vector<sealed::Identity> sheets_;
    std::map<std::string, Ledger::Line> lines_;
    std::chrono::hours age_{0};
};

}  // namespace lontar::simulate
