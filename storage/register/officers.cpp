#include "storage/register/officers.hpp"

#include <algorithm>
#include <array>

#include "storage/embedded_sql.hpp"
#include "storage/model/limits.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/officer_name.hpp"
#include "storage/register/register.hpp"
#include "storage/register/settings.hpp"
#include "storage/sealed/keyring.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

Officer officer_of(const sqlite::Statement& row) {
    return {OfficerId::from_bytes(row.blob(0)).value_or(OfficerId{}), std::string(row.text(1)),
            std::string(row.text(2)), row.integer(3) != 0};
}

Result<std::optional<Officer>> find_officer(Register& village_register, const OfficerId& id) {
    return sqlite::first_row(
        village_register.database(), queries::find_officer,
        [&](sqlite::Statement& query) { query.bind(":officer_id", id.view()); }, officer_of);
}

/// A row of the audit chain in a commit of its own, with `change` beside it.
template <typename Change>
Status audited(Register& village_register, std::string_view act, const OfficerId& object,
               const std::optional<OfficerId>& by, const Change& change) {
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (Status changed = change(); !changed) {
        return changed;
    }
    auto written = append_audit(
        village_register,
        {village_register.world().clock.now(), by, std::string(act), object.hex(), {}});
    if (!written) {
        return written;
    }
    return commit(*transaction, "officer-before-commit", "officer-after-commit");
}

Status set_active(Register& village_register, const OfficerId& officer, bool active) {
    return sqlite::run_query(village_register.database(), queries::set_officer_active,
                             [&](sqlite::Statement& query) {
                                 query.bind(":officer_id", officer.view()).bind(":active", active);
                             });
}

/// Without wraps when both copies are gone, as they may be after a recovery.
Result<sealed::Keyring> find_keyring(Register& village_register) {
    auto keyring = sealed::read_keyring(village_register.world().disk, village_register.folder());
    if (!keyring && (keyring.error().kind == ErrorKind::not_found ||
                     keyring.error().kind == ErrorKind::corrupt)) {
        return sealed::Keyring{};
    }
    return keyring;
}

bool has_wrap(const sealed::Keyring& keyring, const OfficerId& officer) {
    return std::ranges::find(keyring.wraps, officer, &sealed::Wrap::officer) != keyring.wraps.end();
}

/// conflict "K-13": it opens for somebody else than `officer`.
Status check_own(const sealed::Keyring& keyring, const OfficerId& officer,
                 const sealed::Secret& passphrase) {
    const bool is_taken = std::ranges::any_of(keyring.wraps, [&](const sealed::Wrap& wrap) {
        return wrap.officer != officer && sealed::unwrap_key(wrap, passphrase).has_value();
    });
    return is_taken ? fail(ErrorKind::conflict, "K-13", "choose the passphrase of somebody else")
                    : done();
}

/// A wrap that opens for this officer and for nobody else here.
Result<sealed::Wrap> make_wrap(Register& village_register, const Officer& officer,
                               const sealed::Secret& passphrase,
                               const sealed::PassphraseCost& cost) {
    auto wrap = sealed::wrap_key(village_register.key().view(), officer.id, officer.name,
                                 passphrase, cost, village_register.world().random);
    if (!wrap) {
        return wrap;
    }
    const auto keyring = find_keyring(village_register);
    if (!keyring) {
        return keyring.error();
    }
    if (auto own = check_own(*keyring, officer.id, passphrase); !own) {
        return std::move(own).error();
    }
    return wrap;
}

/// Puts the wrap into the keyring, in place of the officer's older one.
Status store_wrap(Register& village_register, sealed::Wrap wrap) {
    auto keyring = find_keyring(village_register);
    if (!keyring) {
        return std::move(keyring).error();
    }
    const auto old = std::ranges::find(keyring->wraps, wrap.officer, &sealed::Wrap::officer);
    if (old != keyring->wraps.end()) {
        *old = std::move(wrap);
    } else {
        keyring->wraps.push_back(std::move(wrap));
    }
    return sealed::write_keyring(village_register.world().disk, village_register.folder(),
                                 *keyring);
}

