#include "sync/server/devices.hpp"

#include <utility>

#include "storage/base/json.hpp"
#include "storage/model/region.hpp"
#include "storage/sealed/code.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/sight.hpp"

namespace lontar::server {

namespace {

std::string officers_json(const wire::Hello& hello) {
    Json::List officers;
    for (const auto& officer : hello.officers) {
        officers.emplace_back(
            Json().set("id", officer.id.hex()).set("name", officer.name).set("role", officer.role));
    }
    return Json(std::move(officers)).dump();
}

sealed::Recipient recipient_of(const sqlite::Statement& row, int column) {
    return sealed::Recipient::parse(row.text(column)).value_or(sealed::Recipient{});
}

}  // namespace

Result<std::optional<Device>> find_device(sqlite::Database& database, const DeviceId& id) {
    return sqlite::first_row(
        database, queries::find_device, [&](auto& s) { s.bind(":device_id", id.view()); },
        [](const auto& row) {
            return Device{std::string(row.text(0)), row.text(1) == "revoked", recipient_of(row, 2)};
        });
}

Result<std::vector<DeviceLine>> list_devices(sqlite::Database& database) {
    return sqlite::all_rows(
        database, queries::list_devices, sqlite::bind_nothing, [](const auto& row) {
            return DeviceLine{sqlite::id_of<DeviceId>(row, 0), std::string(row.text(1)),
                              std::string(row.text(2)),        Timestamp{row.integer(3)},
                              Timestamp{row.integer(4)},       row.integer(5) != 0};
        });
}

Result<std::vector<PendingDevice>> list_pending(sqlite::Database& database) {
    return sqlite::all_rows(
        database, queries::list_pending, sqlite::bind_nothing, [](const auto& row) {
            return PendingDevice{sqlite::id_of<DeviceId>(row, 0), std::string(row.text(1)),
                                 std::string(row.text(2)), Timestamp{row.integer(3)},
                                 Timestamp{row.integer(4)}};
        });
}

Result<CodeUse> judge_code(sqlite::Database& database, const wire::Hello& hello, Timestamp now) {
    const auto code = sealed::normalise_code(hello.code.value_or(""));
    if (!code) {
        return CodeUse{std::nullopt, "code_unknown"};
    }
    struct Row {
        ActivationId id;
        std::string village;
        bool is_used_up;
        Timestamp expires;
    };
    const auto row = sqlite::first_row(
        database, queries::find_activation,
        [&](auto& s) { s.bind(":code_hash", sealed::code_hash(*code).view()); },
        [](const auto& r) {
            return Row{sqlite::id_of<ActivationId>(r, 0), std::string(r.text(1)),
                       r.integer(3) >= r.integer(2), Timestamp{r.integer(4)}};
        });
    if (!row) {
        return row.error();
    }
    if (!*row || (hello.activation && *hello.activation != (*row)->id)) {
        return CodeUse{std::nullopt, "code_unknown"};
    }
    if ((*row)->village != hello.village) {
        return CodeUse{std::nullopt, "village_mismatch"};
    }
    if ((*row)->is_used_up) {
        return CodeUse{std::nullopt, "code_used"};
    }
    if ((*row)->expires < now) {
        return CodeUse{std::nullopt, "code_expired"};
    }
    return CodeUse{(*row)->id, {}};
}

Status register_device(sqlite::Database& database, const DeviceId& id, const wire::Hello& hello,
                       const ActivationId& activation, Timestamp now) {
    auto counted = sqlite::run_query(database, queries::count_code_use,
                                     [&](auto& s) { s.bind(":activation_id", activation.view()); });
    if (!counted) {
        return counted;
    }
    auto inserted = sqlite::run_query(database, queries::insert_device, [&](auto& s) {
        s.bind(":device_id", id.view())
            .bind(":village", hello.village)
            .bind(":recipient", hello.recipient.text());
        s.bind(":activation_id", activation.view()).bind(":officers", officers_json(hello));
        s.bind(":machine", hello.machine).bind(":now", now.seconds).bind(":with_register", false);
    });
    if (!inserted) {
        return inserted;
    }
    return sqlite::run_query(database, queries::delete_pending,
                             [&](auto& s) { s.bind(":device_id", id.view()); });
}

Status greet_device(sqlite::Database& database, const DeviceId& id, const wire::Hello& hello) {
    return sqlite::run_query(database, queries::greet_device, [&](auto& s) {
        s.bind(":device_id", id.view()).bind(":recipient", hello.recipient.text());
        s.bind(":officers", officers_json(hello)).bind(":machine", hello.machine);
    });
}

Status put_pending(sqlite::Database& database, const DeviceId& id, const wire::Hello& hello,
                   std::string_view refused, Timestamp now) {
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto put = sqlite::run_query(database, queries::upsert_pending, [&](auto& s) {
        s.bind(":device_id", id.view())
            .bind(":village", hello.village)
            .bind(":recipient", hello.recipient.text());
        s.bind(":machine", hello.machine).bind(":refused", refused).bind(":now", now.seconds);
    });
    if (!put) {
        return put;
    }
    auto trimmed = sqlite::run_query(database, queries::trim_pending,
                                     [](auto& s) { s.bind(":keep", max_pending_devices); });
    if (!trimmed) {
        return trimmed;
    }
    return transaction->commit();
}

Result<std::optional<EpochRow>> find_epoch(sqlite::Database& database, const DeviceId& device,
                                           const Epoch& epoch) {
    return sqlite::first_row(
        database, queries::find_epoch,
        [&](auto& s) { s.bind(":device_id", device.view()).bind(":epoch", epoch.view()); },
        [](const auto& row) {
            return EpochRow{row.integer(0), row.integer(1), row.integer(2),
                            row.integer(3), row.integer(4), !row.is_null(5)};
        });
}

Result<EpochRow> begin_epoch(sqlite::Database& database, const DeviceId& device, const Epoch& epoch,
                             Timestamp now) {
    const auto row = sqlite::first_row(
        database, queries::insert_epoch,
        [&](auto& s) {
            s.bind(":device_id", device.view())
                .bind(":epoch", epoch.view())
                .bind(":now", now.seconds);
        },
        [](const auto& r) { return EpochRow{.id = r.integer(0), .gen = r.integer(1)}; });
    if (!row) {
        return row.error();
    }
    return row->value_or(EpochRow{});
}

Status greet_epoch(sqlite::Database& database, std::int64_t epoch_id, const wire::Hello& hello) {
    auto greeted = sqlite::run_query(database, queries::greet_epoch, [&](auto& s) {
        s.bind(":epoch_id", epoch_id).bind(":why", hello.why);
    });
    return greeted ? remember_earlier(database, epoch_id, hello) : greeted;
}

Status update_epoch(sqlite::Database& database, const EpochRow& epoch) {
    return sqlite::run_query(database, queries::update_epoch, [&](auto& s) {
        s.bind(":epoch_id", epoch.id).bind(":gen", epoch.gen).bind(":n", epoch.n);
        s.bind(":ack", epoch.ack).bind(":upto", epoch.upto);
    });
}

Result<std::vector<std::int64_t>> wake_epochs(sqlite::Database& database, std::int64_t epoch_id) {
    auto epochs = sqlite::all_rows(
        database, queries::epochs_to_wake, [&](auto& s) { s.bind(":epoch_id", epoch_id); },
        [](const auto& row) { return row.integer(0); });
    if (!epochs) {
        return epochs;
    }
    for (const std::int64_t epoch : *epochs) {
        auto woken = sqlite::run_query(database, queries::wake_epoch,
                                       [&](auto& s) { s.bind(":epoch_id", epoch); });
        if (!woken) {
            return std::move(woken).error();
        }
    }
    return epochs;
}

Result<std::vector<std::int64_t>> epochs_of_others(sqlite::Database& database,
                                                   const std::string& village,
                                                   const DeviceId& except) {
    return sqlite::all_rows(
        database, queries::newest_epochs_of_village,
        [&](auto& s) { s.bind(":village", village).bind(":except", except.view()); },
        [](const auto& row) { return row.integer(0); });
}

}  // namespace lontar::server
