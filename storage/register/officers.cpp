#include "storage/register/officers.hpp"

#include <algorithm>
#include <array>

#include "storage/embedded_sql.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/settings.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

Officer officer_of(const sqlite::Statement& row) {
    return {OfficerId::from_bytes(row.blob(0)).value_or(OfficerId{}), std::string(row.text(1)),
            std::string(row.text(2)), row.integer(3) != 0};
}

Result<std::optional<Officer>> find_officer(sqlite::Database& database, const OfficerId& id) {
    return sqlite::first_row(
        database, queries::find_officer,
        [&](sqlite::Statement& query) { query.bind(":officer_id", id.view()); }, officer_of);
}

/// A row of the audit chain in a commit of its own, with `change` beside it.
template <typename Change>
Status audited(const OfficerScene& scene, std::string_view act, const OfficerId& object,
               const std::optional<OfficerId>& by, const Change& change) {
    auto transaction = sqlite::Transaction::begin(scene.database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (Status changed = change(); !changed) {
        return changed;
    }
    auto written = append_audit(scene.database,
                                {scene.world.clock.now(), by, std::string(act), object.hex(), {}});
    if (!written) {
        return written;
    }
    return commit(*transaction, "officer-before-commit", "officer-after-commit");
}

Status set_active(sqlite::Database& database, const OfficerId& officer, bool active) {
    return sqlite::run_query(database, queries::set_officer_active, [&](sqlite::Statement& query) {
        query.bind(":officer_id", officer.view()).bind(":active", active);
    });
}

Result<sealed::Wrap> make_wrap(const OfficerScene& scene, const Officer& officer,
                               const sealed::Secret& passphrase,
                               const sealed::PassphraseCost& cost) {
    return sealed::wrap_key(scene.register_key.view(), officer.id, officer.name, passphrase, cost,
                            scene.world.random);
}

/// Puts the wrap into the keyring, in place of the officer's older one.
Status store_wrap(const OfficerScene& scene, sealed::Wrap wrap) {
    auto keyring = sealed::read_keyring(scene.world.disk, scene.folder);
    if (!keyring) {
        // After a recovery both copies may be gone; this wrap begins a new keyring.
        if (keyring.error().kind != ErrorKind::not_found &&
            keyring.error().kind != ErrorKind::corrupt) {
            return std::move(keyring).error();
        }
        keyring = sealed::Keyring{};
    }
    const auto old = std::ranges::find(keyring->wraps, wrap.officer, &sealed::Wrap::officer);
    if (old != keyring->wraps.end()) {
        *old = std::move(wrap);
    } else {
        keyring->wraps.push_back(std::move(wrap));
    }
    return sealed::write_keyring(scene.world.disk, scene.folder, *keyring);
}

Error unknown_officer() {
    return fail(ErrorKind::refused, "R-19", "find an active officer");
}

}  // namespace

Result<std::vector<Officer>> list_officers(sqlite::Database& database) {
    std::vector<Officer> officers;
    auto read = sqlite::each_row(database, queries::list_officers, sqlite::bind_nothing,
                                 [&](const sqlite::Statement& row) {
                                     officers.push_back(officer_of(row));
                                     return done();
                                 });
    if (!read) {
        return std::move(read).error();
    }
    return officers;
}

Status require_officer(sqlite::Database& database, const OfficerId& officer) {
    const auto found = find_officer(database, officer);
    if (!found) {
        return found.error();
    }
    return *found && (*found)->active ? done() : Status(unknown_officer());
}

Status insert_officer(sqlite::Database& database, const OfficerId& id, std::string_view name,
                      std::string_view role, Timestamp now) {
    return sqlite::run_query(database, queries::insert_officer, [&](sqlite::Statement& query) {
        query.bind(":officer_id", id.view())
            .bind(":name", name)
            .bind(":role", role)
            .bind(":added_at", now.seconds);
    });
}

