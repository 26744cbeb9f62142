#pragma once
/// One laptop of a village with its official: the real session, spool and uploader, without a
/// screen.
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"
#include "support/fakes.hpp"
#include "support/people.hpp"
#include "sync/laptop/delivery.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::simulate {

class LaptopBox {
public:
    /// Its part lies in `top`.
    LaptopBox(const Path& top, std::size_t number, std::uint64_t seed, std::string_view village);

    [[nodiscard]] const std::string& part() const { return part_; }
    [[nodiscard]] const std::string& village() const { return village_; }
    [[nodiscard]] Path data() const { return folder_ / "data"; }
    [[nodiscard]] const Path& folder() const { return folder_; }
    [[nodiscard]] laptop::Machine machine();
    [[nodiscard]] World world() { return {system_disk(), clock, random}; }

    /// Unlocked already: done. Kept locked on an error.
    Status unlock();
    void lock() { session_.reset(); }
    [[nodiscard]] laptop::Session* session() { return session_.get(); }
    /// Unlocked only.
    [[nodiscard]] std::string device() const;
    [[nodiscard]] storage::SaveOptions by(std::string_view why) const;

    /// Everybody in the register, in a fixed order. Ends the process when it cannot be read.
    std::vector<storage::Registration> people();
    /// Of every line that travels or has travelled.
    std::set<std::string> revisions();
    /// Of every line in a file that waits for its receipt, and so lies in `out/`.
    std::set<std::string> lines_in_out();

    /// Puts a backup, which this sheet opens, into the empty data folder.
    Status restore(const Path& backup, const sealed::Identity& sheet);

    support::FakeClock clock;
    support::SeededRandom random;
    support::PeopleMaker people_of_village;

private:
    std::string part_;
    std::string village_;
    Path folder_;
    std::unique_ptr<laptop::Session> session_;
};

}  // namespace lontar::simulate
