#include "storage/register/status.hpp"

#include <charconv>

#include "storage/embedded_sql.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/moment.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/settings.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

/// The first column of the only row as a moment; nothing when it is NULL or there is no row.
Result<std::optional<Timestamp>> find_time(Register& village_register, std::string_view sql) {
    const auto seconds =
        sqlite::first_row(village_register.database(), sql, sqlite::bind_nothing,
                          [](const sqlite::Statement& row) { return row.optional_integer(0); });
    if (!seconds) {
        return seconds.error();
    }
    const auto value = seconds->value_or(std::nullopt);
    return value ? std::optional(Timestamp{*value}) : std::nullopt;
}

Result<std::optional<Timestamp>> find_last_backup(Register& village_register) {
    const auto text = find_setting(village_register, setting_names::last_backup_at);
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

Result<RegisterStatus> find_status(Register& village_register) {
    RegisterStatus status;
    status.village = village_register.village();
    status.village_name = village_register.village_name();
    status.device = village_register.device().id;
    status.training = village_register.training();
    EpochState epoch;
    Moment moment;
    for (Status read :
         {take(count_standings(village_register), status.counters),
          take(find_epoch_state(village_register), epoch),
          take(find_time(village_register, queries::find_newest_reply_time), status.last_reply),
          take(find_last_backup(village_register), status.last_backup),
          take(find_time(village_register, queries::find_last_save), status.last_save),
          take(sqlite::first_integer(village_register.database(), queries::count_unsealed,
                                     sqlite::bind_nothing),
               status.unsealed),
          take(sqlite::first_integer(village_register.database(), queries::count_to_check,
                                     sqlite::bind_nothing),
               status.to_check),
          take(find_moment(village_register), moment)}) {
        if (!read) {
            return std::move(read).error();
        }
    }
    status.epoch = epoch.epoch;
    status.clock_uncertain = moment.uncertain;
    return status;
}

}  // namespace lontar::storage
