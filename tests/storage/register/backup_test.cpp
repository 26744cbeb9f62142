#include "storage/register/copies/backup.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "storage/base/json.hpp"
#include "storage/base/world.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/copies/backup_name.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/copies/restore.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/settings.hpp"
#include "storage/register/status.hpp"
#include "storage/register/unlock.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "storage/sqlite/query.hpp"
#include "support/child.hpp"
#include "support/faulty_disk.hpp"
#include "support/register_scene.hpp"
#include "working_day.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

namespace {

const auto new_passphrase = sealed::Secret::copy_of("kata sandi setelah banjir");

RestoreRequest request_of(RegisterScene& scene) {
    return {"Maria Operator", new_passphrase, sealed::PassphraseCost::for_tests(),
            scene.making.sheet.recipient()};
}

/// A register after a day's work, with something in every table.
void work(RegisterScene& scene) {
    for (const Step& step : working_day()) {
        step(scene);
    }
    auto notice = scene.answer(scene.seal(1));
    notice.n = 9;
    notice.notices = {{"Rapat hari Senin", {}, {}}};
    // A file that another laptop of this register sealed.
    const Epoch elsewhere = Epoch::random(scene.random);
    notice.states = {{{{elsewhere, 1}}, {{elsewhere, 1, {FileMark::random(scene.random)}}}, {}}};
    scene.apply(notice);
}

BackupInfo back_up(RegisterScene& scene) {
    return expect(create_backup(*scene, scene.folder / "usb", {}));
}

Result<BackupInfo> restore(RegisterScene& scene, const Path& file, const Path& folder) {
    return restore_backup(scene.world(), file, scene.making.sheet, folder, request_of(scene), "",
                          {});
}

std::unique_ptr<Register> open_restored(RegisterScene& scene, const Path& folder) {
    const auto unlocked = expect(unlock_with_passphrase(system_disk(), folder, {}, new_passphrase));
    return expect(open_register(scene.world(), folder, unlocked.key));
}

void check_same_people(Register& original, Register& restored) {
    const auto before = expect(list_people(original, {}));
    const auto after = expect(list_people(restored, {}));
    REQUIRE(before.size() == after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        CHECK(before[i].id == after[i].id);
        CHECK(before[i].name == after[i].name);
        CHECK(before[i].answer == after[i].answer);
        const auto one = expect(find_registration(original, before[i].id));
        const auto other = expect(find_registration(restored, before[i].id));
        CHECK(one.fields == other.fields);
        CHECK(one.rev == other.rev);
        REQUIRE(one.revisions.size() == other.revisions.size());
        for (std::size_t r = 0; r < one.revisions.size(); ++r) {
            CHECK(one.revisions[r].rev == other.revisions[r].rev);
            CHECK(one.revisions[r].number == other.revisions[r].number);
            CHECK(one.revisions[r].verdict.code == other.revisions[r].verdict.code);
            CHECK(one.revisions[r].by == other.revisions[r].by);
        }
    }
}

}  // namespace

TEST_CASE("a backup holds the whole register and says so on the home screen") {
    RegisterScene scene;
    work(scene);
    CHECK_FALSE(expect(find_status(*scene)).last_backup);
    const auto made = back_up(scene);
    CHECK(made.path.filename().string().starts_with("lontar-5302011002-"));
    CHECK(made.path.filename().string().ends_with(".backup.age"));
    CHECK(made.village == support::village_of_tests);
    CHECK(made.made_at == scene.clock.now());
    const auto sizes = expect(find_sizes(*scene));
    CHECK(made.registrations == sizes.registrations);
    CHECK(made.revisions == sizes.revisions);
    CHECK(expect(find_status(*scene)).last_backup == scene.clock.now());
    CHECK_FALSE(made.verified_payload);
    const auto verified = expect(verify_backup(made.path, &scene.making.sheet, {}));
    CHECK(verified.verified_payload);
    CHECK(expect(verify_backup(made.path, &scene.making.province_recovery, {})).verified_payload);
}

