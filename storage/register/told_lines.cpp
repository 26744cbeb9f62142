#include "storage/register/told_lines.hpp"

#include "storage/embedded_sql.hpp"
#include "storage/model/entry.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/register.hpp"
#include "storage/register/revisions.hpp"
#include "storage/register/search.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

std::string_view answer_to(const model::Answers& answers, std::string_view key) {
    const auto found = answers.find(key);
    return found == answers.end() ? std::string_view() : std::string_view(found->second);
}

/// What speaks for a registration before the line comes.
struct Standing {
    bool is_known = false;
    std::int64_t newest = 0;  ///< number of the line that speaks
    bool waits = false;       ///< a line of ours that the province has not agreed to
    model::Answers answers;   ///< of the newest registration line
};

Result<Standing> find_standing(Register& village_register, const RegistrationId& id) {
    struct Row {
        bool waits;
        std::string answers;
        std::int64_t newest;
    };
    const auto row = sqlite::first_row(
        village_register.database(), queries::find_standing_line,
        [&](sqlite::Statement& query) { query.bind(":registration_id", id.view()); },
        [](const sqlite::Statement& found) {
            return Row{found.integer(1) != 0, std::string(found.text(2)), found.integer(3)};
        });
    if (!row) {
        return row.error();
    }
    Standing standing;
    if (*row) {
        standing.is_known = true;
        standing.newest = (*row)->newest;
        standing.waits = (*row)->waits;
        if (const auto entry = model::parse_told_line((*row)->answers)) {
            standing.answers = entry->fields;
        }
    }
    return standing;
}

Result<std::int64_t> insert_revision(Register& village_register, const ReplyNumber& by,
                                     Timestamp time, const ToldLine& told,
                                     const model::Entry& entry, bool counts) {
    const auto number = sqlite::first_row(
        village_register.database(), queries::insert_told_revision,
        [&](sqlite::Statement& query) {
            const bool is_withdrawal = entry.type == model::EntryType::withdrawal;
            query.bind(":rev", sealed::rev_of(told.line).view())
                .bind(":registration_id", told.id.view())
                .bind(":type", is_withdrawal ? "withdrawal" : "registration")
                .bind(":at", entry.at.seconds)
                .bind(":line", told.line)
                .bind(":travels", counts)
                .bind(":detail", "{}");
            if (entry.base) {
                query.bind(":base", entry.base->view());
            }
            if (counts) {
                bind_number(query, by);
                query.bind(":code", told.code)
                    .bind(":detail", told.detail.is_null() ? "{}" : told.detail.dump())
                    .bind(":verdict_at", time.seconds);
            }
            if (told.file) {
                query.bind(":came_epoch", told.file->epoch.view())
                    .bind(":came_seq", told.file->seq);
            }
        },
        [](const sqlite::Statement& row) { return row.integer(0); });
    if (!number) {
        return number.error();
    }
    return number->value_or(0);
}

Status put_registration(Register& village_register, const model::Entry& entry,
                        const RegistrationId& id, std::int64_t number, Timestamp time) {
    return sqlite::run_query(
        village_register.database(), queries::put_told_registration, [&](sqlite::Statement& query) {
            const std::string_view name = answer_to(entry.fields, "nama");
            query.bind(":registration_id", id.view())
                .bind(":newest", number)
                .bind(":name", name)
                .bind(":search", search_text(name))
                .bind(":nik", answer_to(entry.fields, "nik"))
                .bind(":birth_date", answer_to(entry.fields, "tanggal_lahir"))
                .bind(":changed_at", entry.at.seconds == 0 ? time.seconds : entry.at.seconds);
        });
}

/// The registration's row and the keys under which the person is found.
Status follow(Register& village_register, const model::Entry& entry, const RegistrationId& id,
              const Standing& before, std::int64_t number, Timestamp time) {
    if (entry.type == model::EntryType::registration) {
        auto put = put_registration(village_register, entry, id, number, time);
        return put ? put_duplicate_keys(village_register, id, entry.fields, before.answers) : put;
    }
    if (!before.is_known || !entry.fields.empty()) {
        // A merged record tells the fields of whoever is withdrawn.
        if (auto put = put_registration(village_register, entry, id, number, time); !put) {
            return put;
        }
    }
    auto closed = sqlite::run_query(village_register.database(), queries::close_registration,
                                    [&](sqlite::Statement& query) {
                                        query.bind(":registration_id", id.view())
                                            .bind(":newest", number)
                                            .bind(":changed_at", entry.at.seconds);
                                    });
    return closed ? remove_duplicate_keys(village_register, id, before.answers) : closed;
}

Status refresh(Register& village_register, const RegistrationId& id) {
    return sqlite::run_query(
        village_register.database(), queries::refresh_registration,
        [&](sqlite::Statement& query) { query.bind(":registration_id", id.view()); });
}

struct KnownLine {
    std::int64_t number = 0;
    bool travels = false;  ///< else it stands beside a line of ours
};

bool speaks_now(const ToldLine& told, const KnownLine& known, const Standing& before) {
    return !told.is_past && !before.waits && known.number > before.newest;
}

