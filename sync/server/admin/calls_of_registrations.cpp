#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "storage/model/reasons.hpp"
#include "storage/sealed/hash.hpp"
#include "sync/server/admin/call_parts.hpp"
#include "sync/server/audit.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/registrations.hpp"
#include "sync/server/replies.hpp"

namespace lontar::server::calls {

namespace {

constexpr std::int64_t page_rows = 500;

Result<Json::List> known_reasons(const Json& request) {
    const Json* asked = request.find("reasons");
    if (asked == nullptr || asked->list() == nullptr || asked->list()->empty()) {
        return wrong("return: a reason is needed");
    }
    for (const Json& reason : *asked->list()) {
        if (reason.text() == nullptr || !model::is_known(model::return_reasons(), *reason.text())) {
            std::string known;
            for (const std::string_view code : model::return_reasons()) {
                known += (known.empty() ? "" : ", ") + std::string(code);
            }
            return wrong("return: unknown reason; known are " + known);
        }
    }
    return *asked->list();
}

/// What the village is asked to correct.
struct Returned {
    Json::List reasons;
    std::optional<std::string> note;
};

/// Nothing that an earlier return asked for is forgotten while it stands: the village sees only the
/// newest word.
Returned joined(Returned earlier, const Returned& now) {
    for (const Json& reason : now.reasons) {
        if (std::ranges::find(earlier.reasons, reason) == earlier.reasons.end()) {
            earlier.reasons.push_back(reason);
        }
    }
    if (!earlier.note) {
        earlier.note = now.note;
    } else if (now.note && !earlier.note->ends_with(*now.note)) {
        *earlier.note += "; " + *now.note;
    }
    return earlier;
}

struct Standing {
    std::string state;
    Returned returned;
};

Result<std::optional<Standing>> find_standing(sqlite::Database& database,
                                              const RegistrationId& id) {
    return sqlite::first_row(
        database, queries::find_registration,
        [&](auto& s) { s.bind(":registration_id", id.view()); },
        [](const auto& row) {
            const auto reasons = parse_json(row.text(5));
            return Standing{
                std::string(row.text(2)),
                {reasons && reasons->list() != nullptr ? *reasons->list() : Json::List{},
                 row.optional_text(6)}};
        });
}

}  // namespace

Result<Json> send_back(Province& province, const Json& request) {
    sqlite::Database& database = province.database();
    auto reasons = known_reasons(request);
    if (!reasons) {
        return reasons.error();
    }
    const auto id =
        find_one<RegistrationId>(database, queries::find_registrations_between,
                                 request.text_at("id").value_or(""), "V-07", "registration");
    if (!id) {
        return id.error();
    }
    const auto found = find_standing(database, *id);
    if (!found) {
        return found.error();
    }
    const Standing standing = found->value_or(Standing{});
    if (standing.state == name_of(RegistrationState::withdrawn)) {
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
    const Returned returned =
        joined(standing.returned, {*std::move(reasons), request.text_at("note")});
    if (returned.note && returned.note->size() > wire::max_notice_bytes) {
        return wrong("return: the note has at most " + std::to_string(wire::max_notice_bytes) +
                     " bytes, with what stands of an earlier return; give a shorter --note");
    }
    ReplyDrafts drafts(province);
    std::set<std::int64_t> told;
    for (const ToTell& place : *places) {
        Json detail;
        detail.set("reasons", returned.reasons).set_if("note", returned.note);
        drafts.add(place.epoch_id, place.batch_epoch, place.seq,
                   {place.line, "needs_correction", std::move(detail)});
        told.insert(place.epoch_id);
    }
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto stored = sqlite::run_query(database, queries::return_registration, [&](auto& s) {
        s.bind(":registration_id", id->view())
            .bind(":reasons", Json(returned.reasons).dump())
            .bind(":note", returned.note);
        s.bind(":now", province.now().seconds);
    });
    if (!stored) {
        return std::move(stored).error();
    }
    if (auto sent = drafts.send_all(); !sent) {
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

Result<Json> report(Province& province, const Json& /*request*/) {
    constexpr std::array names{"registrations", "live",      "duplicates",  "withdrawn",
                               "returned",      "revisions", "conflicts",   "held",
                               "unknown",       "batches",   "quarantined", "forks",
                               "devices",       "pending",   "villages",    "invited"};
    auto counts = sqlite::first_row(province.database(), queries::count_all, sqlite::bind_nothing,
                                    [&](const auto& row) {
                                        Json json;
                                        for (std::size_t i = 0; i < names.size(); ++i) {
                                            json.set(names[i], row.integer(static_cast<int>(i)));
                                        }
                                        return json;
                                    });
    if (!counts) {
        return std::move(counts).error();
    }
    auto villages = sqlite::all_rows(
        province.database(), queries::report_villages, sqlite::bind_nothing, [](const auto& row) {
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

Result<Json> registrations(Province& province, const Json& request) {
    const auto after = RegistrationId::from_hex(request.text_at("after").value_or(""));
    if (!after) {
        auto noted = write_audit(province.database(), province.now(), "export",
                                 request.text_at("what").value_or(""));
        if (!noted) {
            return std::move(noted).error();
        }
    }
    auto rows = sqlite::all_rows(
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

Result<Json> revisions(Province& province, const Json& request) {
    const auto id = RegistrationId::from_hex(request.text_at("id").value_or(""));
    const auto rev = Rev::from_hex(request.text_at("rev").value_or(""));
    auto rows = sqlite::all_rows(
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

}  // namespace lontar::server::calls
