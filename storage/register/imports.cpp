#include "storage/register/imports.hpp"

#include <algorithm>

#include "storage/embedded_sql.hpp"
#include "storage/model/reasons.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/moment.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/register.hpp"
#include "storage/register/revisions.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/settings.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

/// One run over a file.
struct Run {
    Register& village_register;
    ImportId id;
    OfficerId by;
    Moment moment;
};

/// Findings of the cells and of the whole row. What a cell already said of a field is not said
/// twice: a NIK that could not be read is not also missing.
std::vector<model::Finding> findings_of(const ImportPerson& person, const model::Answers& answers,
                                        const model::CheckContext& context) {
    std::vector<model::Finding> findings = person.findings;
    for (model::Finding& found : model::check(answers, context)) {
        const bool told = std::ranges::any_of(person.findings, [&](const model::Finding& cell) {
            return cell == found ||
                   (cell.severity == model::Severity::error && cell.field == found.field);
        });
        if (!told) {
            findings.push_back(std::move(found));
        }
    }
    return findings;
}

/// What becomes of a row without errors, from the people it resembles.
ImportRowResult judge(const std::vector<Similar>& similar, std::vector<model::Finding>& findings) {
    for (const Similar& one : similar) {
        switch (one.likeness) {
            case model::Likeness::same_person:
                return ImportRowResult::already_there;
            case model::Likeness::same_nik:
                findings.push_back({model::Severity::error, "nik_used_by_other", "nik"});
                return ImportRowResult::refused;
            case model::Likeness::probable:
            case model::Likeness::review:
                findings.push_back({model::Severity::warning, std::string(likely_duplicate), {}});
                return ImportRowResult::imported;
            case model::Likeness::different:
                break;
        }
    }
    return ImportRowResult::imported;
}

/// No sheet tells when people were given notice. Said of everybody it would hide what is to be
/// checked with one person's papers.
bool is_to_check(const std::vector<std::string>& warnings) {
    return std::ranges::any_of(warnings,
                               [](const std::string& code) { return code != "notice_missing"; });
}

Status append(const Run& run, model::Answers answers, const std::vector<model::Finding>& findings) {
    NewRevision revision;
    revision.entry.id = RegistrationId::random(run.village_register.world().random);
    revision.entry.at = run.moment.at;
    revision.entry.uncertain = run.moment.uncertain;
    revision.entry.by = run.by;
    revision.entry.warn = model::warning_codes(findings);
    revision.entry.fields = std::move(answers);
    revision.to_check = is_to_check(revision.entry.warn);
    if (!revision.entry.warn.empty()) {
        revision.entry.why = std::string(model::from_import);
    }
    revision.act = acts::imported;
    revision.import = run.id;
    auto rev = append_revision(run.village_register, revision);
    return rev ? done() : Status(std::move(rev).error());
}

Result<ImportRow> import_row(const Run& run, const ImportPerson& person) {
    ImportRow row;
    row.row = person.row;
    auto answers = model::normalise(person.answers);
    row.findings =
        findings_of(person, answers, {today_at(run.moment), run.village_register.village()});
    if (model::has_errors(row.findings)) {
        row.result = ImportRowResult::refused;
        return row;
    }
    // Rows before this one are in the register already, so a repeat inside the file is found as
    // well.
    const auto similar = find_similar(run.village_register, answers, std::nullopt);
    if (!similar) {
        return similar.error();
    }
    row.result = judge(*similar, row.findings);
    if (row.result == ImportRowResult::imported) {
        auto appended = append(run, std::move(answers), row.findings);
        if (!appended) {
            return std::move(appended).error();
        }
    }
    return row;
}

Status insert_import(const Run& run, std::string_view file_name, std::int64_t people) {
    auto inserted = sqlite::run_query(run.village_register.database(), queries::insert_import,
                                      [&](sqlite::Statement& query) {
                                          query.bind(":import_id", run.id.view())
                                              .bind(":at", run.moment.at.seconds)
                                              .bind(":officer_id", run.by.view())
                                              .bind(":file_name", file_name)
                                              .bind(":people", people);
                                      });
    if (!inserted) {
        return inserted;
    }
    return append_audit(run.village_register,
                        {run.moment.at, run.by, "file_imported", run.id.hex(), {}});
}

Status run_for_import(Register& village_register, std::string_view sql, const ImportId& id) {
    return sqlite::run_query(village_register.database(), sql, [&](sqlite::Statement& query) {
        query.bind(":import_id", id.view());
    });
}

