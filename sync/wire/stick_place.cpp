#include "sync/wire/stick_place.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "storage/base/text.hpp"
#include "sync/wire/stick.hpp"

namespace lontar::wire {

namespace {

constexpr int deepest = 8;  // of `LONTAR` in `LONTAR`

std::string name_of(const Path& folder) {
    return to_utf8(folder.filename());
}

bool is_named_ours(const Path& folder) {
    return name_of(folder) == stick_folder;
}

bool is_out_or_in(std::string_view name) {
    return name == out_name || name == in_name;
}

/// What a folder is, by its name and the names in and around it.
class Reading {
public:
    explicit Reading(const FoldersIn& names_in) : names_in_(names_in) {}

    /// Asked once for each folder: sticks are slow.
    [[nodiscard]] const std::vector<std::string>& names_in(const Path& folder) const {
        const auto known = known_.find(folder);
        return known != known_.end() ? known->second
                                     : known_.emplace(folder, names_in_(folder)).first->second;
    }
    /// A stick may be named like a village; its folder in `LONTAR`, or with `out` or `in`, is it.
    [[nodiscard]] bool is_village(const Path& folder) const {
        return is_village_name(name_of(folder)) &&
               (is_named_ours(folder.parent_path()) ||
                std::ranges::any_of(names_in(folder), is_out_or_in));
    }
    [[nodiscard]] std::vector<Path> villages_of(const Path& folder) const {
        std::vector<Path> villages;
        for (const std::string& name : names_in(folder)) {
            if (is_village_name(name) && is_village(folder / to_path(name))) {
                villages.push_back(folder / to_path(name));
            }
        }
        return villages;
    }
    [[nodiscard]] bool holds_villages(const Path& folder) const {
        return !villages_of(folder).empty();
    }
    /// `LONTAR` in a folder; in other letters, as some systems write it, only when it is ours.
    [[nodiscard]] std::optional<Path> ours_in(const Path& folder) const {
        const auto& names = names_in(folder);
        if (std::ranges::find(names, stick_folder) != names.end()) {
            return folder / to_path(stick_folder);
        }
        for (const std::string& name : names) {
            if (ascii_lower(name) == ascii_lower(stick_folder) &&
                holds_villages(folder / to_path(name))) {
                return folder / to_path(name);
            }
        }
        return std::nullopt;
    }

private:
    const FoldersIn& names_in_;
    mutable std::map<Path, std::vector<std::string>> known_;
};

/// Out of the folders of ours that `at` lies in.
Path climb(const Reading& reading, Path at) {
    const auto is_inside_ours = [&](const Path& folder) {
        return reading.is_village(folder) ||
               (is_out_or_in(name_of(folder)) && reading.is_village(folder.parent_path())) ||
               (is_named_ours(folder) && reading.holds_villages(folder));
    };
    for (;;) {
        const Path up = at.parent_path();
        const bool goes_on = reading.is_village(at) ||
                             (is_out_or_in(name_of(at)) && reading.is_village(up)) ||
                             (is_named_ours(at) && is_inside_ours(up));
        if (!goes_on || up == at) {
            return at;
        }
        at = up;
    }
}

/// Past a stick, or an empty folder, that is named as our folder is.
Path descend(const Reading& reading, Path ours) {
    for (int depth = 0; depth < deepest && !reading.holds_villages(ours); ++depth) {
        auto inner = reading.ours_in(ours);
        if (!inner) {
            break;
        }
        ours = *std::move(inner);
    }
    return ours;
}

/// Our folder of a stick whose root, or whose folder of ours, `at` is.
std::optional<Path> ours_at(const Reading& reading, const Path& at) {
    if (is_named_ours(at)) {
        return descend(reading, at);
    }
    if (auto inner = reading.ours_in(at)) {
        return descend(reading, *std::move(inner));
    }
    return reading.holds_villages(at) ? std::optional(at) : std::nullopt;
}

/// Of the one stick in the folder `at`; a new one when there is none.
Result<Path> ours_below(const Reading& reading, const Path& at) {
    std::vector<Path> found;
    std::size_t looked_at = 0;
    for (const std::string& name : reading.names_in(at)) {
        if (++looked_at > max_folders_of_sticks) {
            break;
        }
        if (auto ours = ours_at(reading, at / to_path(name))) {
            found.push_back(*std::move(ours));
        }
    }
    if (found.size() > 1) {
        return fail(ErrorKind::conflict, "C-06",
                    "find the stick: several are in this folder; name one of them");
    }
    return found.empty() ? at / to_path(stick_folder) : found.front();
}

/// Villages without a `LONTAR` beside it, and every `LONTAR` inside.
std::vector<Path> others_of(const Reading& reading, const Path& folder) {
    std::vector<Path> found{folder};
    if (is_named_ours(folder) && reading.holds_villages(folder.parent_path())) {
        found.push_back(folder.parent_path());
    }
    for (std::size_t next = 0; next < found.size(); ++next) {
        std::vector<Path> around{found[next]};
        for (const Path& village : reading.villages_of(found[next])) {
            around.insert(around.end(), {village, out_folder(village), in_folder(village)});
        }
        for (const Path& each : around) {
            const auto inner = reading.ours_in(each);
            if (inner && found.size() <= max_inner_folders &&
                std::ranges::find(found, *inner) == found.end()) {
                found.push_back(*inner);
            }
        }
    }
    found.erase(found.begin());
    return found;
}

std::string village_at(const Reading& reading, const Path& place) {
    const Path village = is_out_or_in(name_of(place)) ? place.parent_path() : place;
    return reading.is_village(village) ? name_of(village) : "";
}

}  // namespace

std::vector<Path> StickPlace::folders() const {
    std::vector<Path> all{folder};
    all.insert(all.end(), others.begin(), others.end());
    return all;
}

std::vector<Path> StickPlace::folders_of(const std::string& village) const {
    std::vector<Path> all;
    for (const Path& each : folders()) {
        const Path of_village = each / to_path(village);
        all.insert(all.end(), {out_folder(of_village), in_folder(of_village), of_village});
    }
    return all;
}

Path StickPlace::in_of(const std::string& village) const {
    return in_folder(folder / to_path(village));
}

std::vector<Path> StickPlace::folders_beside() const {
    std::vector<Path> all = folders();
    if (is_named_ours(folder)) {
        all.push_back(folder.parent_path());
    }
    all.push_back(named);
    return all;
}

std::vector<std::string> StickPlace::villages() const {
    std::set<std::string> names;
    for (const Path& each : folders()) {
        for (std::string& name : villages_in(each)) {
            names.insert(std::move(name));
        }
    }
    return {names.begin(), names.end()};
}

Result<StickPlace> place_on_stick(const Path& whole, const FoldersIn& names_in) {
    const Reading reading(names_in);
    const Path at = climb(reading, whole);
    const auto here = ours_at(reading, at);
    auto ours = here ? Result<Path>(*here) : ours_below(reading, at);
    if (!ours) {
        return std::move(ours).error();
    }
    auto others = others_of(reading, *ours);
    return StickPlace{*std::move(ours), std::move(others), village_at(reading, whole), whole};
}

Result<StickPlace> find_stick(const Path& place) {
    std::error_code failed;
    Path whole = std::filesystem::absolute(place, failed).lexically_normal();
    if (failed) {
        whole = place;
    }
    if (!whole.has_filename()) {
        whole = whole.parent_path();
    }
    if (std::filesystem::is_symlink(for_system(whole), failed)) {
        const Path target = std::filesystem::canonical(for_system(whole), failed);
        whole = failed ? whole : target;
    }
    return place_on_stick(whole, folders_in);
}

}  // namespace lontar::wire
