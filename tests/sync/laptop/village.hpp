#pragma once
/// A laptop of a village and the province it was set up for, without a screen between them.
#include <memory>
#include <string_view>

#include "storage/register/status.hpp"
#include "support/fakes.hpp"
#include "support/faulty_disk.hpp"
#include "support/people.hpp"
#include "support/province/fake_province.hpp"
#include "support/register_scene.hpp"
#include "support/temp_folder.hpp"
#include "sync/laptop/delivery.hpp"
#include "sync/laptop/set_up.hpp"

namespace lontar::laptop {

class Village {
public:
    explicit Village(std::uint64_t seed = 7);

    /// An activation file of the test's province for this village, under that name.
    Path activation_file(std::string_view name, std::string_view village);
    /// Answers that make a register; `passphrase_of_tests` opens it.
    static SetupAnswers answers();
    /// Sets up and keeps the session; the sheet is in `sheet`.
    void set_up();
    void lock() { session.reset(); }
    void unlock();
    RegistrationId save_one();
    void save(int count);
    Result<DeliveryOutcome> deliver() { return laptop::deliver(*session, {}, server.make_http()); }
    /// What waits in `out/`, of whomever; a hello in reserve does not.
    std::size_t files_out() {
        const auto link = support::expect(spool::read_link(system_disk(), machine.data_folder));
        auto files = support::expect(session->spool().out());
        std::erase_if(files, [&](const spool::OutFile& file) {
            return file.seq == 1 &&
                   std::ranges::find(link.greeted, file.epoch) != link.greeted.end();
        });
        return files.size();
    }
    std::int64_t unsealed() {
        return support::expect(storage::find_status(session->village_register())).unsealed;
    }

    support::TempFolder folder;
    support::TestProvince province;
    support::FakeProvince server{province, folder / "province"};
    support::FakeClock clock;
    support::SeededRandom random;
    support::FaultyDisk disk{system_disk()};
    Machine machine;
    support::PeopleMaker people;
    std::unique_ptr<Session> session;
    sealed::Secret sheet;
};

}  // namespace lontar::laptop