TEST_CASE("two laptops of a village that back up in one minute leave a backup of each") {
    RegisterScene one(1);
    RegisterScene other(2);
    work(one);
    work(other);
    other.clock.set(one.clock.now());
    const Path stick = one.folder / "usb";
    const auto first = expect(create_backup(*one, stick, {}));
    const auto second = expect(create_backup(*other, stick, {}));
    CHECK(first.path != second.path);
    CHECK(expect(verify_backup(first.path, &one.making.sheet, {})).verified_payload);
    CHECK(expect(verify_backup(second.path, &other.making.sheet, {})).verified_payload);
    const std::string device = one->device().id.hex().substr(0, 8);
    CHECK(first.path.filename().string().starts_with("lontar-5302011002-" + device + "-20"));
}

TEST_CASE("a backup in the minute of another is counted on, and a dead clock replaces nothing") {
    RegisterScene scene;
    work(scene);
    std::set<std::string> names;
    std::string begin;
    for (int number = 1; number <= 3; ++number) {
        const auto made = back_up(scene);
        const std::string name = made.path.filename().string();
        CHECK(names.insert(name).second);
        if (number == 1) {
            begin = name.substr(0, name.find(".backup.age"));
        } else {
            CHECK(name == begin + "-" + std::to_string(number) + ".backup.age");
        }
    }
    CHECK(expect(system_disk().list(scene.folder / "usb")).size() == 3);

    // A file that only has the name is not taken away either.
    RegisterScene again;
    work(again);
    std::filesystem::create_directory(again.folder / "usb");
    support::put_bytes(again.folder / "usb" / (begin + ".backup.age"), as_bytes("somebody's"));
    CHECK(back_up(again).path.filename() == begin + "-2.backup.age");
    CHECK(support::bytes_of(again.folder / "usb" / (begin + ".backup.age")) ==
          to_bytes("somebody's"));
}

TEST_CASE("the newest backup is told by the time in its name, under old names and new ones") {
    const auto is_before = [](std::string_view one, std::string_view other) {
        return order_in_time(one) < order_in_time(other);
    };
    CHECK(is_before("lontar-5302011002-ffffffff-20260102-0807.backup.age",
                    "lontar-5302011002-00000000-20260102-0808.backup.age"));
    CHECK(is_before("lontar-5302011002-20260101-2359.backup.age",
                    "lontar-5302011002-0a1b2c3d-20260102-0807.backup.age"));
    CHECK(is_before("lontar-5302011002-0a1b2c3d-20260102-0807.backup.age",
                    "lontar-5302011002-20260103-0000.backup.age"));
    CHECK(is_before("lontar-5302011002-0a1b2c3d-20260102-0807.backup.age",
                    "lontar-5302011002-0a1b2c3d-20260102-0807-2.backup.age"));
    CHECK(is_before("lontar-5302011002-0a1b2c3d-20260102-0807-9.backup.age",
                    "lontar-5302011002-0a1b2c3d-20260102-0807-10.backup.age"));
    CHECK(is_before("lontar-5302011002-12345678-20260102-0807.backup.age",
                    "lontar-5302011002-12345678-20260102-0808.backup (1).age"));
    CHECK(is_before("cadangan.backup.age", "lontar-5302011002-20120101-0807.backup.age"));
}

TEST_CASE(
    "a register restored from a backup has the same people, and what has no verdict waits again") {
    RegisterScene scene;
    work(scene);
    const auto made = back_up(scene);
    const auto restored_info = expect(restore(scene, made.path, scene.folder / "new laptop"));
    CHECK(restored_info.registrations == made.registrations);
    const auto restored = open_restored(scene, scene.folder / "new laptop");
    check_same_people(*scene, *restored);
    CHECK(check_register(*restored));
    CHECK(restored->village() == scene->village());
    CHECK(expect(list_drafts(*restored)).size() == expect(list_drafts(*scene)).size());
    CHECK(expect(list_notices(*restored)) == expect(list_notices(*scene)));
    for (const auto& batch : expect(list_batches(*scene))) {
        CHECK(expect(find_batch_bytes(*restored, batch.epoch, batch.seq)) ==
              expect(find_batch_bytes(*scene, batch.epoch, batch.seq)));
    }

    // The same as the original after a new epoch: only what has a verdict is done.
    expect(begin_epoch(*scene, "fork"));
    CHECK(expect(find_status(*restored)).counters == expect(find_status(*scene)).counters);
    CHECK(expect(list_unsealed(*restored, 100)).size() ==
          expect(list_unsealed(*scene, 100)).size());

    SECTION("it is another device in an epoch of its own") {
        CHECK(restored->device().id != scene->device().id);
        const auto state = expect(find_epoch_state(*restored));
        CHECK(state.why == "restore");
        CHECK(state.from_epoch);
        CHECK(state.last_seq == 0);
    }
    SECTION("the old passphrase opens nothing and an officer without one can be given one") {
        CHECK_FALSE(unlock_with_passphrase(system_disk(), scene.folder / "new laptop", {},
                                           scene.making.passphrase));
    }
    SECTION("its sheet opens it") {
        CHECK(unlock_with_recovery(system_disk(), scene.folder / "new laptop", scene.making.sheet));
    }
    SECTION("it finds the same person and can go on") {
        const auto lines = expect(list_people(*restored, {}));
        const auto line = std::ranges::find_if(lines, [&](const PersonLine& one) {
            return !expect(find_registration(*restored, one.id)).withdrawn;
        });
        REQUIRE(line != lines.end());
        const auto answers = expect(find_registration(*restored, line->id)).fields;
        CHECK(expect(save_new(*restored, answers, scene.by("sesuai_ktp"))).result ==
              SaveResult::already_there);
        CHECK(expect(save_new(*restored, scene.people.next(), scene.by("sesuai_ktp"))).result ==
              SaveResult::saved);
    }
}

