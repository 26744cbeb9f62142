#include "storage/register/status.hpp"

#include <charconv>

#include "storage/embedded_sql.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/people.hpp"
#include "storage/register/settings.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

/// The first column of the only row as a moment; nothing when it is NULL or there is no row.
Result<std::optional<Timestamp>> find_time(sqlite::Database& database, std::string_view sql) {
    const auto seconds =
        sqlite::first_row(database, sql, sqlite::bind_nothing,
                          [](const sqlite::Statement& row) { return row.optional_integer(0); });
    if (!seconds) {
        return seconds.error();
    }
    const auto value = seconds->value_or(std::nullopt);
    return value ? std::optional(Timestamp{*value}) : std::nullopt;
}

Result<std::optional<Timestamp>> find_last_backup(sqlite::Database& database) {
    const auto text = find_setting(database, setting_names::last_backup_at);
    if (!text) {
        return text.error();
    }
    std::int64_t seconds = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), seconds);
    return text->empty() || read.ec != std::errc() ? std::nullopt
                                                   : std::optional(Timestamp{seconds});
}

/// Takes the value of a result, or keeps its error.
template <typename T>
Status take(Result<T> from, T& into) {
    if (!from) {
        return std::move(from).error();
    }
    into = *std::move(from);
    return done();
}

}  // namespace

Result<RegisterStatus> find_status(VillageRegister::Impl& impl) {
    sqlite::Database& database = *impl.database;
    RegisterStatus status;
    status.village = impl.village;
    status.village_name = impl.village_name;
    status.device = impl.device.id;
    status.training = impl.training;
    EpochState epoch;
    Moment moment;
    for (Status read :
         {take(count_standings(database), status.counters), take(find_epoch_state(database), epoch),
          take(find_time(database, queries::find_newest_reply_time), status.last_receipt),
          take(find_last_backup(database), status.last_backup),
          take(find_time(database, queries::find_last_save), status.last_save),
          take(sqlite::first_integer(database, queries::count_unsealed, sqlite::bind_nothing),
               status.unsealed),
          take(sqlite::first_integer(database, queries::count_to_check, sqlite::bind_nothing),
               status.to_check),
          take(moment_of(database, impl.world.clock), moment)}) {
        if (!read) {
            return std::move(read).error();
        }
    }
    status.epoch = epoch.epoch;
    status.clock_uncertain = moment.uncertain;
    return status;
}

Status put_backup(sqlite::Database& database, Timestamp at, std::int64_t registrations) {
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto put = put_setting(database, setting_names::last_backup_at, std::to_string(at.seconds));
        !put) {
        return put;
    }
    auto logged = append_audit(database, {at, {}, "backed_up", std::to_string(registrations), {}});
    return logged ? transaction->commit() : logged;
}

Status check_register(sqlite::Database& database) {
    if (auto sound = database.check_integrity(); !sound) {
        return sound;
    }
    if (auto whole = verify_audit_chain(database); !whole) {
        return whole;
    }
    const auto wrong =
        sqlite::first_integer(database, queries::count_wrong_facts, sqlite::bind_nothing);
    if (!wrong) {
        return wrong.error();
    }
    if (*wrong != 0) {
        return fail(ErrorKind::corrupt, "R-17",
                    "check the standing of " + std::to_string(*wrong) + " registrations");
    }
    return done();
}

Result<RegisterSizes> find_sizes(sqlite::Database& database) {
    auto sizes = sqlite::first_row(database, queries::count_everything, sqlite::bind_nothing,
                                   [](const sqlite::Statement& row) {
                                       return RegisterSizes{row.integer(0), row.integer(1)};
                                   });
    if (!sizes) {
        return std::move(sizes).error();
    }
    return sizes->value_or(RegisterSizes{});
}

}  // namespace lontar::storage
