#include "storage/register/making.hpp"

#include <filesystem>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "storage/base/world.hpp"
#include "storage/embedded_sql.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/aside.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/creating.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/settings.hpp"
#include "storage/register/status.hpp"
#include "storage/register/unlock.hpp"
#include "storage/sqlite/query.hpp"
#include "support/child.hpp"
#include "support/faulty_disk.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

namespace {

/// A world in which a register is about to be made.
struct Beginning {
    support::TempFolder folder;
    support::FakeClock clock{build_time() + std::chrono::hours(24)};
    support::SeededRandom random{1};
    support::RegisterMaking making{random};
    World world{system_disk(), clock, random};
    Path data = folder / "data";
};

/// Runs `act` on the database of a closed register.
template <typename Act>
void on_database(RegisterScene& scene, const Act& act) {
    auto database = expect(
        sqlite::Database::open(scene.folder / "data/register.db", {.key = scene.key.view()}));
    act(*database);
}

std::string code_of_opening(RegisterScene& scene, const sealed::Secret& key) {
    auto opened = open_register(scene.world(), scene.folder / "data", key);
    return opened ? "opened" : opened.error().code;
}

}  // namespace

TEST_CASE("a register that takes the place of one that went away keeps its keys and its log") {
    RegisterScene scene;
    scene.save_next();
    const Path data = scene.folder / "data";
    // A power cut leaves the log, and an antivirus takes the file alone.
    const Path log = data / "register.db-wal";
    const Bytes last_words = support::bytes_of(log);
    REQUIRE_FALSE(last_words.empty());
    scene.close();
    const Bytes file = support::bytes_of(data / "register.db");
    std::filesystem::remove(data / "register.db");
    support::put_bytes(log, last_words);
    const Bytes keyring = support::bytes_of(data / "keyring.json");
    {
        const auto second = expect(create_register(scene.world(), data, scene.making.request()));
        CHECK(check_register(*second));
        CHECK(expect(count_standings(*second)).entered() == 0);
    }
    const auto aside = folders_aside(system_disk(), data);
    REQUIRE(aside.size() == 1);
    CHECK(support::bytes_of(aside[0] / "keyring.json") == keyring);
    CHECK(support::bytes_of(aside[0] / "register.db-wal") == last_words);
    // The file comes back.
    support::put_bytes(data / "register.db", file);
    REQUIRE(bring_back(system_disk(), data, aside[0]));
    scene.reopen();
    CHECK(scene.counters().entered() == 1);
    CHECK(folders_aside(system_disk(), data).size() == 2);
}

TEST_CASE("a new register is empty, in its first epoch, and remembers what it was made from") {
    RegisterScene scene;
    scene.reopen();
    CHECK(scene.counters() == model::Counters{});
    const auto state = expect(find_epoch_state(*scene));
    CHECK(state.why == "new");
    CHECK(state.last_seq == 0);
    CHECK_FALSE(state.from_epoch);
    CHECK(expect(find_setting(*scene, setting_names::activation)) == "activation file");
    CHECK(expect(find_setting(*scene, setting_names::manifest)) == "manifest\nsignature\n");
    CHECK(expect(find_setting(*scene, "root")) == to_hex(scene.making.root.public_key()));
    CHECK(expect(find_setting(*scene, "nothing")).empty());
    CHECK(check_register(*scene));
    const auto& device = scene->device();
    CHECK(DeviceId{device.signing_key.public_key()} == device.id);
    const auto status = expect(find_status(*scene));
    CHECK(status.epoch == state.epoch);
    CHECK(status.device == device.id);
    CHECK_FALSE(status.last_reply);
    CHECK_FALSE(status.last_backup);
    CHECK_FALSE(status.last_save);
}

