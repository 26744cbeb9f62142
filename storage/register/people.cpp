#include "storage/register/people.hpp"

#include <algorithm>

#include "storage/embedded_sql.hpp"
#include "storage/register/facts.hpp"
#include "storage/register/register.hpp"
#include "storage/register/search.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

constexpr std::int64_t every_standing = (std::int64_t{1} << all_facts) - 1;

void bind_filter(sqlite::Statement& query, const PeopleFilter& filter) {
    const SearchWords search = search_words(filter.text);
    query.bind(":standings", filter.standing ? facts_with(*filter.standing) : every_standing)
        .bind(":to_check", filter.to_check)
        .bind(":nik", search.nik)
        .bind(":word1", search.words[0])
        .bind(":key1", search.keys[0])
        .bind(":word2", search.words[1])
        .bind(":key2", search.keys[1])
        .bind(":word3", search.words[2])
        .bind(":key3", search.keys[2]);
}

PersonLine line_of(const sqlite::Statement& row) {
    const auto facts = facts_of(row.integer(4));
    PersonLine line;
    line.id = RegistrationId::from_bytes(row.blob(0)).value_or(RegistrationId{});
    line.name = row.text(1);
    line.nik = row.text(2);
    line.birth_date = row.text(3);
    line.standing = model::standing_of(facts);
    line.answer = told_answer(facts, row.text(5));
    line.changed_at = {row.integer(6)};
    return line;
}

}  // namespace

Result<std::vector<PersonLine>> list_people(Register& village_register,
                                            const PeopleFilter& filter) {
    std::vector<PersonLine> lines;
    auto read = sqlite::each_row(
        village_register.database(), queries::list_people,
        [&](sqlite::Statement& query) {
            bind_filter(query, filter);
            query.bind(":limit", filter.limit).bind(":offset", filter.offset);
        },
        [&](const sqlite::Statement& row) {
            lines.push_back(line_of(row));
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    return lines;
}

Result<std::int64_t> count_people(Register& village_register, const PeopleFilter& filter) {
    return sqlite::first_integer(village_register.database(), queries::count_people,
                                 [&](sqlite::Statement& query) { bind_filter(query, filter); });
}

Result<model::Counters> count_standings(Register& village_register) {
    model::Counters counters;
    auto counted = sqlite::each_row(village_register.database(), queries::count_facts,
                                    sqlite::bind_nothing, [&](const sqlite::Statement& row) {
                                        counters.add(model::standing_of(facts_of(row.integer(0))),
                                                     row.integer(1));
                                        return done();
                                    });
    if (!counted) {
        return std::move(counted).error();
    }
    const auto drafts = sqlite::first_integer(village_register.database(),
                                              queries::count_new_drafts, sqlite::bind_nothing);
    if (!drafts) {
        return drafts.error();
    }
    counters.add(model::Standing::draft, *drafts);
    return counters;
}

}  // namespace lontar::storage
