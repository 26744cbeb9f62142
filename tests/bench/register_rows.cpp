#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "figures.hpp"
#include "rows.hpp"
#include "slow_sync.hpp"
#include "storage/embedded_sql.hpp"
#include "storage/model/likeness.hpp"
#include "storage/register/copies/backup.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/imports.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/register.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/status.hpp"
#include "storage/sqlite/database.hpp"
#include "support/register_scene.hpp"

namespace lontar::bench {

namespace {

using support::expect;
using support::RegisterScene;

constexpr std::chrono::milliseconds old_disk{10};

std::unique_ptr<sqlite::Database> bare_database(const Path& file, const sealed::Secret& key) {
    auto database = expect(sqlite::Database::open(file, {key.view(), true, false}));
    expect(database->execute_script("CREATE TABLE bare (line TEXT NOT NULL) STRICT;"));
    return database;
}

void commit_one_row(sqlite::Database& database, std::string_view line) {
    auto transaction = expect(sqlite::Transaction::begin(database));
    auto insert = expect(database.prepare("INSERT INTO bare (line) VALUES (:line)"));
    expect(insert.bind(":line", line).run());
    expect(transaction.commit());
}

std::vector<storage::ImportPerson> import_rows(std::vector<model::Answers> people) {
    std::vector<storage::ImportPerson> rows;
    rows.reserve(people.size());
    for (auto& answers : people) {
        rows.push_back({static_cast<std::int64_t>(rows.size()) + 2, std::move(answers), {}});
    }
    return rows;
}

/// Through the import, a sheet of a thousand at a time.
std::vector<model::Answers> fill(RegisterScene& scene, std::size_t count) {
    constexpr std::size_t sheet = 1'000;
    std::vector<model::Answers> all;
    while (all.size() < count) {
        auto some = scene.people.make(std::min(sheet, count - all.size()));
        all.insert(all.end(), some.begin(), some.end());
        expect(storage::import_people(*scene, import_rows(std::move(some)), "sheet.csv",
                                      scene.officer, false));
    }
    return all;
}

/// What the home screen asks.
void ask_home(storage::Register& village_register) {
    expect(storage::find_status(village_register));
    expect(storage::list_drafts(village_register));
    expect(storage::list_notices(village_register));
}

/// The very queries of the home screen, without anything made of their rows.
void ask_home_barely(sqlite::Database& database) {
    namespace queries = storage::queries;
    for (const auto sql :
         {queries::count_facts, queries::count_new_drafts, queries::find_current_epoch,
          queries::find_newest_reply_time, queries::find_last_save, queries::count_unsealed,
          queries::count_to_check, queries::list_drafts, queries::list_notices}) {
        auto statement = expect(database.prepare(sql));
        while (expect(statement.step())) {
        }
    }
    auto last_backup = expect(database.prepare(queries::find_setting));
    expect(last_backup.bind(":name", "last_backup_at").step());
}

bool shell_did(const std::string& line) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
    return std::system(line.c_str()) == 0;
}

void shell(const std::string& line) {
    if (!shell_did(line)) {
        std::cerr << "failed: " << line << '\n';
        std::abort();
    }
}

}  // namespace

void save_row() {
    RegisterScene scene;
    constexpr std::size_t people = 5'000;
    constexpr int saves = 60;
    fill(scene, people);
    const auto bare = bare_database(scene.folder / "bare.db", scene.key);
    const std::string line(700, 'x');
    slow_syncs(old_disk);
    Durations save;
    Durations commit;
    std::uint64_t syncs_of_saves = 0;
    for (int at = 0; at < saves; ++at) {
        const auto answers = scene.people.next();
        const std::uint64_t before = syncs();
        save.time([&] { scene.save(answers); });
        syncs_of_saves += syncs() - before;
        commit.time([&] { commit_one_row(*bare, line); });
    }
    slow_syncs(std::chrono::milliseconds(0));
    print_ratio("save among 5,000", save, commit, Goal::at_most, 1.3);
    print_fact("syncs per save, goal <= 2",
               std::to_string(static_cast<double>(syncs_of_saves) / saves));
}