TEST_CASE("device and secrets are the same after opening again") {
    RegisterScene scene;
    const auto id = scene->device().id;
    const auto recipient = scene->device().identity.recipient();
    scene.reopen();
    CHECK(scene->device().id == id);
    CHECK(scene->device().identity.recipient() == recipient);
    CHECK(scene->device().machine.has_value() == !machine_name_secret().empty());
}

TEST_CASE("no name, NIK or key stands readable in the data folder") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    scene.save(answers);
    Draft draft;
    draft.answers = {{"nama", "Nama Rahasia Sekali"}};
    expect(save_draft(*scene, draft));
    scene.seal(0);
    for (const bool open : {true, false}) {
        for (const auto& entry : std::filesystem::directory_iterator(scene.folder / "data")) {
            const auto bytes = support::bytes_of(entry.path());
            const auto text = as_text(bytes);
            INFO(entry.path());
            CHECK(text.find(answers.at("nik")) == std::string_view::npos);
            CHECK(text.find(answers.at("nama")) == std::string_view::npos);
            CHECK(text.find("Nama Rahasia Sekali") == std::string_view::npos);
            CHECK(text.find(as_text(scene.key.view())) == std::string_view::npos);
        }
        if (open) {
            scene.close();
        }
    }
}

TEST_CASE("a register is not made where one stands already") {
    RegisterScene scene;
    scene.save_next();
    scene.close();
    const auto before = support::hash_of_folder(scene.folder / "data");
    const auto again =
        create_register(scene.world(), scene.folder / "data", scene.making.request());
    REQUIRE_FALSE(again);
    CHECK(again.error().code == "R-10");
    CHECK(support::hash_of_folder(scene.folder / "data") == before);
}

TEST_CASE("there is nothing to open in an empty folder, and opening leaves it empty") {
    Beginning scene;
    const auto before = support::hash_of_folder(scene.folder.path());
    const auto opened = open_register(scene.world, scene.data, sealed::Secret(32));
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == "R-01");
    CHECK(support::hash_of_folder(scene.folder.path()) == before);
}

TEST_CASE("another key does not open the register and changes nothing") {
    RegisterScene scene;
    scene.save_next();
    scene.close();
    const auto before = support::hash_of_folder(scene.folder / "data");
    CHECK(code_of_opening(scene, sealed::Secret(32)) == "R-02");
    CHECK(support::hash_of_folder(scene.folder / "data") == before);
    CHECK(code_of_opening(scene, scene.key) == "opened");
}

TEST_CASE("a register of a newer program is left alone") {
    RegisterScene scene;
    scene.close();
    on_database(scene, [](sqlite::Database& database) {
        expect(database.execute_script("PRAGMA user_version = 999"));
        expect(database.checkpoint());
    });
    const auto before = support::hash_of_folder(scene.folder / "data");
    CHECK(code_of_opening(scene, scene.key) == "R-08");
    CHECK(support::hash_of_folder(scene.folder / "data") == before);
}

TEST_CASE("a second program is told that the register is in use") {
    RegisterScene scene;
    const auto in_child = support::in_child([&] {
        auto opened = open_register(scene.world(), scene.folder / "data", scene.key);
        return !opened && opened.error().code == "P-02" ? 7 : 0;
    });
    CHECK(in_child == 7);
    scene.save_next();
    CHECK(scene.counters().entered() == 1);
}

TEST_CASE("a register whose program was killed is opened by the next one") {
    RegisterScene scene;
    scene.close();
    {
        std::unique_ptr<Register> held;
        support::Child child(
            [&] { held = expect(open_register(scene.world(), scene.folder / "data", scene.key)); });
        CHECK(code_of_opening(scene, scene.key) == "P-02");
        child.kill();
    }
    CHECK(code_of_opening(scene, scene.key) == "opened");
}

