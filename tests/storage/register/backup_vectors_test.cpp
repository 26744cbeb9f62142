// Backups made by a second implementation (`tests/vectors/make_files.py`): what every later version
// must go on restoring, and what it must refuse.
#include <algorithm>
#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/copies/backup.hpp"
#include "storage/register/copies/backup_name.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/unlock.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "support/format_page.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

using support::bytes_of;
using support::expect;
using support::RegisterScene;

namespace {

Path vectors() {
    return Path(LONTAR_SOURCE_DIR) / "tests" / "vectors" / "backup";
}

/// The sheet, and the province's recovery key.
std::vector<sealed::Identity> recovery_keys() {
    const auto bytes = bytes_of(vectors() / "recovery.keys");
    auto keys = sealed::parse_identity_file(as_text(bytes));
    REQUIRE((keys && keys->size() == 2));
    return *std::move(keys);
}

const auto new_passphrase = sealed::Secret::copy_of("kata sandi setelah banjir");

Result<BackupInfo> restore(RegisterScene& scene, const Path& file, const sealed::Identity& sheet) {
    return restore_backup(scene.world(), file, sheet, scene.folder / "restored",
                          {"Maria Uji", new_passphrase, sealed::PassphraseCost::for_tests(),
                           scene.making.sheet.recipient()},
                          "5302011002", {});
}

std::string type_of(ColumnKind kind) {
    switch (kind) {
        case ColumnKind::integer:
            return ":integer";
        case ColumnKind::id:
            return ":hex";
        case ColumnKind::bytes:
            return ":base64";
        case ColumnKind::text:
            break;
    }
    return "";
}

}  // namespace

TEST_CASE("a backup that another program made is verified without a key and with either") {
    const auto file = vectors() / "good.backup.age";
    const auto head = expect(verify_backup(file, nullptr, {}));
    CHECK(head.village == "5302011002");
    CHECK(head.registrations == 3);
    CHECK(head.revisions == 4);
    CHECK_FALSE(head.verified_payload);
    const auto whole = bytes_of(file);
    for (const auto& key : recovery_keys()) {
        CHECK(expect(verify_backup(file, &key, {})).verified_payload);
        CHECK(expect(sealed::open(whole, key, std::size_t{1} << 20U)) ==
              as_text(bytes_of(vectors() / "good.ndjson")));
    }
}

TEST_CASE("a backup that another program made becomes a register with everything in it") {
    RegisterScene scene;
    const auto restored_info =
        expect(restore(scene, vectors() / "good.backup.age", recovery_keys().front()));
    CHECK(restored_info.registrations == 3);
    const auto unlocked = expect(
        unlock_with_passphrase(system_disk(), scene.folder / "restored", {}, new_passphrase));
    const auto restored =
        expect(open_register(scene.world(), scene.folder / "restored", unlocked.key));

    CHECK(check_register(*restored));
    const auto people = expect(list_people(*restored, {}));
    REQUIRE(people.size() == 3);
    const auto of = [&](std::string_view name) {
        const auto line = std::ranges::find(people, name, &PersonLine::name);
        REQUIRE(line != people.end());
        return expect(find_registration(*restored, line->id));
    };
    CHECK(of("Uji Satu Baru").revisions.size() == 2);
    CHECK(of("Uji Satu Baru").revisions.front().verdict.code == "accepted");
    CHECK(of("Uji Duá").verdict.code == "needs_correction");
    CHECK(of("Uji Duá").verdict.detail.text_at("note") == "di KTP: Dua");
    CHECK(of("Uji Tiga").fields.at("nik") == "5302010303920003");

    const auto batches = expect(list_batches(*restored));
    REQUIRE(batches.size() == 1);
    const auto batch = bytes_of(vectors() / "batch.age");
    CHECK(batches.front().file == sealed::sha256(batch));
    CHECK(batches.front().receipt == "received");
    CHECK(expect(find_batch_bytes(*restored, batches.front().epoch, 1)) == batch);
    CHECK(expect(list_notices(*restored)) ==
          std::vector<model::Notice>{{"Rapat hari Senin", {}, {}}});
    CHECK(expect(list_drafts(*restored)).size() == 1);
    // What has no verdict waits for the new epoch.
    CHECK(expect(list_unsealed(*restored, 100)).size() == 2);
    CHECK(expect(find_epoch_state(*restored)).why == "restore");
}

TEST_CASE("a backup that another program made wrongly is refused with the code in its name") {
    RegisterScene scene;
    const auto sheet = std::move(recovery_keys().front());
    int refused = 0;
    for (const auto& entry : std::filesystem::directory_iterator(vectors())) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with("refused-")) {
            continue;
        }
        ++refused;
        INFO(name);
        const auto verified = verify_backup(entry.path(), &sheet, {});
        REQUIRE_FALSE(verified);
        CHECK(verified.error().code == name.substr(8, 4));
        const auto restored = restore(scene, entry.path(), sheet);
        REQUIRE_FALSE(restored);
        CHECK(restored.error().code == name.substr(8, 4));
        CHECK_FALSE(std::filesystem::exists(scene.folder / "restored" / "register.db"));
    }
    CHECK(refused == 9);
}

TEST_CASE("the format page names the tables and columns of a backup, in their order") {
    const auto rows = support::page_table("Table");
    const auto tables = dump_tables();
    REQUIRE(rows.size() == tables.size());
    for (std::size_t i = 0; i < tables.size(); ++i) {
        REQUIRE(rows[i].size() == 2);
        CHECK(rows[i][0] == tables[i].name);
        std::string columns;
        for (const auto& column : tables[i].columns) {
            columns += (columns.empty() ? "" : " ") + std::string(column.name);
            columns += type_of(column.kind);
        }
        CHECK(rows[i][1] == columns);
    }
}

TEST_CASE("every limit of the format page on a backup is the one in the code") {
    support::check_limits({"storage"}, {LONTAR_LIMIT(storage::max_backup_text_bytes),
                                        LONTAR_LIMIT(storage::max_backups_of_minute),
                                        LONTAR_LIMIT(storage::max_dump_line)});
}

}  // namespace lontar::storage
