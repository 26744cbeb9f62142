#pragma once
/// Where our folders are on a stick, whatever place on it a person names: its root, `LONTAR`, a
/// village's folder, `out` or `in`, or the folder above it. Laptop, relay and province decide it
/// here.
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "storage/base/path.hpp"
#include "storage/base/result.hpp"

namespace lontar::wire {

/// Folders looked at for one that holds `LONTAR`, in a folder that does not.
inline constexpr std::size_t max_folders_of_sticks = 256;
/// Folders of ours inside those of ours.
inline constexpr std::size_t max_inner_folders = 16;

struct StickPlace {
    /// Ours, `LONTAR` as a rule: what is written goes there. It need not be there yet.
    Path folder;
    /// More of ours, read as well and never written: version 0.1 made a `LONTAR` in whichever of
    /// these folders was taken for the stick.
    std::vector<Path> others{};
    std::string named_village{};  ///< whose folder was named; empty: none
    Path named{};                 ///< the place itself

    /// All of ours, the one that is written first.
    [[nodiscard]] std::vector<Path> folders() const;
    /// Where files of a village lie, in all of ours: `out`, `in`, and its folder itself.
    [[nodiscard]] std::vector<Path> folders_of(const std::string& village) const;
    /// Where replies to a village are written.
    [[nodiscard]] Path in_of(const std::string& village) const;
    /// Where files lie that somebody put beside our folders, as a download does: our folders
    /// themselves, what holds `LONTAR`, and the place that was named.
    [[nodiscard]] std::vector<Path> folders_beside() const;
    /// Of the village folders in all of ours, each once, in order.
    [[nodiscard]] std::vector<std::string> villages() const;
};

/// Names of the folders directly in a folder, in order; none when it cannot be read.
using FoldersIn = std::function<std::vector<std::string>(const Path&)>;

/// From names alone, so that every place on one stick gives the same `folder` and `others`. `whole`
/// is absolute and without `.` and `..`. A folder is ours that is named `LONTAR`, or that holds a
/// village's folder with `out` or `in`; of a `LONTAR` in one that holds nothing else (a stick of
/// that name) the inner one. conflict "C-06": several folders in it hold one of ours.
Result<StickPlace> place_on_stick(const Path& whole, const FoldersIn& names_in);

/// The same of `place` as it was typed, on the machine's disk. Links to elsewhere are not followed,
/// but `place` may be one.
Result<StickPlace> find_stick(const Path& place);

}  // namespace lontar::wire
