#pragma once
/// A laptop with its register open, set up by a province of tests, and the road between them.
#include <memory>
#include <string>
#include <vector>

#include "storage/base/world.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/register.hpp"
#include "storage/register/status.hpp"
#include "support/fakes.hpp"
#include "support/people.hpp"
#include "support/province/fake_province.hpp"
#include "support/register_scene.hpp"
#include "support/temp_folder.hpp"
#include "sync/spool/intake.hpp"
#include "sync/spool/reconcile.hpp"
#include "sync/spool/sealing.hpp"
#include "sync/spool/spool.hpp"
#include "sync/upload/uploader.hpp"

namespace lontar::support {

class OpenLaptop {
public:
    explicit OpenLaptop(std::uint64_t seed = 1);

    [[nodiscard]] World world() { return {*disk, clock, random}; }
    storage::Register& operator*() { return *village_register; }
    storage::Register* operator->() { return village_register.get(); }
    [[nodiscard]] Path data() const { return folder / "data"; }

    void close() { village_register.reset(); }
    void open();
    void save(int count);
    RegistrationId save_one();

    spool::SealOutcome seal() {
        return expect(spool::seal_pending(*village_register, spool, world()));
    }
    void reconcile() { expect(spool::reconcile(*village_register, spool, world())); }
    spool::IntakeOutcome take_in() {
        return expect(spool::take_in(*village_register, spool, world()));
    }
    upload::UploadStatus send(const upload::UploadOptions& options = {});
    /// Seal, send, take in.
    spool::IntakeOutcome deliver();

    model::Counters counters() { return expect(storage::find_status(*village_register)).counters; }
    /// What waits in `out/`; a hello in reserve does not.
    std::vector<spool::OutFile> out();
    /// Entry lines of every revision of this register, sorted.
    std::vector<std::string> lines();

    TempFolder folder;
    TestProvince province;
    FakeClock clock;
    SeededRandom random;
    RegisterMaking making;
    PeopleMaker people;
    FakeProvince server{province, folder / "province"};
    Disk* disk = &system_disk();
    spool::Spool spool{system_disk(), folder / "data"};
    std::unique_ptr<storage::Register> village_register;
    sealed::Secret key;
    OfficerId officer;
};

}  // namespace lontar::support