TEST_CASE("a backup of a restored register can be restored again") {
    RegisterScene scene;
    work(scene);
    const auto first = back_up(scene);
    expect(restore(scene, first.path, scene.folder / "second"));
    auto second = open_restored(scene, scene.folder / "second");
    const auto again = expect(create_backup(*second, scene.folder / "usb2", {}));
    expect(restore(scene, again.path, scene.folder / "third"));
    const auto third = open_restored(scene, scene.folder / "third");
    check_same_people(*second, *third);
    CHECK(expect(find_status(*third)).counters == expect(find_status(*second)).counters);
    CHECK(check_register(*third));
}

TEST_CASE("somebody new who restores becomes an officer") {
    RegisterScene scene;
    const auto made = back_up(scene);
    auto request = request_of(scene);
    request.officer_name = "Yosef Baru";
    expect(restore_backup(scene.world(), made.path, scene.making.sheet, scene.folder / "new",
                          request, "", {}));
    const auto restored = open_restored(scene, scene.folder / "new");
    const auto officers = expect(list_officers(*restored));
    REQUIRE(officers.size() == 2);
    CHECK(officers.back().name == "Yosef Baru");
}

TEST_CASE("the other officers of a restored register are without a passphrase until given one") {
    RegisterScene scene;
    const auto made = back_up(scene);
    auto request = request_of(scene);
    request.officer_name = "Yosef Baru";
    expect(restore_backup(scene.world(), made.path, scene.making.sheet, scene.folder / "new",
                          request, "", {}));
    const auto restored = open_restored(scene, scene.folder / "new");
    const auto states = [&] {
        std::string text;
        for (const OfficerHere& one : expect(list_officers_here(*restored))) {
            CHECK(one.officer.active);
            text += one.officer.name + (one.has_passphrase ? ": yes. " : ": no. ");
        }
        return text;
    };
    CHECK(states() == "Maria Operator: no. Yosef Baru: yes. ");
    const auto officers = expect(list_officers(*restored));
    const auto cheap = sealed::PassphraseCost::for_tests();
    const auto own = sealed::Secret::copy_of("kata sandi yang kedua");
    // That of whoever restored would write her acts to him.
    const auto taken = give_passphrase(*restored, officers.front().id, request.passphrase, cheap,
                                       officers.back().id);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().code == "K-13");
    expect(give_passphrase(*restored, officers.front().id, own, cheap, officers.back().id));
    CHECK(states() == "Maria Operator: yes. Yosef Baru: yes. ");
    CHECK(expect(unlock_with_passphrase(system_disk(), scene.folder / "new", std::nullopt, own))
              .officer == officers.front().id);
    // Nobody takes over a colleague's name.
    const auto again = give_passphrase(*restored, officers.front().id,
                                       sealed::Secret::copy_of("kata sandi yang ketiga"), cheap,
                                       officers.back().id);
    REQUIRE_FALSE(again);
    CHECK(again.error().code == "K-14");
}

