#include <utility>

#include "sync/server/admin/call_parts.hpp"
#include "sync/server/audit.hpp"
#include "sync/server/devices.hpp"
#include "sync/server/invitation.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/quarantine.hpp"

namespace lontar::server::calls {

Result<Json> accept(Province& province, const Json& request) {
    sqlite::Database& database = province.database();
    const auto id =
        find_one<DeviceId>(database, queries::find_pending_between,
                           request.text_at("device").value_or(""), "V-06", "waiting device");
    if (!id) {
        return id.error();
    }
    struct Waiting {
        std::string village;
        std::string recipient;
        std::string machine;
    };
    const auto found = sqlite::first_row(
        database, queries::find_pending, [&](auto& s) { s.bind(":device_id", id->view()); },
        [](const auto& row) {
            return Waiting{std::string(row.text(0)), std::string(row.text(1)),
                           std::string(row.text(2))};
        });
    if (!found) {
        return found.error();
    }
    const Waiting waiting = found->value_or(Waiting{});
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto known = put_village(database, waiting.village, std::nullopt); !known) {
        return std::move(known).error();
    }
    auto admitted = sqlite::run_query(database, queries::insert_device, [&](auto& s) {
        s.bind(":device_id", id->view())
            .bind(":village", waiting.village)
            .bind(":recipient", waiting.recipient);
        s.bind_null(":activation_id").bind(":officers", "[]").bind(":machine", waiting.machine);
        s.bind(":now", province.now().seconds);
    });
    if (!admitted) {
        return std::move(admitted).error();
    }
    auto left = sqlite::run_query(database, queries::delete_pending,
                                  [&](auto& s) { s.bind(":device_id", id->view()); });
    if (!left) {
        return std::move(left).error();
    }
    if (auto noted = write_audit(database, province.now(), "accept", id->hex()); !noted) {
        return std::move(noted).error();
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::move(committed).error();
    }
    return Json().set("device", id->hex()).set("village", waiting.village);
}

Result<Json> revoke(Province& province, const Json& request) {
    sqlite::Database& database = province.database();
    const auto id = find_one<DeviceId>(database, queries::find_devices_between,
                                       request.text_at("device").value_or(""), "V-06", "device");
    if (!id) {
        return id.error();
    }
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto revoked = sqlite::run_query(database, queries::revoke_device, [&](auto& s) {
        s.bind(":device_id", id->view()).bind(":now", province.now().seconds);
    });
    if (!revoked) {
        return std::move(revoked).error();
    }
    const bool changed = database.changes() > 0;
    if (auto noted = write_audit(database, province.now(), "revoke", id->hex()); !noted) {
        return std::move(noted).error();
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::move(committed).error();
    }
    return Json().set("device", id->hex()).set("changed", changed);
}

Result<Json> release(Province& province, const Json& request) {
    const auto id = find_one<DeviceId>(province.database(), queries::find_devices_between,
                                       request.text_at("device").value_or(""), "V-06", "device");
    if (!id) {
        return id.error();
    }
    const auto batches = release_quarantine(province, *id);
    if (!batches) {
        return batches.error();
    }
    return Json().set("device", id->hex()).set("batches", *batches);
}

Result<Json> pending(Province& province, const Json& /*request*/) {
    const auto waiting = list_pending(province.database());
    if (!waiting) {
        return waiting.error();
    }
    Json::List rows;
    for (const auto& each : *waiting) {
        rows.emplace_back(Json()
                              .set("device", each.id.hex())
                              .set("village", each.village)
                              .set("refused", each.refused)
                              .set("first_at", each.first_at.seconds)
                              .set("last_at", each.last_at.seconds));
    }
    return Json().set("pending", std::move(rows));
}

Result<Json> devices(Province& province, const Json& /*request*/) {
    const auto all = list_devices(province.database());
    if (!all) {
        return all.error();
    }
    Json::List rows;
    for (const auto& each : *all) {
        rows.emplace_back(Json()
                              .set("device", each.id.hex())
                              .set("village", each.village)
                              .set("state", each.state)
                              .set("registered_at", each.registered_at.seconds)
                              .set("seen_at", each.seen_at.seconds));
    }
    return Json().set("devices", std::move(rows));
}

}  // namespace lontar::server::calls
