#pragma once
/// A stick as laptop and relay use it; its places are those of `sync/wire/stick.hpp`. For each
/// device there is, beside its batches, a small public note of which replies it has, so that a
/// relay can fetch the newer ones.
#include <string>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "sync/spool/link.hpp"
#include "sync/wire/stick.hpp"

namespace lontar::courier {

class Stick {
public:
    Stick(Disk& disk, const Path& root) : disk_(disk), folder_(root / wire::stick_folder) {}

    [[nodiscard]] Path folder() const { return folder_; }
    [[nodiscard]] Path out(const std::string& village) const {
        return wire::out_folder(folder_ / village);
    }
    [[nodiscard]] Path in(const std::string& village) const {
        return wire::in_folder(folder_ / village);
    }
    /// Folders named like a village code, in order.
    [[nodiscard]] std::vector<std::string> villages() const { return wire::villages_in(folder_); }

    /// not_found "C-04"; corrupt "L-20".
    Result<spool::Link> link();
    /// Keeps the one that is there when it is as new and of the same root.
    Status update_link(const spool::Link& link);

    Status put_device(const spool::Link& link);
    /// The notes of all devices of a village; a damaged one is left out.
    Result<std::vector<spool::Link>> devices(const std::string& village);

    /// See wire::put_on_stick. storage_full "C-01"; storage_failed "C-02"; corrupt "C-03".
    Status put(const Path& path, ByteView bytes);

private:
    Disk& disk_;
    Path folder_;
};

/// A disk's error in the words of the courier.
Error stick_error(const Error& error);

}  // namespace lontar::courier
