/// What every release left behind, opened by the program of today.
#include <algorithm>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "release.hpp"
#include "storage/base/world.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/check.hpp"
#include "storage/register/copies/backup.hpp"
#include "storage/register/copies/restore.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/status.hpp"
#include "storage/register/unlock.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "support/register_scene.hpp"
#include "sync/laptop/session.hpp"
#include "sync/wire/activation.hpp"

namespace lontar {

using support::expect;
using upgrade::Release;

namespace {

laptop::Machine machine_of(const World& world, const Path& folder) {
    return {world, folder};
}

/// On another machine the register goes on in a new epoch, which changes how far a batch is on its
/// way, and nothing else.
void check_counters(const model::Counters& counters, const Json& told) {
    const auto number = [&](std::string_view name) { return told.integer_at(name).value_or(-1); };
    CHECK(counters.entered() == number("entered"));
    CHECK(counters.draft == number("draft"));
    CHECK(counters.closed == number("closed"));
    CHECK(counters.needs_correction == number("needs_correction"));
    CHECK(counters.received == number("received"));
    CHECK(counters.waiting + counters.on_the_way == number("waiting") + number("on_the_way"));
}

}  // namespace

TEST_CASE("there is a folder of at least one release") {
    CHECK_FALSE(upgrade::all_releases().empty());
}

TEST_CASE("the register of every release opens with everybody in it") {
    for (const Release& release : upgrade::all_releases()) {
        INFO(release.name());
        const auto session = expect(
            laptop::Session::unlock(machine_of(upgrade::world_of_now(), release.copy / "laptop"),
                                    {}, release.passphrase()));
        CHECK_FALSE(session->opening_trouble());
        auto& village_register = session->village_register();
        expect(storage::check_register(village_register));
        expect(storage::verify_audit(village_register));
        const Json told = release.json("status.json");
        const auto status = expect(storage::find_status(village_register));
        check_counters(status.counters, told);
        CHECK(status.village == told.text_at("village"));
        const auto people = expect(storage::list_people(village_register, {}));
        CHECK(std::ssize(people) + status.counters.draft == status.counters.entered());
        CHECK(std::none_of(people.begin(), people.end(),
                           [](const auto& person) { return person.name.empty(); }));
        // And it can be worked with.
        const auto who = expect(storage::find_registration(village_register, people.front().id));
        CHECK(storage::mark_checked(village_register, who.id, session->officer().id));
    }
}

TEST_CASE("the recovery sheet of every release gives the key of its register") {
    for (const Release& release : upgrade::all_releases()) {
        INFO(release.name());
        const auto by_sheet = expect(
            storage::unlock_with_recovery(system_disk(), release.copy / "laptop", release.sheet()));
        const auto by_passphrase = expect(storage::unlock_with_passphrase(
            system_disk(), release.copy / "laptop", {}, release.passphrase()));
        CHECK(std::ranges::equal(by_sheet.view(), by_passphrase.key.view()));
    }
}

TEST_CASE("the backup of every release is sound and is restored on an empty laptop") {
    for (const Release& release : upgrade::all_releases()) {
        INFO(release.name());
        const Path file = release.copy / "backup.age";
        const auto sheet = release.sheet();
        const auto proved = expect(storage::verify_backup(file, &sheet, {}));
        CHECK(proved.verified_payload);
        const auto passphrase = release.passphrase();
        const storage::RestoreRequest request{
            "Maria Seran", passphrase, sealed::PassphraseCost::for_tests(), sheet.recipient()};
        const Path restored = release.copy / "restored";
        const auto info = expect(storage::restore_backup(upgrade::world_of_now(), file, sheet,
                                                         restored, request, proved.village, {}));
        CHECK(info.registrations == proved.registrations);
        const auto key =
            expect(storage::unlock_with_passphrase(system_disk(), restored, {}, passphrase));
        const auto opened =
            expect(storage::open_register(upgrade::world_of_now(), restored, key.key));
        expect(storage::check_register(*opened));
        CHECK(std::ssize(expect(storage::list_people(*opened, {}))) == info.registrations);
    }
}

TEST_CASE("the sealed files and the activation of every release are read") {
    for (const Release& release : upgrade::all_releases()) {
        INFO(release.name());
        for (const char* name : {"batch.age", "reply.age"}) {
            INFO(name);
            expect(sealed::read_header(support::bytes_of(release.copy / name)));
        }
        const auto key = expect(storage::unlock_with_passphrase(
            system_disk(), release.copy / "laptop", {}, release.passphrase()));
        const auto opened = expect(
            storage::open_register(upgrade::world_of_now(), release.copy / "laptop", key.key));
        // Sealed to this very laptop.
        CHECK(sealed::open(support::bytes_of(release.copy / "reply.age"), opened->device().identity,
                           1 << 20));
        const auto activation = expect(wire::parse_activation(
            as_text(support::bytes_of(release.copy / "village.lontar-activation")), {}));
        CHECK(activation.village == opened->village());
    }
}

}  // namespace lontar