Error unknown_officer() {
    return fail(ErrorKind::refused, "R-19", "find an active officer");
}

std::size_t count_active(const std::vector<Officer>& officers) {
    return static_cast<std::size_t>(std::ranges::count_if(officers, &Officer::active));
}

Error too_many_officers() {
    return fail(ErrorKind::conflict, "K-16", "add an officer above the number that travels");
}

Status set_passphrase(Register& village_register, const OfficerId& officer,
                      const sealed::Secret& passphrase, const sealed::PassphraseCost& cost) {
    const auto found = find_officer(village_register, officer);
    if (!found) {
        return found.error();
    }
    if (!*found || !(*found)->active) {
        return unknown_officer();
    }
    auto wrap = make_wrap(village_register, **found, passphrase, cost);
    return wrap ? store_wrap(village_register, *std::move(wrap)) : Status(std::move(wrap).error());
}

}  // namespace

Result<std::vector<Officer>> list_officers(Register& village_register) {
    std::vector<Officer> officers;
    auto read = sqlite::each_row(village_register.database(), queries::list_officers,
                                 sqlite::bind_nothing, [&](const sqlite::Statement& row) {
                                     officers.push_back(officer_of(row));
                                     return done();
                                 });
    if (!read) {
        return std::move(read).error();
    }
    return officers;
}

Result<std::vector<OfficerHere>> list_officers_here(Register& village_register) {
    auto officers = list_officers(village_register);
    if (!officers) {
        return std::move(officers).error();
    }
    const auto keyring = find_keyring(village_register);
    if (!keyring) {
        return keyring.error();
    }
    std::vector<OfficerHere> here;
    for (Officer& officer : *officers) {
        const bool has_passphrase = has_wrap(*keyring, officer.id);
        here.push_back({std::move(officer), has_passphrase});
    }
    return here;
}

Result<Officer> find_active_officer(Register& village_register, std::string_view who) {
    auto officers = list_officers(village_register);
    if (!officers) {
        return std::move(officers).error();
    }
    std::erase_if(*officers, [](const Officer& officer) { return !officer.active; });
    std::vector<OfficerName> names;
    for (const Officer& officer : *officers) {
        names.push_back({officer.id, officer.name});
    }
    const auto named = find_named(names, who);
    if (!named) {
        return named.error();
    }
    return *std::ranges::find(*officers, named->officer, &Officer::id);
}

Status check_officers(const std::vector<Officer>& officers) {
    if (count_active(officers) > model::max_officers) {
        return too_many_officers();
    }
    for (const Officer& officer : officers) {
        if (auto fits = check_name(officer.name); officer.active && !fits) {
            return fits;
        }
    }
    return done();
}

Status check_new_name(Register& village_register, std::string_view name) {
    if (auto fits = check_name(name); !fits) {
        return fits;
    }
    const auto officers = list_officers(village_register);
    if (!officers) {
        return officers.error();
    }
    const bool is_taken = std::ranges::any_of(*officers, [&](const Officer& officer) {
        return officer.active && is_same_name(officer.name, name);
    });
    if (is_taken) {
        return fail(ErrorKind::conflict, "K-12", "add a second officer of one name");
    }
    return count_active(*officers) < model::max_officers ? done() : Status(too_many_officers());
}

Status require_officer(Register& village_register, const OfficerId& officer) {
    const auto found = find_officer(village_register, officer);
    if (!found) {
        return found.error();
    }
    return *found && (*found)->active ? done() : Status(unknown_officer());
}

Status insert_officer(Register& village_register, const OfficerId& id, std::string_view name,
                      std::string_view role, Timestamp now) {
    return sqlite::run_query(village_register.database(), queries::insert_officer,
                             [&](sqlite::Statement& query) {
                                 query.bind(":officer_id", id.view())
                                     .bind(":name", name)
                                     .bind(":role", role)
                                     .bind(":added_at", now.seconds);
                             });
}

