#include "storage/register/revisions.hpp"

#include "storage/embedded_sql.hpp"
#include "storage/model/entry.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/facts.hpp"
#include "storage/register/register.hpp"
#include "storage/register/search.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

constexpr std::string_view held_detail = R"({"reason":"GANDA"})";

std::string_view answer_to(const model::Answers& answers, std::string_view key) {
    const auto found = answers.find(key);
    return found == answers.end() ? std::string_view() : std::string_view(found->second);
}

Result<std::int64_t> insert_revision(Register& village_register, const NewRevision& revision,
                                     const Rev& rev, std::string_view line) {
    const model::Entry& entry = revision.entry;
    auto number = sqlite::first_row(
        village_register.database(), queries::insert_revision,
        [&](sqlite::Statement& query) {
            query.bind(":rev", rev.view())
                .bind(":registration_id", entry.id.view())
                .bind(":type", entry.type_name)
                .bind(":at", entry.at.seconds)
                .bind(":line", line)
                .bind(":verdict_detail", revision.held ? held_detail : "{}");
            if (entry.base) {
                query.bind(":base", entry.base->view());
            }
            if (revision.held) {
                query.bind(":verdict_code", "held");
            }
        },
        [](const sqlite::Statement& row) { return row.integer(0); });
    if (!number) {
        return std::move(number).error();
    }
    return number->value_or(0);
}

Status close_registration(Register& village_register, const model::Entry& entry,
                          std::int64_t number) {
    return sqlite::run_query(village_register.database(), queries::close_registration,
                             [&](sqlite::Statement& query) {
                                 query.bind(":registration_id", entry.id.view())
                                     .bind(":newest", number)
                                     .bind(":changed_at", entry.at.seconds);
                             });
}

Status put_answers(Register& village_register, const NewRevision& revision, std::int64_t number) {
    const model::Entry& entry = revision.entry;
    const bool first = !entry.base;
    const auto sql = first ? queries::insert_registration : queries::update_registration;
    return sqlite::run_query(village_register.database(), sql, [&](sqlite::Statement& query) {
        const std::string_view name = answer_to(entry.fields, "nama");
        query.bind(":registration_id", entry.id.view())
            .bind(":newest", number)
            .bind(":name", name)
            .bind(":search", search_text(name))
            .bind(":nik", answer_to(entry.fields, "nik"))
            .bind(":birth_date", answer_to(entry.fields, "tanggal_lahir"))
            .bind(":changed_at", entry.at.seconds);
        if (first) {
            query.bind(":to_check", revision.to_check);
            if (revision.import) {
                query.bind(":import_id", revision.import->view());
            }
        }
    });
}

/// The registration's newest state, and the keys under which the person is looked for.
Status follow(Register& village_register, const NewRevision& revision, std::int64_t number) {
    const model::Entry& entry = revision.entry;
    switch (entry.type) {
        case model::EntryType::registration: {
            auto put = put_answers(village_register, revision, number);
            return put ? put_duplicate_keys(village_register, entry.id, entry.fields,
                                            revision.before)
                       : put;
        }
        case model::EntryType::withdrawal: {
            auto closed = close_registration(village_register, entry, number);
            return closed ? remove_duplicate_keys(village_register, entry.id, revision.before)
                          : closed;
        }
        case model::EntryType::unknown:  // the schema refused its row
            break;
    }
    return done();
}

}  // namespace

Result<Rev> append_revision(Register& village_register, const NewRevision& revision) {
    const model::Entry& entry = revision.entry;
    auto line = model::entry_line(entry);
    if (!line) {
        return std::move(line).error();
    }
    const Hash content = sealed::sha256(as_bytes(*line));
    const Rev rev = sealed::rev_of(*line);
    const auto number = insert_revision(village_register, revision, rev, *line);
    if (!number) {
        return number.error();
    }
    if (auto followed = follow(village_register, revision, *number); !followed) {
        return std::move(followed).error();
    }
    auto refreshed = sqlite::run_query(
        village_register.database(), queries::refresh_registration,
        [&](sqlite::Statement& query) { query.bind(":registration_id", entry.id.view()); });
    if (!refreshed) {
        return std::move(refreshed).error();
    }
    auto audited = append_audit(
        village_register, {entry.at, entry.by, std::string(revision.act), entry.id.hex(), content});
    if (!audited) {
        return std::move(audited).error();
    }
    return rev;
}

Result<Newest> find_newest(Register& village_register, const RegistrationId& id) {
    struct Row {
        Newest newest;
        std::string line;
    };
    auto row = sqlite::first_row(
        village_register.database(), queries::find_registration,
        [&](sqlite::Statement& query) { query.bind(":registration_id", id.view()); },
        [](const sqlite::Statement& found) {
            Row read;
            read.newest.number = found.integer(0);
            read.newest.rev = Rev::from_bytes(found.blob(1)).value_or(Rev{});
            read.line = found.text(2);
            read.newest.withdrawn = found.integer(3) != 0;
            read.newest.refused = facts_of(found.integer(4)).needs_correction &&
                                  found.integer(5) == read.newest.number;
            read.newest.to_check = found.integer(6) != 0;
            return read;
        });
    if (!row) {
        return std::move(row).error();
    }
    if (!row->has_value()) {
        return fail(ErrorKind::not_found, "R-12", "find registration " + id.hex());
    }
    auto entry = model::parse_told_line((*row)->line);
    if (!entry) {
        return fail(ErrorKind::corrupt, "R-06", "read registration " + id.hex());
    }
    (*row)->newest.entry = *std::move(entry);
    return std::move((*row)->newest);
}

Result<std::vector<Rev>> list_told_revs(Register& village_register, const RegistrationId& id) {
    std::vector<Rev> revs;
    auto read = sqlite::each_row(
        village_register.database(), queries::list_told_revs,
        [&](sqlite::Statement& query) { query.bind(":registration_id", id.view()); },
        [&](const sqlite::Statement& row) {
            if (const auto rev = Rev::from_hex(row.text(0))) {
                revs.push_back(*rev);
            }
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    return revs;
}

}  // namespace lontar::storage