/// A line that stands beside one of ours is no answer to that.
Status judge_known(Register& village_register, const ReplyNumber& by, Timestamp time,
                   const ToldLine& told, const KnownLine& known, const Standing& before) {
    if (!known.travels && !speaks_now(told, known, before)) {
        return done();
    }
    auto let = known.travels ? done()
                             : sqlite::run_query(village_register.database(), queries::let_travel,
                                                 [&](sqlite::Statement& query) {
                                                     query.bind(":number", known.number);
                                                 });
    return let ? set_verdict(village_register, by, time, known.number, told.code, told.detail)
               : let;
}

/// True when the person had been taken back here and is shown again: the line is to be let travel,
/// and its keys to be put.
Result<bool> bring_back(Register& village_register, const RegistrationId& id) {
    auto left = sqlite::run_query(
        village_register.database(), queries::leave_undone_import,
        [&](sqlite::Statement& query) { query.bind(":registration_id", id.view()); });
    if (!left) {
        return std::move(left).error();
    }
    return village_register.database().changes() > 0;
}

/// The line that speaks in the province is one that was taken back here.
Status put_back(Register& village_register, const ReplyNumber& by, Timestamp time,
                const ToldLine& told, const model::Entry& entry, std::int64_t number) {
    auto put = sqlite::run_query(village_register.database(), queries::let_travel,
                                 [&](sqlite::Statement& query) { query.bind(":number", number); });
    put = put ? set_verdict(village_register, by, time, number, told.code, told.detail) : put;
    // What was written on it here was taken back with it.
    Standing nothing;
    nothing.is_known = true;
    put = put ? follow(village_register, entry, told.id, nothing, number, time) : put;
    return put ? refresh(village_register, told.id) : put;
}

}  // namespace

Result<bool> put_told_line(Register& village_register, const ReplyNumber& by, Timestamp time,
                           const ToldLine& told) {
    const auto entry = model::parse_told_line(told.line);
    if (!entry || entry->type == model::EntryType::unknown || entry->id != told.id) {
        return fail(ErrorKind::invalid_input, "S-20", "keep a line that the province told");
    }
    sqlite::Database& database = village_register.database();
    const Rev rev = sealed::rev_of(told.line);
    const auto known = sqlite::first_row(
        database, queries::find_revision,
        [&](sqlite::Statement& query) { query.bind(":rev", rev.view()); },
        [](const sqlite::Statement& row) {
            return KnownLine{row.integer(0), row.integer(1) != 0};
        });
    if (!known) {
        return known.error();
    }
    const auto before = find_standing(village_register, told.id);
    if (!before) {
        return before.error();
    }
    const auto is_back = told.is_past ? Result<bool>(false) : bring_back(village_register, told.id);
    if (!is_back) {
        return is_back.error();
    }
    if (*known && *is_back) {
        auto put = put_back(village_register, by, time, told, *entry, (*known)->number);
        return put ? Result<bool>(true) : std::move(put).error();
    }
    if (*known) {
        auto put = judge_known(village_register, by, time, told, **known, *before);
        if (put && !(*known)->travels && speaks_now(told, **known, *before)) {
            put = follow(village_register, *entry, told.id, *before, (*known)->number, time);
        }
        put = put ? refresh(village_register, told.id) : put;
        return put ? Result<bool>(false) : std::move(put).error();
    }
    const auto number = insert_revision(village_register, by, time, told, *entry, !before->waits);
    if (!number) {
        return number.error();
    }
    if (!before->waits && !told.is_past) {
        if (auto followed = follow(village_register, *entry, told.id, *before, *number, time);
            !followed) {
            return std::move(followed).error();
        }
    }
    if (auto refreshed = refresh(village_register, told.id); !refreshed) {
        return std::move(refreshed).error();
    }
    auto audited = append_audit(
        village_register,
        {time, {}, std::string(acts::told), told.id.hex(), sealed::sha256(as_bytes(told.line))});
    return audited ? Result<bool>(true) : std::move(audited).error();
}

Result<std::vector<model::EpochUpto>> list_files_of_told_lines(Register& village_register,
                                                               const ReplyNumber& by) {
    return sqlite::all_rows(
        village_register.database(), queries::list_files_of_told_lines,
        [&](sqlite::Statement& query) { bind_number(query, by); },
        [](const sqlite::Statement& row) {
            return model::EpochUpto{sqlite::id_of<Epoch>(row, 0), row.integer(1)};
        });
}

Status take_over_lines(Register& village_register, const Epoch& epoch, std::int64_t seq,
                       std::set<RegistrationId>& people) {
    struct Lost {
        std::int64_t number;
        RegistrationId id;
    };
    sqlite::Database& database = village_register.database();
    const auto lines = sqlite::all_rows(
        database, queries::list_lines_of_noted_file,
        [&](sqlite::Statement& query) { query.bind(":epoch", epoch.view()).bind(":seq", seq); },
        [](const sqlite::Statement& row) {
            return Lost{row.integer(0), sqlite::id_of<RegistrationId>(row, 1)};
        });
    if (!lines) {
        return lines.error();
    }
    for (const Lost& line : *lines) {
        people.insert(line.id);
        auto forgotten = sqlite::run_query(
            database, queries::forget_verdict,
            [&](sqlite::Statement& query) { query.bind(":number", line.number); });
        forgotten = forgotten ? refresh(village_register, line.id) : forgotten;
        if (!forgotten) {
            return forgotten;
        }
    }
    return done();
}

}  // namespace lontar::storage