TEST_CASE("who restores under a name in other letters is the officer of that name") {
    RegisterScene scene;
    const auto made = back_up(scene);
    auto request = request_of(scene);
    request.officer_name = "MARIA  operator";
    expect(restore_backup(scene.world(), made.path, scene.making.sheet, scene.folder / "new",
                          request, "", {}));
    const auto restored = open_restored(scene, scene.folder / "new");
    REQUIRE(expect(list_officers(*restored)).size() == 1);
    const auto names = expect(who_can_unlock(system_disk(), scene.folder / "new"));
    REQUIRE(names.size() == 1);
    CHECK(names.front().name == "Maria Operator");
}

TEST_CASE("a backup is refused with words and nothing is left behind") {
    RegisterScene scene;
    work(scene);
    const auto made = back_up(scene);
    const Path target = scene.folder / "target";

    SECTION("when it is of another village") {
        const auto refused = restore_backup(scene.world(), made.path, scene.making.sheet, target,
                                            request_of(scene), "5302011003", {});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "B-05");
    }
    SECTION("when the sheet is another one") {
        const auto other = sealed::Identity::generate(scene.random);
        const auto refused =
            restore_backup(scene.world(), made.path, other, target, request_of(scene), "", {});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "B-06");
        CHECK_FALSE(verify_backup(made.path, &other, {}));
    }
    SECTION("when the passphrase is weak") {
        auto request = request_of(scene);
        const auto weak = sealed::Secret::copy_of("abc");
        const RestoreRequest with_weak{request.officer_name, weak, request.cost,
                                       request.recovery_sheet};
        const auto refused =
            restore_backup(scene.world(), made.path, scene.making.sheet, target, with_weak, "", {});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "K-01");
    }
    SECTION("when somebody stops it") {
        const auto stopped =
            restore_backup(scene.world(), made.path, scene.making.sheet, target, request_of(scene),
                           "", [](std::int64_t, std::int64_t) { return false; });
        // A short backup is restored before it asks.
        CHECK((stopped || stopped.error().kind == ErrorKind::cancelled));
        if (stopped) {
            return;
        }
    }
    SECTION("when it is no backup") {
        support::put_bytes(scene.folder / "usb/other", to_bytes("hello"));
        const auto refused = restore(scene, scene.folder / "usb/other", target);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "B-02");
    }
    CHECK_FALSE(std::filesystem::exists(target / "register.db"));
    CHECK_FALSE(std::filesystem::exists(target / "register.db.new"));
    expect(restore(scene, made.path, target));
}

TEST_CASE("a backup is not restored over a register") {
    RegisterScene scene;
    scene.save_next();
    const auto made = back_up(scene);
    scene.close();
    const auto before = support::hash_of_folder(scene.folder / "data");
    const auto refused = restore(scene, made.path, scene.folder / "data");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "B-03");
    CHECK(support::hash_of_folder(scene.folder / "data") == before);
}

TEST_CASE("a damaged backup is found by verify and by restore") {
    RegisterScene scene;
    work(scene);
    const auto made = back_up(scene);
    const auto whole = support::bytes_of(made.path);
    const Path damaged = scene.folder / "usb/damaged";
    support::SeededRandom random(3);
    for (int i = 0; i < 40; ++i) {
        auto bytes = whole;
        if (i % 2 == 0) {
            bytes.resize(random.below(whole.size()));
        } else {
            bytes[random.below(whole.size())] ^= static_cast<std::uint8_t>(1U << random.below(8));
        }
        support::put_bytes(damaged, bytes);
        const auto verified = verify_backup(damaged, &scene.making.sheet, {});
        REQUIRE_FALSE(verified);
        CHECK(verified.error().code == "B-02");
        const auto restored = restore(scene, damaged, scene.folder / "target");
        REQUIRE_FALSE(restored);
        CHECK(restored.error().code == "B-02");
        CHECK_FALSE(std::filesystem::exists(scene.folder / "target/register.db"));
    }
}

/// A sealed backup of these lines, as somebody could make it who holds the device's key.
Path sealed_lines(RegisterScene& scene, const std::vector<std::string>& lines, Json::Object meta) {
    const Path path = scene.folder / "usb/made";
    std::string text;
    for (const std::string& line : lines) {
        text += line;
    }
    const std::array recipients{scene.making.sheet.recipient()};
    const sealed::SealRequest request{"lontar/backup-v1", std::move(meta), recipients,
                                      scene->device().signing_key};
    support::put_bytes(path, expect(sealed::seal(request, text, scene.random)));
    return path;
}

