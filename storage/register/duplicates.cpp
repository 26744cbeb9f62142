#include "storage/register/duplicates.hpp"

#include <algorithm>
#include <set>

#include "storage/base/json.hpp"
#include "storage/embedded_sql.hpp"
#include "storage/model/entry.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

using Keys = std::set<std::string, std::less<>>;

Keys keys_of(const model::Answers& answers) {
    if (answers.empty()) {
        return {};
    }
    auto keys = model::likeness_keys(answers);
    return {std::make_move_iterator(keys.begin()), std::make_move_iterator(keys.end())};
}

int weight(model::Likeness likeness) {
    switch (likeness) {
        case model::Likeness::same_person:
            return 4;
        case model::Likeness::same_nik:
            return 3;
        case model::Likeness::probable:
            return 2;
        case model::Likeness::review:
            return 1;
        case model::Likeness::different:
            break;
    }
    return 0;
}

/// Runs `sql` for every key that `except` lacks.
Status each_missing(Register& village_register, std::string_view sql, const RegistrationId& id,
                    const Keys& keys, const Keys& except) {
    for (const std::string& key : keys) {
        if (except.contains(key)) {
            continue;
        }
        auto run =
            sqlite::run_query(village_register.database(), sql, [&](sqlite::Statement& query) {
                query.bind(":key", key).bind(":registration_id", id.view());
            });
        if (!run) {
            return run;
        }
    }
    return done();
}

}  // namespace

Result<std::vector<Similar>> find_similar(Register& village_register, const model::Answers& answers,
                                          const std::optional<RegistrationId>& except) {
    const auto person = model::normalise(answers);
    Json::List keys;
    for (std::string& key : model::likeness_keys(person)) {
        keys.emplace_back(std::move(key));
    }
    const std::string key_list = Json(std::move(keys)).dump();
    std::vector<Similar> similar;
    auto read = sqlite::each_row(
        village_register.database(), queries::list_candidates,
        [&](sqlite::Statement& query) { query.bind(":keys", key_list); },
        [&](const sqlite::Statement& row) -> Status {
            const auto id = RegistrationId::from_bytes(row.blob(0));
            auto entry = model::parse_told_line(row.text(1));
            if (!id || !entry) {
                return fail(ErrorKind::corrupt, "R-06", "read a registration for comparison");
            }
            if (id == except) {
                return done();
            }
            const auto likeness = model::compare_people(person, entry->fields);
            if (likeness != model::Likeness::different) {
                similar.push_back({*id, likeness});
            }
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    std::ranges::sort(similar, [](const Similar& a, const Similar& b) {
        return a.likeness != b.likeness ? weight(a.likeness) > weight(b.likeness) : a.id < b.id;
    });
    return similar;
}

Status put_duplicate_keys(Register& village_register, const RegistrationId& id,
                          const model::Answers& answers, const model::Answers& before) {
    const Keys old_keys = keys_of(before);
    const Keys new_keys = keys_of(answers);
    if (auto gone =
            each_missing(village_register, queries::delete_duplicate_key, id, old_keys, new_keys);
        !gone) {
        return gone;
    }
    return each_missing(village_register, queries::insert_duplicate_key, id, new_keys, old_keys);
}

Status remove_duplicate_keys(Register& village_register, const RegistrationId& id,
                             const model::Answers& answers) {
    return each_missing(village_register, queries::delete_duplicate_key, id, keys_of(answers), {});
}

Status make_missing_duplicate_keys(Register& village_register) {
    const auto lacks = sqlite::first_integer(village_register.database(),
                                             queries::lacks_duplicate_keys, sqlite::bind_nothing);
    if (!lacks) {
        return lacks.error();
    }
    if (*lacks == 0) {
        return done();
    }
    return sqlite::each_row(village_register.database(), queries::list_newest_lines,
                            sqlite::bind_nothing, [&](const sqlite::Statement& row) -> Status {
                                const auto id = RegistrationId::from_bytes(row.blob(0));
                                auto entry = model::parse_told_line(row.text(1));
                                if (!id || !entry) {
                                    return fail(ErrorKind::corrupt, "R-06",
                                                "read a registration for its keys");
                                }
                                return put_duplicate_keys(village_register, *id, entry->fields, {});
                            });
}

}  // namespace lontar::storage