TEST_CASE("a copy on another machine goes on in an epoch of its own") {
    RegisterScene scene;
    scene.save_next();
    scene.hand_over(scene.seal());
    const auto epoch = expect(find_epoch_state(*scene)).epoch;
    scene.close();
    if (machine_name_secret().empty()) {
        SKIP("this machine has no name");
    }
    on_database(scene, [](sqlite::Database& database) {
        expect(sqlite::run_query(database, queries::set_machine, [](sqlite::Statement& query) {
            query.bind(":machine", Hash{}.view());
        }));
    });
    scene.reopen();
    const auto state = expect(find_epoch_state(*scene));
    CHECK(state.epoch != epoch);
    CHECK(state.why == "clone");
    CHECK(state.from_epoch == epoch);
    CHECK(scene.counters().waiting == 1);
    // Told once: the copy is at home on its machine now.
    scene.reopen();
    CHECK(expect(find_epoch_state(*scene)).epoch == state.epoch);
    CHECK(check_register(*scene));
}

TEST_CASE("a register without a machine name takes the name of the machine it is opened on") {
    RegisterScene scene;
    const auto epoch = expect(find_epoch_state(*scene)).epoch;
    scene.close();
    on_database(scene, [](sqlite::Database& database) {
        expect(sqlite::run_query(database, queries::set_machine, sqlite::bind_nothing));
    });
    scene.reopen();
    CHECK(expect(find_epoch_state(*scene)).epoch == epoch);
}

TEST_CASE("people are found to be the same also after a migration emptied the keys to look for") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    const auto saved = scene.save(answers);
    scene.withdraw(scene.save_next().id);
    scene.close();
    on_database(scene, [](sqlite::Database& database) {
        expect(database.execute_script("DELETE FROM duplicate_key"));
    });
    scene.reopen();
    const auto similar = expect(find_similar(*scene, answers, std::nullopt));
    REQUIRE(similar.size() == 1);
    CHECK(similar[0].id == saved.id);
}

TEST_CASE("set-up that was killed anywhere leaves no register, or a whole one") {
    const auto place = GENERATE(as<std::string>{}, "register-begun", "register-keys-written",
                                "moved", "register-in-place", "part-written:1", "part-written:2",
                                "part-written:3", "renamed:1", "renamed:2", "renamed:3");
    Beginning scene;
    const int outcome = support::in_child([&] {
        const support::Environment crash("LONTAR_CRASH", place);
        return create_register(scene.world, scene.data, scene.making.request()) ? 0 : 1;
    });
    INFO(place);
    REQUIRE(outcome == 137);
    // Nobody is told to look for a register that there never was.
    CHECK_FALSE(has_lost_register(system_disk(), scene.data));
    auto made = create_register(scene.world, scene.data, scene.making.request());
    if (made) {
        CHECK(check_register(**made));
    } else {
        CHECK(made.error().code == "R-10");
    }
    made = fail(ErrorKind::cancelled, "", "");
    const auto unlocked =
        expect(unlock_with_passphrase(system_disk(), scene.data, {}, scene.making.passphrase));
    CHECK(check_register(*expect(open_register(scene.world, scene.data, unlocked.key))));
    CHECK_FALSE(std::filesystem::exists(scene.data / "register.db.new"));
}

TEST_CASE("set-up on a disk that fails says so and can be repeated") {
    for (std::uint64_t act = 1; act < 40; ++act) {
        Beginning scene;
        support::FaultyDisk disk(system_disk());
        disk.fail_at(act, fail(ErrorKind::storage_full, "D-01", "planted"));
        const World world{disk, scene.clock, scene.random};
        auto made = create_register(world, scene.data, scene.making.request());
        if (disk.acts() < act) {
            CHECK(made);
            return;
        }
        INFO("act " << act << ": " << disk.log().back());
        disk.heal();
        if (!made) {
            CHECK_FALSE(std::filesystem::exists(scene.data / "register.db"));
            made = create_register(world, scene.data, scene.making.request());
        }
        REQUIRE(made);
        CHECK(check_register(**made));
    }
    FAIL("set-up needs more acts than were tried");
}

}  // namespace lontar::storage