TEST_CASE("the head of a backup is its first line, once, and says what the file says of itself") {
    RegisterScene scene;
    scene.save_next();
    std::filesystem::create_directories(for_system(scene.folder / "usb"));
    std::vector<std::string> lines;
    expect(dump_register(*scene, [&](std::string_view line) {
        lines.emplace_back(line);
        return done();
    }));
    const auto sizes = expect(find_sizes(*scene));
    const Json::Object meta{{"device", scene->device().id.hex()},
                            {"village", scene->village()},
                            {"at", 1},
                            {"registrations", sizes.registrations},
                            {"revisions", sizes.revisions}};
    const auto verdicts = [&](const std::vector<std::string>& changed, const Json::Object& said) {
        const Path path = sealed_lines(scene, changed, said);
        const auto verified = verify_backup(path, &scene.making.sheet, {});
        const auto restored = restore(scene, path, scene.folder / "target");
        return (verified ? "good" : verified.error().code) + " " +
               (restored ? "good" : restored.error().code);
    };
    auto changed = lines;
    std::rotate(changed.begin(), changed.begin() + 1, changed.begin() + 3);
    CHECK(verdicts(changed, meta) == "B-02 B-02");
    changed = lines;
    changed.insert(changed.begin() + 2, lines.front());
    CHECK(verdicts(changed, meta) == "B-02 B-02");
    changed = lines;
    changed.front() =
        "{\"registrations\":1,\"revisions\":1,\"schema\":999,\"t\":"
        "\"lontar-register\",\"village\":\"" +
        scene->village() + "\"}\n";
    CHECK(verdicts(changed, meta) == "B-04 B-04");
    auto said = meta;
    said["village"] = "5302011003";
    CHECK(verdicts(lines, said) == "B-02 B-02");
    said = meta;
    said["revisions"] = sizes.revisions + 1;
    CHECK(verdicts(lines, said) == "B-02 B-02");
    CHECK(verdicts(lines, meta) == "good good");
}

TEST_CASE("a line of a backup is read at its limit, and one byte more makes no backup") {
    RegisterScene scene;
    const std::size_t others = std::string(R"({"name":"x","t":"setting","value":""})").size() + 1;
    expect(put_setting(*scene, "x", std::string(max_dump_line - others, 'y')));
    const auto made = back_up(scene);
    CHECK(expect(verify_backup(made.path, &scene.making.sheet, {})).verified_payload);
    std::filesystem::remove(for_system(made.path));
    expect(put_setting(*scene, "x", std::string(max_dump_line - others + 1, 'y')));
    const auto above = create_backup(*scene, scene.folder / "usb", {});
    REQUIRE_FALSE(above);
    CHECK(above.error().kind == ErrorKind::invalid_input);
    CHECK(above.error().code == "B-11");
    CHECK(std::filesystem::is_empty(for_system(scene.folder / "usb")));
}

TEST_CASE("a dump whose lines were tampered with before sealing is not restored") {
    RegisterScene scene;
    work(scene);
    std::vector<std::string> lines;
    expect(dump_register(*scene, [&](std::string_view line) {
        lines.emplace_back(line);
        return done();
    }));
    const auto restore_lines = [&](const std::vector<std::string>& dump,
                                   const Path& folder) -> Status {
        auto into = expect(RegisterRestore::begin(scene.world(), folder));
        for (const auto& line : dump) {
            if (auto taken = into->line(line); !taken) {
                return taken;
            }
        }
        auto finished = into->finish(request_of(scene));
        return finished ? done() : Status(std::move(finished).error());
    };
    const auto line_with = [&](std::string_view part) {
        return std::ranges::find_if(
            lines, [&](const auto& line) { return line.find(part) != std::string::npos; });
    };
    const Path target = scene.folder / "target";
    auto changed = lines;
    std::string code = "B-02";
    SECTION("a line is missing") {
        changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(lines.size() / 2));
    }
    SECTION("the end is missing") {
        changed.pop_back();
    }
    SECTION("a line follows the end") {
        changed.push_back(lines[1]);
    }
    SECTION("the head is missing") {
        changed.erase(changed.begin());
    }
    SECTION("a line stands twice") {
        changed.insert(changed.begin() + 3, lines[2]);
    }
    SECTION("a revision says something else") {
        auto& line =
            changed[static_cast<std::size_t>(line_with(R"("t":"revision")") - lines.begin())];
        line.replace(line.find("nama"), 4, "namo");
    }
    SECTION("a value is of another kind") {
        auto& line =
            changed[static_cast<std::size_t>(line_with(R"("t":"officer")") - lines.begin())];
        line.replace(line.find(R"("active":1)"), 10, R"("active":"")");
    }
    SECTION("a table is unknown") {
        auto& line =
            changed[static_cast<std::size_t>(line_with(R"("t":"officer")") - lines.begin())];
        line.replace(line.find(R"("t":"officer")"), 13, R"("t":"device")");
    }
    SECTION("it was written by a newer program") {
        changed[0].replace(changed[0].find(R"("schema":)"), 10, R"("schema":99)");
        code = "B-04";
    }
    const auto refused = restore_lines(changed, target);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == code);
    CHECK_FALSE(std::filesystem::exists(target / "register.db"));
    CHECK(restore_lines(lines, target));
}

