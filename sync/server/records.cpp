#include "sync/server/records.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "storage/base/json.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/registrations.hpp"
#include "sync/server/sight.hpp"
#include "sync/server/verdicts.hpp"
#include "sync/wire/states.hpp"

namespace lontar::server {

namespace {

constexpr auto most_epochs = static_cast<std::int64_t>(wire::max_sight_epochs);

using FileOfRevision = std::map<std::pair<RegistrationId, Rev>, model::EpochUpto>;

std::string json_of(const std::set<RegistrationId>& ids) {
    Json::List list;
    for (const RegistrationId& id : ids) {
        list.emplace_back(id.hex());
    }
    return Json(std::move(list)).dump();
}

Result<FileOfRevision> files_of(sqlite::Database& database, const std::set<RegistrationId>& ids) {
    FileOfRevision files;
    auto read = sqlite::each_row(
        database, queries::files_of_revisions, [&](auto& s) { s.bind(":ids", json_of(ids)); },
        [&](const auto& row) {
            files.try_emplace({sqlite::id_of<RegistrationId>(row, 0), sqlite::id_of<Rev>(row, 1)},
                              model::EpochUpto{sqlite::id_of<Epoch>(row, 2), row.integer(3)});
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    return files;
}

Result<Claims> claims_of(sqlite::Database& database, const LoadedRegistrations& loaded) {
    std::set<std::string> niks;
    for (const auto& [id, registration] : loaded) {
        if (registration.row && !registration.row->nik.empty()) {
            niks.insert(registration.row->nik);
        }
    }
    return load_claims(database, niks);
}

/// Applied lines in order of arrival, the one that stands last; of merged ones only that.
std::vector<const Revision*> lines_of(const History& history) {
    std::vector<const Revision*> lines;
    for (const auto& [rev, revision] : history.revisions()) {
        if (rev != history.rev() && revision.state == RevisionState::applied &&
            revision.kind != RevisionKind::merged) {
            lines.push_back(&revision);
        }
    }
    std::ranges::sort(lines, {}, &Revision::row);
    lines.push_back(history.find(history.rev()));
    return lines;
}

RecordsOfOne records_of_one(const Loaded& loaded, const Claims& claims,
                            const FileOfRevision& files) {
    RecordsOfOne records;
    const History& history = loaded.history;
    for (const Revision* revision : lines_of(history)) {
        auto verdict = verdict_over(loaded, revision->rev, claims, false);
        wire::Record record{history.id(),
                            revision->line,
                            std::nullopt,
                            std::move(verdict.code),
                            std::move(verdict.detail),
                            revision->rev != history.rev()};
        if (const auto file = files.find({history.id(), revision->rev}); file != files.end()) {
            record.file = file->second;
        }
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace

Result<std::vector<RecordsOfOne>> records_of(sqlite::Database& database,
                                             const std::set<RegistrationId>& ids) {
    std::vector<RecordsOfOne> records;
    if (ids.empty()) {
        return records;
    }
    const auto loaded = load_registrations(database, ids);
    if (!loaded) {
        return loaded.error();
    }
    const auto claims = claims_of(database, *loaded);
    if (!claims) {
        return claims.error();
    }
    const auto files = files_of(database, ids);
    if (!files) {
        return files.error();
    }
    for (const auto& [id, registration] : *loaded) {
        if (registration.row && registration.history.find(registration.history.rev()) != nullptr) {
            records.push_back(records_of_one(registration, *claims, *files));
        }
    }
    return records;
}

Result<std::set<RegistrationId>> registrations_to_tell(sqlite::Database& database,
                                                       std::int64_t epoch_id,
                                                       const std::string& asked) {
    std::set<RegistrationId> ids;
    auto read = sqlite::each_row(
        database, queries::registrations_to_tell,
        [&](auto& s) {
            s.bind(":epoch_id", epoch_id).bind(":asked", asked).bind(":limit", most_epochs);
        },
        [&](const auto& row) {
            ids.insert(sqlite::id_of<RegistrationId>(row, 0));
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    return ids;
}

Result<std::set<RegistrationId>> told_by_record_alone(sqlite::Database& database,
                                                      std::int64_t epoch_id) {
    const auto files = files_in_sight(database, epoch_id);
    if (!files) {
        return files.error();
    }
    const auto all = epochs_of(*files);
    return registrations_to_tell(database, epoch_id, Json(wire::json_of(all)).dump());
}

Result<std::set<RegistrationId>> registrations_in_sight(sqlite::Database& database,
                                                        std::int64_t epoch_id,
                                                        const std::set<RegistrationId>& ids) {
    std::set<RegistrationId> seen;
    auto read = sqlite::each_row(
        database, queries::registrations_in_sight,
        [&](auto& s) { s.bind(":epoch_id", epoch_id).bind(":ids", json_of(ids)); },
        [&](const auto& row) {
            seen.insert(sqlite::id_of<RegistrationId>(row, 0));
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    return seen;
}

Result<bool> do_records_wait(sqlite::Database& database) {
    const auto wait = sqlite::first_integer(database, queries::records_wait, sqlite::bind_nothing);
    if (!wait) {
        return wait.error();
    }
    return *wait != 0;
}

Status let_records_wait(sqlite::Database& database, bool wait) {
    return sqlite::run_query(database, queries::let_records_wait,
                             [&](auto& s) { s.bind(":wait", wait); });
}

Status keep_question(sqlite::Database& database, std::int64_t epoch_id, const std::string& asked) {
    return sqlite::run_query(database, queries::keep_question,
                             [&](auto& s) { s.bind(":epoch_id", epoch_id).bind(":asked", asked); });
}

Result<std::vector<KeptQuestion>> take_kept_questions(sqlite::Database& database) {
    auto kept = sqlite::all_rows(database, queries::kept_questions, sqlite::bind_nothing,
                                 [](const auto& row) {
                                     return KeptQuestion{row.integer(0), std::string(row.text(1))};
                                 });
    if (!kept) {
        return kept;
    }
    auto forgotten = sqlite::run_query(database, queries::forget_questions, sqlite::bind_nothing);
    return forgotten ? std::move(kept) : Result<std::vector<KeptQuestion>>(forgotten.error());
}

}  // namespace lontar::server
