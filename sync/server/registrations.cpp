#include "sync/server/registrations.hpp"

#include <utility>

#include "storage/base/json.hpp"
#include "storage/model/reasons.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/audit.hpp"
#include "sync/server/province_sql.hpp"

namespace lontar::server {

namespace {

constexpr std::string_view nik_field = "nik";
/// Beside the epoch a line came in, so many of the newest that see it: a register in which older
/// ones are still in use is one that somebody brought back, and it will ask.
constexpr std::int64_t most_that_are_told = 8;

template <typename Ids>
std::string ids_json(const Ids& ids) {
    Json::List list;
    for (const auto& id : ids) {
        list.emplace_back(id.hex());
    }
    return Json(std::move(list)).dump();
}

/// None when the text cannot be read.
std::vector<Rev> heads_from(std::string_view text) {
    std::vector<Rev> heads;
    const auto json = parse_json(text);
    if (!json || json->list() == nullptr) {
        return {};
    }
    for (const Json& head : *json->list()) {
        const auto rev = Rev::from_hex(head.text() != nullptr ? *head.text() : "");
        if (!rev) {
            return {};
        }
        heads.push_back(*rev);
    }
    return heads;
}

std::optional<model::Answers> fields_from(std::string_view text) {
    const auto json = parse_json(text);
    if (!json || json->object() == nullptr) {
        return std::nullopt;
    }
    model::Answers fields;
    for (const auto& [key, value] : *json->object()) {
        if (value.text() == nullptr) {
            return std::nullopt;
        }
        fields.emplace(key, *value.text());
    }
    return fields;
}

std::string fields_json(const model::Answers& fields) {
    Json::Object object;
    for (const auto& [key, value] : fields) {
        object.emplace(key, value);
    }
    return Json(std::move(object)).dump();
}

Status load_rows(sqlite::Database& database, const std::string& ids, LoadedRegistrations& loaded) {
    const auto rows = sqlite::all_rows(
        database, queries::load_registrations, [&](auto& s) { s.bind(":ids", ids); },
        [&](const auto& row) {
            Loaded& into = loaded.at(sqlite::id_of<RegistrationId>(row, 0));
            const auto state = registration_state(row.text(2));
            auto fields = fields_from(row.text(6));
            auto heads = heads_from(row.text(5));
            if (!state || !fields || heads.empty()) {
                into.history.stop();
                return 0;
            }
            into.row =
                RegistrationRow{std::string(row.text(1)), *state,         std::string(row.text(3)),
                                row.optional_text(7),     row.integer(8), Timestamp{row.integer(9)},
                                row.optional_text(10)};
            into.history.load_current(
                into.row->village,
                Record{*std::move(fields), *state == RegistrationState::withdrawn},
                sqlite::id_of<Rev>(row, 4), std::move(heads));
            return 0;
        });
    return rows ? done() : Status(rows.error());
}

Status load_revisions(sqlite::Database& database, const std::string& ids,
                      LoadedRegistrations& loaded) {
    const auto rows = sqlite::all_rows(
        database, queries::load_revisions, [&](auto& s) { s.bind(":ids", ids); },
        [&](const auto& row) {
            History& history = loaded.at(sqlite::id_of<RegistrationId>(row, 1)).history;
            const auto kind = revision_kind(row.text(4));
            const auto state = revision_state(row.text(5));
            auto revision = stored_revision(kind.value_or(RevisionKind::registration),
                                            std::string(row.text(8)));
            if (!kind || !state || !revision || revision->rev != sqlite::id_of<Rev>(row, 2)) {
                history.stop();
                return 0;
            }
            revision->row = row.integer(0);
            revision->state = *state;
            revision->device = sqlite::optional_id_of<DeviceId>(row, 6);
            revision->village = std::string(row.text(7));
            history.load(*std::move(revision));
            return 0;
        });
    return rows ? done() : Status(rows.error());
}

Status load_successors(sqlite::Database& database, LoadedRegistrations& loaded) {
    std::multimap<RegistrationId, History*> awaiting;
    std::set<RegistrationId> awaited;
    for (auto& [id, registration] : loaded) {
        for (const RegistrationId& successor : registration.history.awaited()) {
            awaiting.emplace(successor, &registration.history);
            awaited.insert(successor);
        }
    }
    if (awaited.empty()) {
        return done();
    }
    return sqlite::each_row(
        database, queries::find_successors, [&](auto& s) { s.bind(":ids", ids_json(awaited)); },
        [&](const auto& row) {
            const auto id = sqlite::id_of<RegistrationId>(row, 0);
            const bool is_live = registration_state(row.text(2)) == RegistrationState::live;
            for (auto [at, end] = awaiting.equal_range(id); at != end; ++at) {
                const bool lives = is_live && at->second->village() == row.text(1);
                at->second->know(id, lives ? Successor::lives : Successor::closed);
            }
            return done();
        });
}

Json optional_text(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

}  // namespace

std::string nik_of(const Record& record) {
    if (record.withdrawn) {
        return {};
    }
    const auto nik = record.fields.find(nik_field);
    return nik == record.fields.end() ? std::string() : nik->second;
}

Result<LoadedRegistrations> load_registrations(sqlite::Database& database,
                                               const std::set<RegistrationId>& ids) {
    LoadedRegistrations loaded;
    for (const RegistrationId& id : ids) {
        loaded.try_emplace(id, Loaded{History(id), std::nullopt});
    }
    if (ids.empty()) {
        return loaded;
    }
    const std::string asked = ids_json(ids);
    if (auto read = load_rows(database, asked, loaded); !read) {
        return std::move(read).error();
    }
    if (auto read = load_revisions(database, asked, loaded); !read) {
        return std::move(read).error();
    }
    for (auto& [id, registration] : loaded) {
        registration.history.check_loaded();
    }
    if (auto read = load_successors(database, loaded); !read) {
        return std::move(read).error();
    }
    return loaded;
}

Status note_unreadable(sqlite::Database& database, const LoadedRegistrations& loaded,
                       Timestamp now) {
    for (const auto& [id, registration] : loaded) {
        if (!registration.history.is_readable()) {
            if (auto noted = write_audit(database, now, "unreadable", id.hex()); !noted) {
                return noted;
            }
        }
    }
    return done();
}

Result<Claims> load_claims(sqlite::Database& database, const std::set<std::string>& niks) {
    Claims claims;
    if (niks.empty()) {
        return claims;
    }
    Json::List asked(niks.begin(), niks.end());
    const auto rows = sqlite::all_rows(
        database, queries::load_claims,
        [&](auto& s) { s.bind(":niks", Json(std::move(asked)).dump()); },
        [&](const auto& row) {
            claims.load({sqlite::id_of<RegistrationId>(row, 0), std::string(row.text(1)),
                         std::string(row.text(3)), row.integer(4),
                         row.text(2) == name_of(RegistrationState::live),
                         Timestamp{row.integer(5)}});
            return 0;
        });
    if (!rows) {
        return rows.error();
    }
    return claims;
}

Status store_revisions(sqlite::Database& database,
                       const std::vector<std::pair<RegistrationId, const Revision*>>& revisions,
                       Timestamp now) {
    if (revisions.empty()) {
        return done();
    }
    Json::List rows;
    for (const auto& [id, revision] : revisions) {
        rows.emplace_back(Json::List{
            id.hex(), revision->rev.hex(), revision->base ? Json(revision->base->hex()) : Json(),
            name_of(revision->kind), name_of(revision->state),
            revision->device ? Json(revision->device->hex()) : Json(), revision->line,
            revision->into ? Json(revision->into->hex()) : Json()});
    }
    return sqlite::run_query(database, queries::insert_revisions, [&](auto& s) {
        s.bind(":rows", Json(std::move(rows)).dump()).bind(":now", now.seconds);
    });
}

Status move_revisions(sqlite::Database& database, const std::vector<RevisionMove>& moves) {
    if (moves.empty()) {
        return done();
    }
    Json::List rows;
    for (const auto& move : moves) {
        rows.emplace_back(Json::List{move.row, name_of(move.state)});
    }
    return sqlite::run_query(database, queries::move_revisions,
                             [&](auto& s) { s.bind(":rows", Json(std::move(rows)).dump()); });
}

Status store_arrivals(sqlite::Database& database, std::int64_t batch_id,
                      const std::vector<Arrival>& arrivals) {
    if (arrivals.empty()) {
        return done();
    }
    Json::List rows;
    for (const auto& arrival : arrivals) {
        rows.emplace_back(Json::List{arrival.line, arrival.registration.hex(), arrival.rev.hex()});
    }
    return sqlite::run_query(database, queries::insert_arrivals, [&](auto& s) {
        s.bind(":batch_id", batch_id).bind(":rows", Json(std::move(rows)).dump());
    });
}

Status step_aside(sqlite::Database& database, const std::vector<RegistrationId>& ids) {
    if (ids.empty()) {
        return done();
    }
    return sqlite::run_query(database, queries::step_aside,
                             [&](auto& s) { s.bind(":ids", ids_json(ids)); });
}

Status store_registrations(sqlite::Database& database,
                           const std::vector<RegistrationChange>& changes, Timestamp now) {
    if (changes.empty()) {
        return done();
    }
    Json::List rows;
    for (const auto& [history, row] : changes) {
        const auto successor = history->successor();
        rows.emplace_back(Json::List{
            history->id().hex(), row.village, name_of(row.state), optional_text(row.nik),
            history->rev().hex(), ids_json(history->heads()), fields_json(history->record().fields),
            row.returned ? Json(*row.returned) : Json(), row.claimed, row.registered_at.seconds,
            successor ? Json(successor->hex()) : Json()});
    }
    return sqlite::run_query(database, queries::upsert_registrations, [&](auto& s) {
        s.bind(":rows", Json(std::move(rows)).dump()).bind(":now", now.seconds);
    });
}

Status move_claims(sqlite::Database& database, const std::vector<RegistrationId>& now_live) {
    if (now_live.empty()) {
        return done();
    }
    Json::List rows;
    for (const auto& id : now_live) {
        rows.emplace_back(Json::List{id.hex(), name_of(RegistrationState::live)});
    }
    return sqlite::run_query(database, queries::move_claims,
                             [&](auto& s) { s.bind(":rows", Json(std::move(rows)).dump()); });
}

Status leave_to_a_person(sqlite::Database& database, const std::set<RegistrationId>& ids,
                         Timestamp now) {
    if (ids.empty()) {
        return done();
    }
    return sqlite::run_query(database, queries::leave_to_a_person, [&](auto& s) {
        s.bind(":ids", ids_json(ids))
            .bind(":reason", model::nik_was_double)
            .bind(":now", now.seconds);
    });
}

Result<std::vector<ToTell>> where_to_tell(sqlite::Database& database,
                                          const std::vector<std::int64_t>& revisions) {
    if (revisions.empty()) {
        return std::vector<ToTell>{};
    }
    Json::List asked(revisions.begin(), revisions.end());
    return sqlite::all_rows(
        database, queries::list_arrivals,
        [&](auto& s) {
            s.bind(":revisions", Json(std::move(asked)).dump()).bind(":newest", most_that_are_told);
        },
        [](const auto& row) {
            return ToTell{row.integer(0), sqlite::id_of<Epoch>(row, 1), row.integer(2),
                          row.integer(3), row.integer(4)};
        });
}

Result<std::vector<Knowing>> who_knows(sqlite::Database& database,
                                       const std::set<RegistrationId>& ids, std::int64_t epoch_id) {
    if (ids.empty()) {
        return std::vector<Knowing>{};
    }
    return sqlite::all_rows(
        database, queries::epochs_to_tell_of,
        [&](auto& s) { s.bind(":ids", ids_json(ids)).bind(":epoch_id", epoch_id); },
        [](const auto& row) {
            return Knowing{sqlite::id_of<RegistrationId>(row, 0), row.integer(1)};
        });
}

Result<std::vector<std::int64_t>> head_rows(sqlite::Database& database, const RegistrationId& id) {
    const auto heads = sqlite::first_row(
        database, queries::find_registration,
        [&](auto& s) { s.bind(":registration_id", id.view()); },
        [](const auto& row) { return std::string(row.text(4)); });
    if (!heads) {
        return heads.error();
    }
    return sqlite::all_rows(
        database, queries::revisions_of_heads,
        [&](auto& s) {
            s.bind(":registration_id", id.view())
                .bind(":heads", ids_json(heads_from(heads->value_or("[]"))));
        },
        [](const auto& row) { return row.integer(0); });
}

}  // namespace lontar::server
