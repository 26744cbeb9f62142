#include "storage/register/epochs.hpp"

#include "storage/base/json.hpp"
#include "storage/embedded_sql.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/register.hpp"
#include "storage/register/settings.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

std::vector<std::int64_t> numbers_of(std::string_view text) {
    std::vector<std::int64_t> numbers;
    const auto json = parse_json(text);
    if (json && json->list() != nullptr) {
        for (const Json& item : *json->list()) {
            if (item.integer() != nullptr) {
                numbers.push_back(*item.integer());
            }
        }
    }
    return numbers;
}

EpochState state_of(const sqlite::Statement& row) {
    EpochState state;
    state.epoch = Epoch::from_bytes(row.blob(0)).value_or(Epoch{});
    state.why = row.text(1);
    state.gen = row.integer(2);
    state.ack = row.integer(3);
    state.have_upto = row.integer(4);
    state.have_missing = numbers_of(row.text(5));
    state.hello_refused = row.integer(6) != 0;
    state.from_epoch = Epoch::from_bytes(row.blob(7));
    state.last_seq = row.integer(8);
    state.last_file = Hash::from_bytes(row.blob(9));
    return state;
}

}  // namespace

Result<EpochState> find_epoch_state(Register& village_register) {
    auto state = sqlite::first_row(village_register.database(), queries::find_current_epoch,
                                   sqlite::bind_nothing, state_of);
    if (!state) {
        return std::move(state).error();
    }
    if (!state->has_value()) {
        return fail(ErrorKind::corrupt, "R-06", "find the epoch of this device");
    }
    return **std::move(state);
}

Result<std::vector<DeviceId>> list_earlier_devices(Register& village_register, std::size_t limit) {
    return sqlite::all_rows(
        village_register.database(), queries::list_earlier_devices,
        [&](sqlite::Statement& query) {
            query.bind(":device_id", village_register.device().id.view())
                .bind(":limit", static_cast<std::int64_t>(limit));
        },
        [](const sqlite::Statement& row) { return sqlite::id_of<DeviceId>(row, 0); });
}

Status start_epoch(Register& village_register, std::string_view why) {
    const Epoch epoch = Epoch::random(village_register.world().random);
    const Timestamp now = village_register.world().clock.now();
    auto inserted = sqlite::run_query(
        village_register.database(), queries::insert_epoch, [&](sqlite::Statement& query) {
            query.bind(":epoch", epoch.view())
                .bind(":device_id", village_register.device().id.view())
                .bind(":why", why)
                .bind(":began_at", now.seconds);
        });
    if (!inserted) {
        return inserted;
    }
    if (auto unsealed = sqlite::run_query(village_register.database(), queries::unseal_unanswered,
                                          sqlite::bind_nothing);
        !unsealed) {
        return unsealed;
    }
    if (auto refreshed = sqlite::run_query(village_register.database(), queries::refresh_everybody,
                                           sqlite::bind_nothing);
        !refreshed) {
        return refreshed;
    }
    return append_audit(village_register,
                        {now, {}, "epoch_begun_" + std::string(why), epoch.hex(), {}});
}

Status begin_epoch(Register& village_register, std::string_view why) {
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto started = start_epoch(village_register, why); !started) {
        return started;
    }
    return commit(*transaction, "epoch-before-commit", "epoch-after-commit");
}

Status store_activation(Register& village_register, std::string_view activation) {
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto put = put_setting(village_register, setting_names::activation, activation); !put) {
        return put;
    }
    if (auto started = start_epoch(village_register, "again"); !started) {
        return started;
    }
    return commit(*transaction, "epoch-before-commit", "epoch-after-commit");
}

Status record_hello_refused(Register& village_register, std::string_view problem) {
    return sqlite::run_query(village_register.database(), queries::set_hello_problem,
                             [&](sqlite::Statement& query) { query.bind(":problem", problem); });
}

}  // namespace lontar::storage
