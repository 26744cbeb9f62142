#include <utility>

#include "sync/server/admin/call_parts.hpp"
#include "sync/server/audit.hpp"
#include "sync/server/devices.hpp"
#include "sync/server/invitation.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/quarantine.hpp"
#include "sync/server/records.hpp"
#include "sync/server/replies.hpp"

namespace lontar::server::calls {

namespace {

/// A device that is registered gets its village's register; its next answer says that it has not
/// everything yet, so it asks.
Result<Json> give_register(Province& province, const Json& request) {
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
    const auto village = sqlite::first_row(
        database, queries::give_register, [&](auto& s) { s.bind(":device_id", id->view()); },
        [](const auto& row) { return std::string(row.text(0)); });
    if (!village) {
        return village.error();
    }
    const auto epoch = sqlite::first_integer(database, queries::newest_epoch_of_device,
                                             [&](auto& s) { s.bind(":device_id", id->view()); });
    if (!epoch) {
        return epoch.error();
    }
    if (*epoch != 0) {
        ReplyDrafts drafts(province);
        drafts.draft(*epoch);
        if (auto sent = drafts.send_all(); !sent) {
            return std::move(sent).error();
        }
    }
    if (auto noted = write_audit(database, province.now(), "register given", id->hex()); !noted) {
        return std::move(noted).error();
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::move(committed).error();
    }
    return Json().set("device", id->hex()).set("village", village->value_or(""));
}

}  // namespace

Result<Json> accept(Province& province, const Json& request) {
    sqlite::Database& database = province.database();
    const auto id =
        find_one<DeviceId>(database, queries::find_pending_between,
                           request.text_at("device").value_or(""), "V-06", "waiting device");
    if (!id && id.error().kind == ErrorKind::not_found && request.boolean_at("with_register")) {
        return give_register(province, request);
    }
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
        s.bind(":with_register", request.boolean_at("with_register"));
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

Result<Json> confirm(Province& province, const Json& /*request*/) {
    sqlite::Database& database = province.database();
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    const auto waited = do_records_wait(database);
    if (!waited) {
        return waited.error();
    }
    if (auto free = let_records_wait(database, false); !free) {
        return std::move(free).error();
    }
    auto questions = take_kept_questions(database);
    if (!questions) {
        return std::move(questions).error();
    }
    ReplyDrafts drafts(province);
    for (KeptQuestion& question : *questions) {
        drafts.answer_question(question.epoch_id, std::move(question.asked));
    }
    if (auto sent = drafts.send_all(); !sent) {
        return std::move(sent).error();
    }
    if (auto noted = write_audit(database, province.now(), "devices confirmed", ""); !noted) {
        return std::move(noted).error();
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::move(committed).error();
    }
    return Json()
        .set("changed", *waited)
        .set("answered", static_cast<std::int64_t>(questions->size()));
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
                              .set("seen_at", each.seen_at.seconds)
                              .set("with_register", each.with_register));
    }
    return Json().set("devices", std::move(rows));
}

}  // namespace lontar::server::calls
