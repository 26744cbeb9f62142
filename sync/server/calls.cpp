#include "sync/server/calls.hpp"

#include <array>
#include <functional>
#include <utility>

#include "storage/model/reasons.hpp"
#include "storage/model/region.hpp"
#include "storage/sealed/hash.hpp"
#include "sync/server/audit.hpp"
#include "sync/server/backup.hpp"
#include "sync/server/devices.hpp"
#include "sync/server/ingest.hpp"
#include "sync/server/invitation.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/registrations.hpp"
#include "sync/server/replies.hpp"
#include "sync/server/rows.hpp"

namespace lontar::server {

namespace {

constexpr std::int64_t page_rows = 500;
constexpr std::int64_t carried_replies = 200;

Error wrong(std::string_view what) {
    return fail(ErrorKind::invalid_input, "V-08", std::string(what));
}

/// The one id that begins with these hex digits (at least 6).
template <typename Identity>
Result<Identity> find_one(sqlite::Database& database, std::string_view sql, std::string_view digits,
                          std::string_view code, std::string_view what) {
    const auto missing = [&] {
        return fail(ErrorKind::not_found, code, "no such " + std::string(what));
    };
    if (digits.size() < 6 || digits.size() > 2 * Identity::size) {
        return missing();
    }
    const auto padded = [&](char fill) {
        std::string text(digits);
        text.resize(2 * Identity::size, fill);
        return Identity::from_hex(text);
    };
    const auto low = padded('0');
    const auto high = padded('f');
    if (!low || !high) {
        return missing();
    }
    const auto rows = all_rows(
        database, sql, [&](auto& s) { s.bind(":low", low->view()).bind(":high", high->view()); },
        [](const auto& row) { return id_of<Identity>(row, 0); });
    if (!rows) {
        return rows.error();
    }
    if (rows->empty()) {
        return missing();
    }
    if (rows->size() > 1) {
        return fail(ErrorKind::conflict, code,
                    "several " + std::string(what) + "s begin with these digits");
    }
    return rows->front();
}

/// `file` (base64), `road` → `status`, `outcome`, `media`, `body` (base64).
Result<Json> ingest(Province& province, const Json& request) {
    const auto file = sealed::from_base64(request.text_at("file").value_or(""));
    if (!file) {
        return wrong("ingest: no file");
    }
    auto checked = check_outside(*file, std::nullopt);
    auto* refused = std::get_if<Answer>(&checked);
    const Answer answer =
        refused != nullptr
            ? std::move(*refused)
            : Ingest(province).take(*file, std::get<wire::BatchStanza>(checked), Road::usb);
    return Json()
        .set("status", answer.status)
        .set("outcome", answer.outcome)
        .set("media", answer.media_type)
        .set("body", sealed::to_base64(answer.body));
}

/// `village`, `offset` → `replies` (base64 each; empty: no more).
Result<Json> replies(Province& province, const Json& request) {
    auto rows = all_rows(
        province.database(), queries::replies_to_carry,
        [&](auto& s) {
            s.bind(":village", request.text_at("village").value_or(""))
                .bind(":limit", carried_replies);
            s.bind(":offset", request.integer_at("offset").value_or(0));
        },
        [](const auto& row) { return Json(sealed::to_base64(row.blob(0))); });
    if (!rows) {
        return std::move(rows).error();
    }
    return Json().set("replies", *std::move(rows));
}

/// `device` (digits) → `device`, `village`.
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
    const auto found = first_row(
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
    auto admitted = run_query(database, queries::insert_device, [&](auto& s) {
        s.bind(":device_id", id->view())
            .bind(":village", waiting.village)
            .bind(":recipient", waiting.recipient);
        s.bind_null(":activation_id").bind(":officers", "[]").bind(":machine", waiting.machine);
        s.bind(":now", province.now().seconds);
    });
    if (!admitted) {
        return std::move(admitted).error();
    }
    auto left = run_query(database, queries::delete_pending,
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

/// `device` (digits) → `device`, `changed`.
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
    auto revoked = run_query(database, queries::revoke_device, [&](auto& s) {
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

/// `device` (digits) → `device`, `batches`.
Result<Json> release(Province& province, const Json& request) {
    const auto id = find_one<DeviceId>(province.database(), queries::find_devices_between,
                                       request.text_at("device").value_or(""), "V-06", "device");
    if (!id) {
        return id.error();
    }
    const auto batches = Ingest(province).release(*id);
    if (!batches) {
        return batches.error();
    }
    return Json().set("device", id->hex()).set("batches", *batches);
}

Result<Json::List> known_reasons(const Json& request) {
    const Json* asked = request.find("reasons");
    if (asked == nullptr || asked->list() == nullptr || asked->list()->empty()) {
        return wrong("return: a reason is needed");
    }
    for (const Json& reason : *asked->list()) {
        if (reason.text() == nullptr || !model::is_known(model::return_reasons(), *reason.text())) {
            return wrong("return: unknown reason");
        }
    }
    return *asked->list();
}

/// `id` (digits), `reasons` (codes), `note`? → `id`, `told` (number of replies written).
/// not_found "V-07"; conflict "V-16": it is withdrawn.
Result<Json> send_back(Province& province, const Json& request) {
    sqlite::Database& database = province.database();
    const auto reasons = known_reasons(request);
    if (!reasons) {
        return reasons.error();
    }
    const auto id =
        find_one<RegistrationId>(database, queries::find_registrations_between,
                                 request.text_at("id").value_or(""), "V-07", "registration");
    if (!id) {
        return id.error();
    }
    const auto state = first_row(
        database, queries::find_registration,
        [&](auto& s) { s.bind(":registration_id", id->view()); },
        [](const auto& row) { return std::string(row.text(2)); });
    if (!state) {
        return state.error();
    }
    if (*state == name_of(RegistrationState::withdrawn)) {
        return fail(ErrorKind::conflict, "V-16", "return: the registration is withdrawn");
    }
    const auto heads = head_rows(database, *id);
    if (!heads) {
        return heads.error();
    }
    const auto places = where_to_tell(database, *heads);
    if (!places) {
        return places.error();
    }
    const auto note = request.text_at("note");
    ReplyDesk desk(province);
    std::set<std::int64_t> told;
    for (const ToTell& place : *places) {
        Json detail;
        detail.set("reasons", *reasons).set_if("note", note);
        desk.add(place.epoch_id, place.batch_epoch, place.seq,
                 {place.line, "needs_correction", std::move(detail)});
        told.insert(place.epoch_id);
    }
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto returned = run_query(database, queries::return_registration, [&](auto& s) {
        s.bind(":registration_id", id->view())
            .bind(":reasons", Json(*reasons).dump())
            .bind(":note", note);
        s.bind(":now", province.now().seconds);
    });
    if (!returned) {
        return std::move(returned).error();
    }
    if (auto sent = desk.send_all(); !sent) {
        return std::move(sent).error();
    }
    if (auto noted = write_audit(database, province.now(), "return", id->hex()); !noted) {
        return std::move(noted).error();
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::move(committed).error();
    }
    return Json().set("id", id->hex()).set("told", static_cast<std::int64_t>(told.size()));
}

/// → the counters of `report`, `by_village`.
Result<Json> report(Province& province, const Json& /*request*/) {
    constexpr std::array names{"registrations", "live",      "duplicates",  "withdrawn",
                               "returned",      "revisions", "conflicts",   "held",
                               "unknown",       "batches",   "quarantined", "forks",
                               "devices",       "pending",   "villages",    "invited"};
    auto counts =
        first_row(province.database(), queries::count_all, bind_nothing, [&](const auto& row) {
            Json json;
            for (std::size_t i = 0; i < names.size(); ++i) {
                json.set(names[i], row.integer(static_cast<int>(i)));
            }
            return json;
        });
    if (!counts) {
        return std::move(counts).error();
    }
    auto villages =
        all_rows(province.database(), queries::report_villages, bind_nothing, [](const auto& row) {
            Json json;
            json.set("village", row.text(0)).set("name", row.text(1)).set("live", row.integer(2));
            json.set("duplicates", row.integer(3));
            if (!row.is_null(4)) {
                json.set("seen_at", row.integer(4));
            }
            return json;
        });
    if (!villages) {
        return std::move(villages).error();
    }
    return (*counts)->set("by_village", *std::move(villages));
}

/// `after` (id; empty: from the first, and noted as an export) → `rows`: `id village state rev
/// fields returned registered_at changed_at`. A page holds at most 500.
Result<Json> registrations(Province& province, const Json& request) {
    const auto after = RegistrationId::from_hex(request.text_at("after").value_or(""));
    if (!after) {
        auto noted = write_audit(province.database(), province.now(), "export",
                                 request.text_at("what").value_or(""));
        if (!noted) {
            return std::move(noted).error();
        }
    }
    auto rows = all_rows(
        province.database(), queries::page_registrations,
        [&](auto& s) {
            s.bind(":after", after ? after->view() : ByteView()).bind(":limit", page_rows);
        },
        [](const auto& row) {
            Json json;
            json.set("id", to_hex(row.blob(0)))
                .set("village", row.text(1))
                .set("state", row.text(2));
            json.set("rev", to_hex(row.blob(3)));
            auto fields = parse_json(row.text(4));
            json.set("fields", fields ? *std::move(fields) : Json());
            json.set_if("returned", row.optional_text(5));
            return json.set("registered_at", row.integer(6)).set("changed_at", row.integer(7));
        });
    if (!rows) {
        return std::move(rows).error();
    }
    return Json().set("rows", *std::move(rows));
}

/// `id`, `rev` (where the last page ended) → `rows`: `id rev content` (SHA-256 of the line)
/// `state`.
Result<Json> revisions(Province& province, const Json& request) {
    const auto id = RegistrationId::from_hex(request.text_at("id").value_or(""));
    const auto rev = Rev::from_hex(request.text_at("rev").value_or(""));
    auto rows = all_rows(
        province.database(), queries::page_revisions,
        [&](auto& s) {
            s.bind(":registration_id", id ? id->view() : ByteView())
                .bind(":rev", rev ? rev->view() : ByteView());
            s.bind(":limit", page_rows);
        },
        [](const auto& row) {
            return Json()
                .set("id", to_hex(row.blob(0)))
                .set("rev", to_hex(row.blob(1)))
                .set("content", sealed::sha256(as_bytes(row.text(2))).hex())
                .set("state", row.text(3));
        });
    if (!rows) {
        return std::move(rows).error();
    }
    return Json().set("rows", *std::move(rows));
}

/// → `pending`: `device village refused first_at last_at`.
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

/// → `devices`: `device village state registered_at seen_at`.
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

/// → `name`, `manifest`, `words`.
Result<Json> keys(Province& province, const Json& /*request*/) {
    return Json()
        .set("name", province.name())
        .set("manifest", province.manifest().text())
        .set("words", sealed::fingerprint_words(province.manifest().root));
}

/// → {} when pages, structure, every revision, every file and the audit chain are sound. corrupt
/// "V-15", "R-06".
Result<Json> verify(Province& province, const Json& /*request*/) {
    sqlite::Database& database = province.database();
    if (auto sound = database.check_integrity(); !sound) {
        return std::move(sound).error();
    }
    std::int64_t wrong_rows = 0;
    const auto lines = all_rows(database, queries::all_lines, bind_nothing, [&](const auto& row) {
        wrong_rows += sealed::rev_of(row.text(2)) == id_of<Rev>(row, 1) ? 0 : 1;
        return 0;
    });
    if (!lines) {
        return lines.error();
    }
    const auto batches = all_rows(database, queries::all_files, bind_nothing, [&](const auto& row) {
        wrong_rows += sealed::sha256(row.blob(2)) == id_of<Hash>(row, 1) ? 0 : 1;
        return 0;
    });
    if (!batches) {
        return batches.error();
    }
    if (wrong_rows != 0) {
        return fail(ErrorKind::corrupt, "V-15",
                    "verify: rows whose hash differs: " + std::to_string(wrong_rows));
    }
    if (auto chain = check_audit(database); !chain) {
        return std::move(chain).error();
    }
    return Json()
        .set("revisions", static_cast<std::int64_t>(lines->size()))
        .set("batches", static_cast<std::int64_t>(batches->size()));
}

/// `path` (absolute) → `bytes`, `registrations`.
Result<Json> backup(Province& province, const Json& request) {
    const auto path = request.text_at("path");
    if (!path || !to_path(*path).is_absolute()) {
        return wrong("backup: no file");
    }
    const auto made = create_backup(province, to_path(*path));
    if (!made) {
        return made.error();
    }
    return Json()
        .set("bytes", static_cast<std::int64_t>(made->bytes))
        .set("registrations", made->registrations);
}

using Call = Result<Json> (*)(Province&, const Json&);
constexpr std::array calls{std::pair<std::string_view, Call>{"ingest", ingest},
                           std::pair<std::string_view, Call>{"replies", replies},
                           std::pair<std::string_view, Call>{"invite", invite},
                           std::pair<std::string_view, Call>{"accept", accept},
                           std::pair<std::string_view, Call>{"revoke", revoke},
                           std::pair<std::string_view, Call>{"release", release},
                           std::pair<std::string_view, Call>{"return", send_back},
                           std::pair<std::string_view, Call>{"report", report},
                           std::pair<std::string_view, Call>{"registrations", registrations},
                           std::pair<std::string_view, Call>{"revisions", revisions},
                           std::pair<std::string_view, Call>{"pending", pending},
                           std::pair<std::string_view, Call>{"devices", devices},
                           std::pair<std::string_view, Call>{"keys", keys},
                           std::pair<std::string_view, Call>{"verify", verify},
                           std::pair<std::string_view, Call>{"backup", backup}};

}  // namespace

Result<Json> answer_call(Province& province, const Json& request) {
    if (auto open = province.ready(); !open) {
        return std::move(open).error();
    }
    const auto name = request.text_at("call").value_or("");
    for (const auto& [each, call] : calls) {
        if (each == name) {
            return call(province, request);
        }
    }
    return wrong("no such call");
}

}  // namespace lontar::server
