#include "sync/laptop/set_up.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/model/region.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/settings.hpp"
#include "storage/sealed/code.hpp"
#include "sync/spool/sealing.hpp"
#include "village.hpp"

using namespace lontar;
using namespace lontar::laptop;
using lontar::support::expect;

TEST_CASE("before anything is written an activation file says whose laptop this becomes") {
    Village village;
    const auto preview = expect(
        preview_setup(village.machine, village.activation_file("a", support::village_of_tests)));
    CHECK(preview.activation.village == support::village_of_tests);
    CHECK(preview.village_title == model::region_title(std::string(support::village_of_tests)));
    CHECK(preview.root_words == sealed::fingerprint_words(village.province.root.public_key()));
    CHECK_FALSE(preview.expired);
    CHECK(preview.today == Date::in_wita(village.clock.now()));
    CHECK_FALSE(is_set_up(village.machine));
}

TEST_CASE("set-up refuses a file that is too large to be an activation") {
    Village village;
    const Path file = village.folder / "a";
    support::put_bytes(file, Bytes(wire::max_activation_bytes + 1, std::uint8_t{'x'}));
    const auto preview = preview_setup(village.machine, file);
    REQUIRE_FALSE(preview);
    CHECK(preview.error().kind == ErrorKind::corrupt);
    CHECK(preview.error().code == "A-03");
}

TEST_CASE("set-up writes nothing when the passphrase is weak or the code is none") {
    Village village;
    const auto preview = expect(
        preview_setup(village.machine, village.activation_file("a", support::village_of_tests)));
    auto weak = Village::answers();
    weak.passphrase = sealed::Secret::copy_of("rahasia");
    const auto too_weak = set_up(village.machine, preview, std::move(weak));
    CHECK(too_weak.error().code == "K-01");
    auto no_code = Village::answers();
    no_code.code = "satu dua";
    const auto not_a_code = set_up(village.machine, preview, std::move(no_code));
    CHECK(not_a_code.error().code == "A-13");
    CHECK_FALSE(village.disk.exists(village.machine.data_folder));
}

TEST_CASE("a laptop that is set up is not set up a second time") {
    Village village;
    village.set_up();
    CHECK(is_set_up(village.machine));
    village.lock();
    const auto preview =
        preview_setup(village.machine, village.activation_file("b", support::village_of_tests));
    REQUIRE_FALSE(preview);
    CHECK(preview.error().kind == ErrorKind::conflict);
    CHECK(preview_practice(village.machine).error().kind == ErrorKind::conflict);
}

TEST_CASE("another activation file of the same village begins a new epoch and keeps its code") {
    Village village;
    village.set_up();
    village.save(1);
    const auto before =
        expect(storage::find_epoch_state(village.session->village_register())).epoch;
    const std::string code = sealed::make_code(village.random);
    expect(set_up_again(*village.session, village.activation_file("b", support::village_of_tests),
                        code));
    CHECK_FALSE(expect(storage::find_epoch_state(village.session->village_register())).epoch ==
                before);
    CHECK(expect(storage::find_setting(village.session->village_register(),
                                       spool::told_code_setting)) == code);
    // What waited is sealed in the new epoch at once.
    CHECK(village.unsealed() == 0);
    CHECK(village.files_out() == 1);
}

TEST_CASE("an activation file of another village or province changes nothing") {
    Village village;
    village.set_up();
    const auto before =
        expect(storage::find_epoch_state(village.session->village_register())).epoch;
    const Status elsewhere =
        set_up_again(*village.session, village.activation_file("b", "5301062014"), "");
    CHECK(elsewhere.error().code == "A-11");
    support::TestProvince other(99);
    const Path file = village.folder / "c";
    support::put_bytes(file,
                       as_bytes(other.activation(std::string(support::village_of_tests)).text));
    CHECK(set_up_again(*village.session, file, "").error().code == "A-02");
    CHECK(expect(storage::find_epoch_state(village.session->village_register())).epoch == before);
}