Status add_officer(const OfficerScene& scene, std::string_view name, std::string_view role,
                   const sealed::Secret& passphrase, const sealed::PassphraseCost& cost,
                   const OfficerId& by) {
    if (name.empty() || role.empty()) {
        return fail(ErrorKind::invalid_input, "R-21", "add an officer without name or role");
    }
    if (auto known = require_officer(scene.database, by); !known) {
        return known;
    }
    const Officer officer{OfficerId::random(scene.world.random), std::string(name),
                          std::string(role), true};
    auto wrap = make_wrap(scene, officer, passphrase, cost);
    if (!wrap) {
        return std::move(wrap).error();
    }
    // The row first: a crash leaves an officer without a passphrase, who can be given one, and
    // never a passphrase that opens the register for somebody the register does not know.
    auto added = audited(scene, "officer_added", officer.id, by, [&] {
        return insert_officer(scene.database, officer.id, name, role, scene.world.clock.now());
    });
    if (!added) {
        return added;
    }
    auto stored = store_wrap(scene, *std::move(wrap));
    if (!stored) {
        static_cast<void>(audited(scene, "officer_removed", officer.id, by,
                                  [&] { return set_active(scene.database, officer.id, false); }));
    }
    return stored;
}

Status change_passphrase(const OfficerScene& scene, const OfficerId& officer,
                         const sealed::Secret& passphrase, const sealed::PassphraseCost& cost) {
    const auto found = find_officer(scene.database, officer);
    if (!found) {
        return found.error();
    }
    if (!*found || !(*found)->active) {
        return unknown_officer();
    }
    auto wrap = make_wrap(scene, **found, passphrase, cost);
    if (!wrap) {
        return std::move(wrap).error();
    }
    if (auto stored = store_wrap(scene, *std::move(wrap)); !stored) {
        return stored;
    }
    return audited(scene, "passphrase_changed", officer, officer, [] { return done(); });
}

Status remove_officer(const OfficerScene& scene, const OfficerId& officer, const OfficerId& by) {
    if (auto known = require_officer(scene.database, by); !known) {
        return known;
    }
    if (auto known = require_officer(scene.database, officer); !known) {
        return known;
    }
    auto keyring = sealed::read_keyring(scene.world.disk, scene.folder);
    if (!keyring) {
        return std::move(keyring).error();
    }
    std::erase_if(keyring->wraps,
                  [&](const sealed::Wrap& wrap) { return wrap.officer == officer; });
    if (keyring->wraps.empty()) {
        return fail(ErrorKind::conflict, "K-09", "remove the last officer who can unlock");
    }
    // The keyring first: a crash leaves an officer who is listed but cannot unlock.
    if (auto written = sealed::write_keyring(scene.world.disk, scene.folder, *keyring); !written) {
        return written;
    }
    return audited(scene, "officer_removed", officer, by,
                   [&] { return set_active(scene.database, officer, false); });
}

Status replace_recovery_sheet(const OfficerScene& scene, const Device& device,
                              const sealed::Recipient& sheet) {
    const auto province = find_setting(scene.database, setting_names::province_recovery);
    if (!province) {
        return province.error();
    }
    const auto recovery = sealed::Recipient::parse(*province);
    if (!recovery) {
        return fail(ErrorKind::corrupt, "R-06", "read the province's recovery key");
    }
    const std::array recipients{sheet, *recovery};
    auto written = sealed::write_recovery(scene.world.disk, scene.folder, scene.register_key.view(),
                                          recipients, device.signing_key, scene.world.random);
    if (!written) {
        return written;
    }
    auto transaction = sqlite::Transaction::begin(scene.database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto put = put_setting(scene.database, setting_names::recovery_sheet, sheet.text()); !put) {
        return put;
    }
    auto logged = append_audit(scene.database,
                               {scene.world.clock.now(), {}, "recovery_sheet_replaced", "", {}});
    if (!logged) {
        return logged;
    }
    return commit(*transaction, "officer-before-commit", "officer-after-commit");
}

}  // namespace lontar::storage
