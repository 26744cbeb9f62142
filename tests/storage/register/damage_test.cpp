#include <filesystem>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "storage/embedded_sql.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/saving.hpp"
#include "storage/sqlite/query.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

namespace {

Path file_of(RegisterScene& scene) {
    return scene.folder / "data/register.db";
}

/// A closed register with people in all states.
void fill(RegisterScene& scene) {
    for (int i = 0; i < 30; ++i) {
        scene.save_next();
    }
    scene.deliver();
    scene.save_next();
    scene.close();
}

/// Opens a damaged register and looks at everything: true when it is reported, false when all is as
/// it was.
bool is_reported(RegisterScene& scene, const std::vector<std::string>& names) {
    auto opened = open_register(scene.world(), scene.folder / "data", scene.key);
    if (!opened) {
        CHECK((opened.error().kind == ErrorKind::corrupt ||
               opened.error().kind == ErrorKind::storage_failed));
        return true;
    }
    if (!check_register(**opened)) {
        return true;
    }
    const auto people = list_people(**opened, {});
    if (!people) {
        return true;
    }
    std::vector<std::string> now;
    for (const auto& line : *people) {
        now.push_back(line.name);
    }
    CHECK(now == names);
    return false;
}

std::vector<std::string> all_names(RegisterScene& scene) {
    std::vector<std::string> names;
    for (const auto& line : expect(list_people(*scene, {}))) {
        names.push_back(line.name);
    }
    return names;
}

}  // namespace

TEST_CASE("a register cut anywhere is reported as damaged and never read as smaller") {
    RegisterScene scene;
    fill(scene);
    scene.reopen();
    const auto names = all_names(scene);
    scene.close();
    const auto whole = support::bytes_of(file_of(scene));
    // Every page boundary and beside it, and odd places between.
    for (std::size_t cut = 0; cut < whole.size(); cut += cut % 4096 == 0 ? 1 : 4095) {
        support::put_bytes(file_of(scene), ByteView(whole).first(cut));
        INFO("cut at " << cut << " of " << whole.size());
        CHECK(is_reported(scene, names));
    }
}

TEST_CASE("a flipped bit anywhere in the register is reported") {
    RegisterScene scene;
    fill(scene);
    scene.reopen();
    const auto names = all_names(scene);
    scene.close();
    const auto whole = support::bytes_of(file_of(scene));
    support::SeededRandom random(7);
    for (std::size_t page = 0; page < whole.size(); page += 4096) {
        auto damaged = whole;
        const auto at = page + random.below(4096);
        damaged[at] ^= static_cast<std::uint8_t>(1U << random.below(8));
        support::put_bytes(file_of(scene), damaged);
        INFO("bit in byte " << at);
        CHECK(is_reported(scene, names));
    }
}

TEST_CASE("the database refuses to change or delete what was said, whatever the program tries") {
    RegisterScene scene;
    fill(scene);
    auto database = expect(sqlite::Database::open(file_of(scene), {.key = scene.key.view()}));
    const auto* attempt =
        GENERATE("UPDATE revision SET line = '{}'", "UPDATE revision SET at = 0",
                 "UPDATE revision SET base = NULL, rev = zeroblob(16)",
                 "UPDATE revision SET registration_id = zeroblob(16)", "DELETE FROM revision",
                 "DELETE FROM registration", "UPDATE audit SET action = ''",
                 "DELETE FROM audit WHERE number = 3", "UPDATE batch SET bytes = x'', size = 0",
                 "UPDATE batch SET seq = 9", "DELETE FROM batch",
                 "UPDATE sealing SET line = 90 + line", "DELETE FROM sealing");
    INFO(attempt);
    const auto refused = database->execute_script(attempt);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().context.find("never") != std::string::npos);
}

TEST_CASE("a change behind the program's back is found and named") {
    RegisterScene scene;
    fill(scene);
    struct Change {
        std::string sql;
        std::string code;
    };
    const auto change = GENERATE(values<Change>(
        {{"DROP TRIGGER audit_is_not_changed; UPDATE audit SET at = at + 1 WHERE number = 4",
          "R-15"},
         {"DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE number = 4", "R-15"},
         {"DROP TRIGGER audit_is_not_changed; UPDATE audit SET object = 'x' WHERE number = 9",
          "R-15"},
         {"DROP TRIGGER revision_is_not_changed; UPDATE revision SET line = line || ' ' WHERE "
          "number = 2",
          "R-15"},
         {"UPDATE registration SET facts = 0", "R-17"},
         {"UPDATE registration SET answered = NULL", "R-17"}}));
    {
        auto database = expect(sqlite::Database::open(file_of(scene), {.key = scene.key.view()}));
        expect(database->execute_script(change.sql));
    }
    scene.reopen();
    const auto checked = check_register(*scene);
    INFO(change.sql);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == change.code);
    CHECK(checked.error().kind == ErrorKind::corrupt);
}

TEST_CASE("an audit row changed together with its own hash is found by the row after it") {
    RegisterScene scene;
    fill(scene);
    {
        auto database = expect(sqlite::Database::open(file_of(scene), {.key = scene.key.view()}));
        std::vector<AuditRow> rows;
        expect(sqlite::each_row(*database, queries::list_audit, sqlite::bind_nothing,
                                [&](const sqlite::Statement& row) {
                                    rows.push_back({row.integer(0),
                                                    {{row.integer(1)},
                                                     OfficerId::from_bytes(row.blob(2)),
                                                     std::string(row.text(3)),
                                                     std::string(row.text(4)),
                                                     Hash::from_bytes(row.blob(5))},
                                                    *Hash::from_bytes(row.blob(6))});
                                    return done();
                                }));
        AuditRow& row = rows[5];
        REQUIRE(audit_hash(rows[4].hash, row.number, row.act) == row.hash);
        row.act.at.seconds -= 3600;
        const Hash forged = audit_hash(rows[4].hash, row.number, row.act);
        expect(database->execute_script(
            "DROP TRIGGER audit_is_not_changed; UPDATE audit SET at = at - 3600, hash = x'" +
            forged.hex() + "' WHERE number = " + std::to_string(row.number)));
    }
    scene.reopen();
    const auto checked = verify_audit(*scene);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == "R-15");
    CHECK(checked.error().context.find("row 7") != std::string::npos);
}

}  // namespace lontar::storage