Status add_officer(Register& village_register, std::string_view name, std::string_view role,
                   const sealed::Secret& passphrase, const sealed::PassphraseCost& cost,
                   const OfficerId& by) {
    if (role.empty()) {
        return fail(ErrorKind::invalid_input, "R-21", "add an officer without a role");
    }
    if (auto known = require_officer(village_register, by); !known) {
        return known;
    }
    if (auto free = check_new_name(village_register, name); !free) {
        return free;
    }
    const Officer officer{OfficerId::random(village_register.world().random), std::string(name),
                          std::string(role), true};
    auto wrap = make_wrap(village_register, officer, passphrase, cost);
    if (!wrap) {
        return std::move(wrap).error();
    }
    // The row first: a crash leaves an officer without a passphrase, who can be given one, and
    // never a passphrase that opens the register for somebody the register does not know.
    auto added = audited(village_register, "officer_added", officer.id, by, [&] {
        return insert_officer(village_register, officer.id, name, role,
                              village_register.world().clock.now());
    });
    if (!added) {
        return added;
    }
    auto stored = store_wrap(village_register, *std::move(wrap));
    if (!stored) {
        static_cast<void>(audited(village_register, "officer_removed", officer.id, by,
                                  [&] { return set_active(village_register, officer.id, false); }));
    }
    return stored;
}

Status change_passphrase(Register& village_register, const OfficerId& officer,
                         const sealed::Secret& passphrase, const sealed::PassphraseCost& cost) {
    if (auto set = set_passphrase(village_register, officer, passphrase, cost); !set) {
        return set;
    }
    return audited(village_register, "passphrase_changed", officer, officer, [] { return done(); });
}

Status give_passphrase(Register& village_register, const OfficerId& officer,
                       const sealed::Secret& passphrase, const sealed::PassphraseCost& cost,
                       const OfficerId& by) {
    if (auto known = require_officer(village_register, by); !known) {
        return known;
    }
    const auto keyring = find_keyring(village_register);
    if (!keyring) {
        return keyring.error();
    }
    if (has_wrap(*keyring, officer)) {
        return fail(ErrorKind::conflict, "K-14", "give a passphrase to an officer who has one");
    }
    if (auto set = set_passphrase(village_register, officer, passphrase, cost); !set) {
        return set;
    }
    return audited(village_register, "passphrase_given", officer, by, [] { return done(); });
}

Status remove_officer(Register& village_register, const OfficerId& officer, const OfficerId& by) {
    if (auto known = require_officer(village_register, by); !known) {
        return known;
    }
    if (auto known = require_officer(village_register, officer); !known) {
        return known;
    }
    auto keyring = sealed::read_keyring(village_register.world().disk, village_register.folder());
    if (!keyring) {
        return std::move(keyring).error();
    }
    std::erase_if(keyring->wraps,
                  [&](const sealed::Wrap& wrap) { return wrap.officer == officer; });
    if (keyring->wraps.empty()) {
        return fail(ErrorKind::conflict, "K-09", "remove the last officer who can unlock");
    }
    // The keyring first: a crash leaves an officer who is listed but cannot unlock.
    if (auto written = sealed::write_keyring(village_register.world().disk,
                                             village_register.folder(), *keyring);
        !written) {
        return written;
    }
    return audited(village_register, "officer_removed", officer, by,
                   [&] { return set_active(village_register, officer, false); });
}

Status replace_recovery_sheet(Register& village_register, const sealed::Recipient& sheet) {
    const auto province = find_setting(village_register, setting_names::province_recovery);
    if (!province) {
        return province.error();
    }
    const auto recovery = sealed::Recipient::parse(*province);
    if (!recovery) {
        return fail(ErrorKind::corrupt, "R-06", "read the province's recovery key");
    }
    const std::array recipients{sheet, *recovery};
    auto written = sealed::write_recovery(
        village_register.world().disk, village_register.folder(), village_register.key().view(),
        recipients, village_register.device().signing_key, village_register.world().random);
    if (!written) {
        return written;
    }
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto put = put_setting(village_register, setting_names::recovery_sheet, sheet.text());
        !put) {
        return put;
    }
    auto logged =
        append_audit(village_register,
                     {village_register.world().clock.now(), {}, "recovery_sheet_replaced", "", {}});
    if (!logged) {
        return logged;
    }
    return commit(*transaction, "officer-before-commit", "officer-after-commit");
}

}  // namespace lontar::storage
