#pragma once
/// A stick as laptop and relay use it; its places are those of `sync/wire/stick_place.hpp`. For
/// each device there is, beside its batches, a small public note of which replies it has, so that a
/// relay can fetch the newer ones.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "sync/spool/link.hpp"
#include "sync/wire/stick.hpp"
#include "sync/wire/stick_place.hpp"

namespace lontar::courier {

class Stick {
public:
    Stick(Disk& disk, wire::StickPlace place) : disk_(disk), place_(std::move(place)) {}
    /// From whatever place on it was named. conflict "C-06": several sticks are there.
    static Result<Stick> find(Disk& disk, const Path& named);

    [[nodiscard]] const wire::StickPlace& place() const { return place_; }
    [[nodiscard]] const Path& folder() const { return place_.folder; }
    [[nodiscard]] Path out(const std::string& village) const {
        return wire::out_folder(folder() / to_path(village));
    }
    [[nodiscard]] Path in(const std::string& village) const {
        return wire::in_folder(folder() / to_path(village));
    }
    /// Folders named like a village code, in order.
    [[nodiscard]] std::vector<std::string> villages() const { return place_.villages(); }

    /// That of the first of our folders which has one. not_found "C-04"; corrupt "L-20".
    Result<spool::Link> link();
    /// The newest manifest of any of our folders' links that is of this root and newer than
    /// `manifest`, else `manifest`.
    wire::KeyManifest newest(const wire::KeyManifest& manifest);
    /// Keeps the one that is there when it is as new and of the same root.
    Status update_link(const spool::Link& link);

    Status put_device(const spool::Link& link);
    /// What a file says that may be a device's note; nothing when it is none, or damaged.
    std::optional<spool::Link> read_note(const Path& file);

    /// See wire::put_on_stick. storage_full "C-01"; storage_failed "C-02"; corrupt "C-03".
    Status put(const Path& path, ByteView bytes);

private:
    Disk& disk_;
    wire::StickPlace place_;
};

/// A disk's error in the words of the courier.
Error stick_error(const Error& error);

}  // namespace lontar::courier
