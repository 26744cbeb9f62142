#include "storage/register/people.hpp"

#include <algorithm>

#include "storage/embedded_sql.hpp"
#include "storage/register/facts.hpp"
#include "storage/register/revisions.hpp"
#include "storage/register/search.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

constexpr std::int64_t every_standing = (std::int64_t{1} << all_facts) - 1;
constexpr std::size_t nik_digits = 16;

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

/// What a person is told of the newest answer.
std::string answer_of(const model::StandingFacts& facts, std::string_view verdict_code) {
    return facts.is_closed ? "withdrawn" : std::string(verdict_code);
}

PersonLine line_of(const sqlite::Statement& row) {
    const auto facts = facts_of(row.integer(4));
    PersonLine line;
    line.id = RegistrationId::from_bytes(row.blob(0)).value_or(RegistrationId{});
    line.name = row.text(1);
    line.nik = row.text(2);
    line.birth_date = row.text(3);
    line.standing = model::standing_of(facts);
    line.answer = answer_of(facts, row.text(5));
    line.changed_at = {row.integer(6)};
    return line;
}

Verdict verdict_of(std::string_view code, std::string_view detail, std::optional<std::int64_t> at) {
    Verdict verdict;
    verdict.code = code;
    if (auto json = parse_json(detail)) {
        verdict.detail = *std::move(json);
    }
    if (at) {
        verdict.at = Timestamp{*at};
    }
    return verdict;
}

Result<RevisionInfo> revision_of(const sqlite::Statement& row) {
    auto entry = model::parse_entry(row.text(2));
    if (!entry) {
        return fail(ErrorKind::corrupt, "R-06", "read revision " + std::to_string(row.integer(1)));
    }
    RevisionInfo info;
    info.rev = Rev::from_bytes(row.blob(0)).value_or(Rev{});
    info.content = sealed::sha256(as_bytes(row.text(2)));
    info.base = entry->base;
    info.number = row.integer(1);
    info.at = entry->at;
    info.uncertain = entry->uncertain;
    info.by = entry->by;
    info.why = std::move(entry->why);
    info.warn = std::move(entry->warn);
    info.type = entry->type;
    info.fields = std::move(entry->fields);
    info.epoch = Epoch::from_bytes(row.blob(3));
    info.seq = row.optional_integer(4);
    info.verdict = verdict_of(row.text(5), row.text(6), row.optional_integer(7));
    return info;
}

struct Heading {
    bool withdrawn = false;
    std::int64_t facts = 0;
    std::int64_t answered = 0;
    bool to_check = false;
};

Result<Heading> find_heading(sqlite::Database& database, const RegistrationId& id) {
    auto heading = sqlite::first_row(
        database, queries::find_registration,
        [&](sqlite::Statement& query) { query.bind(":registration_id", id.view()); },
        [](const sqlite::Statement& row) {
            return Heading{row.integer(3) != 0, row.integer(4), row.integer(5),
                           row.integer(6) != 0};
        });
    if (!heading) {
        return std::move(heading).error();
    }
    if (!heading->has_value()) {
        return fail(ErrorKind::not_found, "R-12", "find registration " + id.hex());
    }
    return **heading;
}

/// The one id a query gives. not_found "R-12", conflict "R-13" when there are several.
template <typename Bind>
Result<RegistrationId> only_one(sqlite::Database& database, std::string_view sql,
                                const Bind& bind) {
    std::vector<RegistrationId> found;
    auto read = sqlite::each_row(database, sql, bind, [&](const sqlite::Statement& row) {
        found.push_back(RegistrationId::from_bytes(row.blob(0)).value_or(RegistrationId{}));
        return done();
    });
    if (!read) {
        return std::move(read).error();
    }
    if (found.empty()) {
        return fail(ErrorKind::not_found, "R-12", "find a registration");
    }
    if (found.size() > 1) {
        return fail(ErrorKind::conflict, "R-13", "find a registration: several fit");
    }
    return found.front();
}

}  // namespace

Result<std::vector<PersonLine>> list_people(sqlite::Database& database,
                                            const PeopleFilter& filter) {
    std::vector<PersonLine> lines;
    auto read = sqlite::each_row(
        database, queries::list_people,
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

Result<std::int64_t> count_people(sqlite::Database& database, const PeopleFilter& filter) {
    return sqlite::first_integer(database, queries::count_people,
                                 [&](sqlite::Statement& query) { bind_filter(query, filter); });
}

Result<Registration> find_registration(sqlite::Database& database, const RegistrationId& id) {
    const auto heading = find_heading(database, id);
    if (!heading) {
        return heading.error();
    }
    const auto facts = facts_of(heading->facts);
    Registration registration;
    registration.id = id;
    registration.standing = model::standing_of(facts);
    registration.withdrawn = heading->withdrawn;
    registration.to_check = heading->to_check;
    auto read = sqlite::each_row(
        database, queries::list_revisions,
        [&](sqlite::Statement& query) { query.bind(":registration_id", id.view()); },
        [&](const sqlite::Statement& row) -> Status {
            auto info = revision_of(row);
            if (!info) {
                return std::move(info).error();
            }
            registration.rev = info->rev;
            if (info->type == model::EntryType::registration) {
                registration.fields = info->fields;
            }
            if (info->number == heading->answered) {
                registration.verdict = info->verdict;
            }
            registration.revisions.push_back(*std::move(info));
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    registration.verdict.code = answer_of(facts, registration.verdict.code);
    return registration;
}

Result<RegistrationId> find_person(sqlite::Database& database, std::string_view id_or_nik) {
    if (id_or_nik.size() == nik_digits) {
        auto by_nik = only_one(database, queries::find_by_nik,
                               [&](sqlite::Statement& query) { query.bind(":nik", id_or_nik); });
        // Sixteen digits may also begin an id.
        if (by_nik || by_nik.error().kind != ErrorKind::not_found) {
            return by_nik;
        }
    }
    const std::string lowest = std::string(id_or_nik).append(2 * RegistrationId::size, '0');
    const std::string highest = std::string(id_or_nik).append(2 * RegistrationId::size, 'f');
    const auto first =
        RegistrationId::from_hex(std::string_view(lowest).substr(0, 2 * RegistrationId::size));
    const auto last =
        RegistrationId::from_hex(std::string_view(highest).substr(0, 2 * RegistrationId::size));
    if (id_or_nik.empty() || id_or_nik.size() > 2 * RegistrationId::size || !first || !last) {
        return fail(ErrorKind::not_found, "R-12", "find a registration: neither id nor NIK");
    }
    return only_one(database, queries::find_by_id_range, [&](sqlite::Statement& query) {
        query.bind(":lowest", first->view()).bind(":highest", last->view());
    });
}

Result<model::Counters> count_standings(sqlite::Database& database) {
    model::Counters counters;
    auto counted = sqlite::each_row(
        database, queries::count_facts, sqlite::bind_nothing, [&](const sqlite::Statement& row) {
            counters.add(model::standing_of(facts_of(row.integer(0))), row.integer(1));
            return done();
        });
    if (!counted) {
        return std::move(counted).error();
    }
    const auto drafts =
        sqlite::first_integer(database, queries::count_new_drafts, sqlite::bind_nothing);
    if (!drafts) {
        return drafts.error();
    }
    counters.add(model::Standing::draft, *drafts);
    return counters;
}

}  // namespace lontar::storage
