#include "sync/server/merges.hpp"

#include <utility>

#include "storage/base/json.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/province_sql.hpp"

namespace lontar::server {

namespace {

void add_niks(const Loaded& loaded, std::set<std::string>& niks) {
    niks.insert(nik_of(loaded.history.record()));
    for (const auto& [rev, revision] : loaded.history.revisions()) {
        niks.insert(nik_of({revision.fields, false}));
    }
    niks.erase("");
}

/// Those with a withdrawal that is held until one of `successors` lives.
Result<std::set<RegistrationId>> waiting_for(sqlite::Database& database,
                                             const std::set<RegistrationId>& successors) {
    Json::List asked;
    for (const RegistrationId& id : successors) {
        asked.emplace_back(id.hex());
    }
    std::set<RegistrationId> waiting;
    auto read = sqlite::each_row(
        database, queries::waiting_merges,
        [&](auto& s) { s.bind(":successors", Json(std::move(asked)).dump()); },
        [&](const auto& row) {
            waiting.insert(sqlite::id_of<RegistrationId>(row, 0));
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    return waiting;
}

}  // namespace

Result<Reach> load_reach(sqlite::Database& database, const std::set<RegistrationId>& ids,
                         const std::set<RegistrationId>& named, std::set<std::string> niks) {
    Reach reach;
    std::set<RegistrationId> more = ids;
    more.insert(named.begin(), named.end());
    niks.erase("");
    while (!more.empty()) {
        auto loaded = load_registrations(database, more);
        if (!loaded) {
            return std::move(loaded).error();
        }
        reach.registrations.merge(*std::move(loaded));
        std::set<RegistrationId> wanted;
        for (const auto& [id, registration] : reach.registrations) {
            add_niks(registration, niks);
            wanted.merge(registration.history.awaited());
        }
        auto claims = load_claims(database, niks);
        if (!claims) {
            return std::move(claims).error();
        }
        reach.claims = *std::move(claims);
        std::set<RegistrationId> successors = reach.claims.all();
        for (const auto& [id, registration] : reach.registrations) {
            successors.insert(id);
        }
        auto waiting = waiting_for(database, successors);
        if (!waiting) {
            return std::move(waiting).error();
        }
        wanted.merge(*waiting);
        std::erase_if(wanted, [&](const auto& id) { return reach.registrations.contains(id); });
        more = std::move(wanted);
    }
    return reach;
}

}  // namespace lontar::server
