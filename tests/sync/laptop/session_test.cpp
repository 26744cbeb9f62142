#include "sync/laptop/session.hpp"

#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/world.hpp"
#include "storage/model/region.hpp"
#include "storage/register/people.hpp"
#include "storage/register/status.hpp"
#include "village.hpp"

using namespace lontar;
using namespace lontar::laptop;
using lontar::support::expect;

TEST_CASE("a passphrase opens the register for its officer, and another one does not") {
    Village village;
    village.set_up();
    village.lock();
    const auto wrong = Session::unlock(village.machine, std::nullopt,
                                       sealed::Secret::copy_of("sapi makan rumput hijau"));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().kind == ErrorKind::wrong_passphrase);
    village.unlock();
    CHECK(village.session->officer().name == "Maria Seran");
    CHECK(village.session->village_title() ==
          model::region_title(std::string(support::village_of_tests)));
    CHECK(village.session->check_context().today == Date::in_wita(village.clock.now()));
    CHECK_FALSE(village.session->opening_trouble());
}

TEST_CASE("the recovery sheet opens the register under a new passphrase") {
    Village village;
    village.set_up();
    village.lock();
    const auto sheet = sealed::Identity::parse(village.sheet.text());
    REQUIRE(sheet);
    const auto fresh = sealed::Secret::copy_of("sapi makan rumput hijau");
    {
        const auto session = expect(Session::recover(village.machine, *sheet, std::nullopt, fresh));
        CHECK(session->officer().name == "Maria Seran");
    }
    CHECK(Session::unlock(village.machine, std::nullopt, fresh));
    CHECK_FALSE(Session::unlock(village.machine, std::nullopt,
                                sealed::Secret::copy_of(support::passphrase_of_tests)));
}

TEST_CASE("a register that comes back after another was set up in its place opens as before") {
    Village village;
    village.set_up();
    village.save(2);
    village.lock();
    const Path file = village.machine.data_folder / "register.db";
    const Path quarantine = village.folder / "quarantine.db";
    std::filesystem::rename(file, quarantine);
    CHECK_FALSE(is_set_up(village.machine));
    village.set_up();
    village.lock();
    std::filesystem::rename(quarantine, file);
    village.unlock();
    const auto people = [&] {
        return expect(storage::list_people(village.session->village_register(), {})).size();
    };
    CHECK(people() == 2);
    village.lock();
    village.unlock();
    CHECK(people() == 2);
    const auto wrong = Session::unlock(village.machine, std::nullopt,
                                       sealed::Secret::copy_of("sapi makan rumput hijau"));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().kind == ErrorKind::wrong_passphrase);
}

TEST_CASE("the recovery sheet opens a register that came back after another was set up, too") {
    Village village;
    village.set_up();
    village.save(2);
    village.lock();
    const auto sheet = sealed::Identity::parse(village.sheet.text());
    const Path file = village.machine.data_folder / "register.db";
    std::filesystem::rename(file, village.folder / "quarantine.db");
    CHECK(has_lost_register(village.machine));
    village.set_up();
    CHECK_FALSE(has_lost_register(village.machine));
    village.lock();
    std::filesystem::rename(village.folder / "quarantine.db", file);
    const auto session = expect(Session::recover(
        village.machine, *sheet, std::nullopt, sealed::Secret::copy_of("sapi makan rumput hijau")));
    CHECK(expect(storage::list_people(session->village_register(), {})).size() == 2);
}

TEST_CASE("the register opens although its spool cannot be read, and says so") {
    Village village;
    village.set_up();
    village.save(1);
    village.lock();
    // The acts of unlocking and opening differ from system to system, so each one is let fail in
    // turn: either the register stays shut with that error, or it is open and tells the trouble.
    int opened_with_trouble = 0;
    for (std::uint64_t act = 1; act < 60; ++act) {
        village.disk.heal();
        village.disk.fail_at(act, {ErrorKind::storage_failed, "D-02", "test"});
        const auto session = Session::unlock(village.machine, std::nullopt,
                                             sealed::Secret::copy_of(support::passphrase_of_tests));
        if (session && (*session)->opening_trouble()) {
            CHECK((*session)->opening_trouble()->code == "D-02");
            CHECK(expect(storage::list_people((*session)->village_register(), {})).size() == 1);
            ++opened_with_trouble;
        }
    }
    CHECK(opened_with_trouble > 0);
}

TEST_CASE("replies that waited in the spool are applied when the register is opened") {
    Village village;
    village.set_up();
    village.save(2);
    expect(seal_pending(*village.session));
    const World world = village.machine.world;
    village.lock();
    {
        auto uploader = expect(upload::Uploader::begin(world.disk, world.clock, world.random,
                                                       village.machine.data_folder,
                                                       village.server.make_http()));
        CHECK(expect(uploader->tick({})).files_answered == 1);
    }
    village.unlock();
    CHECK(village.session->opening_intake().receipts == 1);
    CHECK(expect(storage::find_status(village.session->village_register())).counters.received == 2);
}