TEST_CASE("every line of a dump is one JSON object, its members in byte order") {
    RegisterScene scene;
    work(scene);
    std::set<std::string> kinds;
    expect(dump_register(*scene, [&](std::string_view line) {
        REQUIRE(line.ends_with("}\n"));
        const auto json = parse_json(line.substr(0, line.size() - 1), {.max_bytes = max_dump_line});
        REQUIRE(json);
        CHECK(json->dump() + "\n" == line);
        kinds.insert(json->text_at("t").value_or(""));
        return done();
    }));
    for (const auto& table : dump_tables()) {
        CAPTURE(table.name);
        CHECK(kinds.contains(std::string(table.name)));
    }
}

TEST_CASE("every table is in a dump but the device and what is derived") {
    RegisterScene scene;
    std::set<std::string> expected{"device", "duplicate_key"};
    for (const auto& table : dump_tables()) {
        expected.emplace(table.name);
    }
    const auto names = expect(sqlite::all_rows(
        scene->database(),
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        sqlite::bind_nothing,
        [](const sqlite::Statement& row) { return std::string(row.text(0)); }));
    CHECK(std::set(names.begin(), names.end()) == expected);
}

TEST_CASE("the secrets of the device are in no backup") {
    RegisterScene scene;
    work(scene);
    const std::string seed = to_hex(scene->device().signing_key.seed());
    const std::string identity = to_hex(scene->device().identity.bytes());
    const std::string key = to_hex(scene.key.view());
    expect(dump_register(*scene, [&](std::string_view line) {
        CHECK(line.find(seed) == std::string_view::npos);
        CHECK(line.find(identity) == std::string_view::npos);
        CHECK(line.find(key) == std::string_view::npos);
        return done();
    }));
}

TEST_CASE("a backup on a full or broken stick leaves nothing and is not remembered") {
    support::FaultyDisk disk(system_disk());
    RegisterScene scene(1, disk);
    for (std::uint64_t act = 1; act < 40; ++act) {
        disk.heal();
        disk.fail_at(act, fail(ErrorKind::storage_full, "D-01", "planted"));
        const Path stick = scene.folder / ("usb" + std::to_string(act));
        const auto made = create_backup(*scene, stick, {});
        if (disk.acts() < act) {
            CHECK(made);
            return;
        }
        INFO(disk.log().back());
        REQUIRE_FALSE(made);
        CHECK(made.error().code == "B-01");
        CHECK_FALSE(expect(find_status(*scene)).last_backup);
        disk.heal();
        CHECK(expect(disk.list(stick)).empty());
    }
    FAIL("a backup needs more acts than were tried");
}

TEST_CASE("a restore that was killed anywhere leaves no register, or a whole one") {
    const auto place = GENERATE(as<std::string>{}, "register-begun", "register-keys-written",
                                "moved", "register-in-place", "part-written:2", "renamed:3");
    RegisterScene scene;
    work(scene);
    const auto made = back_up(scene);
    const Path target = scene.folder / "target";
    const int outcome = support::in_child([&] {
        const support::Environment crash("LONTAR_CRASH", place);
        return restore(scene, made.path, target) ? 0 : 1;
    });
    INFO(place);
    REQUIRE(outcome == 137);
    const auto again = restore(scene, made.path, target);
    CHECK((again || again.error().code == "B-03"));
    check_same_people(*scene, *open_restored(scene, target));
}

}  // namespace lontar::storage