void search_and_start_rows(std::size_t people, bool is_target) {
    RegisterScene scene;
    const auto all = fill(scene, people);
    const std::string size = std::to_string(people);
    Durations search;
    Durations scan;
    constexpr int scans = 20;
    constexpr int searches_per_scan = 20;
    for (int at = 0; at < scans; ++at) {
        const auto asked = scene.people.next();
        for (int more = 0; more < searches_per_scan; ++more) {
            const auto one = scene.people.next();
            search.time([&] { expect(storage::find_similar(*scene, one, std::nullopt)); });
        }
        scan.time([&] {
            std::size_t alike = 0;
            for (const auto& other : all) {
                alike +=
                    model::compare_people(asked, other) != model::Likeness::different ? 1U : 0U;
            }
            if (alike > people) {
                std::abort();
            }
        });
    }
    // As "at least 100 times faster": the scan takes 100 times the search.
    print_ratio("linear scan / duplicate search among " + size, scan, search, Goal::at_least, 100);
    constexpr double milli = 1e3;
    print_fact("duplicate search among " + size + ", p99, goal <= 10 ms",
               std::to_string(search.at(0.99) * milli) + " ms");

    scene.close();
    const Path file = scene.folder / "data" / "register.db";
    Durations start;
    Durations bare;
    const int starts = is_target ? 40 : 10;
    for (int at = 0; at < starts; ++at) {
        start.time([&] {
            scene.village_register =
                expect(storage::open_register(scene.world(), scene.folder / "data", scene.key));
            ask_home(*scene.village_register);
        });
        scene.close();
        bare.time([&] {
            const auto database = expect(sqlite::Database::open(file, {scene.key.view()}));
            ask_home_barely(*database);
        });
    }
    print_ratio("open and home among " + size + " / bare open and its queries", start, bare,
                Goal::at_most, 1.5);
}

void backup_row(std::size_t people) {
    const std::string row = "backup of " + std::to_string(people) + " / zstd | age";
    for (const std::string program : {"zstd", "age"}) {
        if (!shell_did("command -v " + program + " >/dev/null")) {
            print_fact(row, "skipped, " + program + " is not installed");
            return;
        }
    }
    RegisterScene scene;
    fill(scene, people);
    const Path lines = scene.folder / "lines.ndjson";
    Bytes all;
    expect(storage::dump_register(*scene, [&](std::string_view line) {
        const auto bytes = as_bytes(line);
        all.insert(all.end(), bytes.begin(), bytes.end());
        return done();
    }));
    support::put_bytes(lines, all);
    print_fact("lines of " + std::to_string(people), std::to_string(all.size()) + " bytes");
    const std::string to = " -r " + scene.making.sheet.recipient().text() + " -r " +
                           scene.making.province_recovery.recipient().text();
    const std::string pipe = "zstd -3 -q -c '" + to_utf8(lines) + "' | age" + to + " -o '" +
                             to_utf8(scene.folder / "piped.age") + "' && sync '" +
                             to_utf8(scene.folder / "piped.age") + "'";
    Durations backup;
    Durations piped;
    Durations verify;
    storage::BackupInfo made;
    constexpr int runs = 5;
    for (int at = 0; at < runs; ++at) {
        scene.clock.pass(std::chrono::minutes(1));
        const auto go_on = [](std::int64_t, std::int64_t) { return true; };
        backup.time(
            [&] { made = expect(storage::create_backup(*scene, scene.folder.path(), go_on)); });
        piped.time([&] { shell(pipe); });
        verify.time([&] { expect(storage::verify_backup(made.path, &scene.making.sheet, go_on)); });
    }
    print_ratio(row, backup, piped, Goal::at_most, 1.2);
    print_fact("sizes of the two",
               std::to_string(made.bytes) + " / " +
                   std::to_string(std::filesystem::file_size(scene.folder / "piped.age")) +
                   " bytes");
    print_fact("verify of it with the sheet", std::to_string(verify.median()) + " s");
}

}  // namespace lontar::bench
