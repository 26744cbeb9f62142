#include "client/commands/import.hpp"

#include <algorithm>

#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/unlocking.hpp"
#include "client/text/import_words.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/register/imports.hpp"
#include "sync/laptop/import_file.hpp"

namespace lontar::client {

namespace {

bool is_note(const model::SheetProblem& problem) {
    return problem.finding.severity == model::Severity::information;
}

/// Errors and warnings, or only what is good to know.
Json problems_json(const std::vector<model::SheetProblem>& problems, bool notes) {
    Json::List list;
    for (const model::SheetProblem& problem : problems) {
        if (is_note(problem) != notes) {
            continue;
        }
        Json row;
        row.set("row", problem.row).set("column", problem.column);
        row.set("severity", model::name_of(problem.finding.severity))
            .set("code", problem.finding.code);
        row.set("text", finding_text(problem.finding));
        list.push_back(std::move(row));
    }
    return {std::move(list)};
}

void print_problem(Context& context, const model::SheetProblem& problem) {
    std::string_view key = "import.note";
    if (problem.finding.severity != model::Severity::information) {
        key = problem.finding.severity == model::Severity::error ? "import.refused_row"
                                                                 : "import.row_to_check";
    }
    print_line(context,
               say(key, {{"place", place_text(problem)}, {"text", finding_text(problem.finding)}}));
}

int undo(Context& context, laptop::Session& session, const std::string& wanted) {
    auto imports = storage::list_imports(session.village_register());
    if (!imports) {
        return refuse(context, imports.error());
    }
    const auto chosen =
        std::find_if(imports->begin(), imports->end(), [&](const storage::ImportInfo& one) {
            return wanted.empty() ? one.can_be_undone : one.id.hex().starts_with(wanted);
        });
    if (chosen == imports->end()) {
        return refuse(context,
                      wanted.empty()
                          ? fail(ErrorKind::conflict, "I-10", "take back the newest import")
                          : fail(ErrorKind::not_found, "I-11", "take back an import"));
    }
    const auto count =
        storage::undo_import(session.village_register(), chosen->id, session.officer().id);
    if (!count) {
        return refuse(context, count.error());
    }
    if (context.common.json) {
        print_json(context, Json().set("import", chosen->id.hex()).set("undone", *count));
    } else {
        print_line(context, say("import.undone", {{"count", number_text(*count)}}));
    }
    return exit_done;
}

void print_report(Context& context, const laptop::ImportFile& file, bool dry_run) {
    for (const model::SheetProblem& problem : file.problems) {
        print_problem(context, problem);
    }
    print_line(context, import_summary(file, dry_run));
}

Json report_json(const laptop::ImportFile& file, bool dry_run) {
    Json json;
    json.set("rows", file.rows).set("importable", file.imported + file.already_there);
    json.set("imported", file.imported).set("already_there", file.already_there);
    json.set("refused", file.refused).set("to_check", file.with_warnings).set("dry_run", dry_run);
    json.set("import", file.id ? Json(file.id->hex()) : Json());
    json.set("problems", problems_json(file.problems, false))
        .set("notes", problems_json(file.problems, true));
    return json;
}

}  // namespace

int run(Context& context, const ImportOptions& options) {
    if (options.file.empty() && !options.undo) {
        return refuse(context, incomplete("import " + std::string(say("cli.place.file"))));
    }
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    if (options.undo) {
        return undo(context, **session, options.undo_id);
    }
    const auto file = laptop::import_file(**session, to_path(options.file), options.dry_run);
    if (!file) {
        return refuse(context, file.error());
    }
    if (context.common.json) {
        print_json(context, report_json(*file, options.dry_run));
    } else {
        print_report(context, *file, options.dry_run);
    }
    return exit_done;
}

int run(Context& context, const ImportsOptions&) {
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    const auto imports = storage::list_imports((*session)->village_register());
    if (!imports) {
        return refuse(context, imports.error());
    }
    Json::List list;
    for (const storage::ImportInfo& one : *imports) {
        if (context.common.json) {
            Json row;
            row.set("import", one.id.hex()).set("at", utc_text(one.at)).set("people", one.people);
            row.set("can_be_undone", one.can_be_undone);
            list.push_back(std::move(row));
        } else {
            print_line(context,
                       one.id.hex().substr(0, 8) + "  " + moment_text(one.at) + "  " +
                           padded(say("import.people", {{"count", number_text(one.people)}}), 14) +
                           std::string(say(one.can_be_undone ? "import.can_be_undone"
                                                             : "import.is_fixed")));
        }
    }
    if (context.common.json) {
        print_json(context, Json(std::move(list)));
    }
    return exit_done;
}

}  // namespace lontar::client