/// The people of an import are looked for no more.
Status remove_keys(Register& village_register, const ImportId& id) {
    return sqlite::each_row(
        village_register.database(), queries::list_import_lines,
        [&](sqlite::Statement& query) { query.bind(":import_id", id.view()); },
        [&](const sqlite::Statement& row) -> Status {
            const auto registration = RegistrationId::from_bytes(row.blob(0));
            auto entry = model::parse_entry(row.text(1));
            if (!registration || !entry) {
                return fail(ErrorKind::corrupt, "R-06", "read a registration of an import");
            }
            return remove_duplicate_keys(village_register, *registration, entry->fields);
        });
}

struct ImportState {
    std::int64_t people = 0;
    bool can_be_undone = false;
};

/// conflict "I-10" unless the import is known and nothing of it is sealed.
Result<ImportState> find_undoable(Register& village_register, const ImportId& id) {
    const auto state = sqlite::first_row(
        village_register.database(), queries::find_import,
        [&](sqlite::Statement& query) { query.bind(":import_id", id.view()); },
        [](const sqlite::Statement& row) {
            return ImportState{row.integer(0), row.integer(1) != 0};
        });
    if (!state) {
        return state.error();
    }
    if (!*state) {
        return fail(ErrorKind::not_found, "I-11", "take back an unknown import");
    }
    if (!(*state)->can_be_undone) {
        return fail(ErrorKind::conflict, "I-10",
                    "take back import " + id.hex() + ": sealed or taken back already");
    }
    return **state;
}

}  // namespace

Result<ImportReport> import_people(Register& village_register, std::span<const ImportPerson> people,
                                   std::string_view file_name, const OfficerId& by, bool dry_run) {
    if (auto known = require_officer(village_register, by); !known) {
        return std::move(known).error();
    }
    const auto moment = find_moment(village_register);
    if (!moment) {
        return moment.error();
    }
    const Run run{village_register, ImportId::random(village_register.world().random), by, *moment};
    // A dry run does all of it and ends without a commit, so that it cannot tell another story.
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    ImportReport report;
    for (const ImportPerson& person : people) {
        auto row = import_row(run, person);
        if (!row) {
            return std::move(row).error();
        }
        report.rows.push_back(*std::move(row));
    }
    const auto imported =
        std::ranges::count(report.rows, ImportRowResult::imported, &ImportRow::result);
    if (dry_run || imported == 0) {
        return report;
    }
    if (auto inserted = insert_import(run, file_name, imported); !inserted) {
        return std::move(inserted).error();
    }
    if (auto committed = commit(*transaction, "save-before-commit", "save-after-commit");
        !committed) {
        return std::move(committed).error();
    }
    report.id = run.id;
    return report;
}

Result<std::vector<ImportInfo>> list_imports(Register& village_register) {
    std::vector<ImportInfo> imports;
    auto read = sqlite::each_row(
        village_register.database(), queries::list_imports, sqlite::bind_nothing,
        [&](const sqlite::Statement& row) {
            imports.push_back({ImportId::from_bytes(row.blob(0)).value_or(ImportId{}),
                               {row.integer(1)},
                               std::string(row.text(2)),
                               row.integer(3),
                               row.integer(4) != 0});
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    return imports;
}

Result<std::int64_t> undo_import(Register& village_register, const ImportId& id,
                                 const OfficerId& by) {
    if (auto known = require_officer(village_register, by); !known) {
        return std::move(known).error();
    }
    const auto state = find_undoable(village_register, id);
    if (!state) {
        return state.error();
    }
    const Timestamp now = village_register.world().clock.now();
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto removed = remove_keys(village_register, id); !removed) {
        return std::move(removed).error();
    }
    auto ended = sqlite::run_query(
        village_register.database(), queries::end_import, [&](sqlite::Statement& query) {
            query.bind(":import_id", id.view()).bind(":undone_at", now.seconds);
        });
    if (!ended) {
        return std::move(ended).error();
    }
    for (const std::string_view sql : {queries::stop_import_revisions, queries::uncheck_import,
                                       queries::delete_import_drafts, queries::refresh_import}) {
        if (auto done_so_far = run_for_import(village_register, sql, id); !done_so_far) {
            return std::move(done_so_far).error();
        }
    }
    if (auto logged = append_audit(village_register, {now, by, "import_taken_back", id.hex(), {}});
        !logged) {
        return std::move(logged).error();
    }
    if (auto committed = commit(*transaction, "save-before-commit", "save-after-commit");
        !committed) {
        return std::move(committed).error();
    }
    return state->people;
}

}  // namespace lontar::storage
