#include "client/commands/joining.hpp"

#include "client/commands/asking.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/unlocking.hpp"
#include "client/text/join_words.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/model/region.hpp"
#include "storage/register/copies/backup.hpp"
#include "storage/register/copies/joining.hpp"
#include "storage/register/register.hpp"

namespace lontar::client {

namespace {

std::string_view name_of(storage::JoinDifference difference) {
    using enum storage::JoinDifference;
    switch (difference) {
        case none:
            return "none";
        case fields:
            return "fields";
        case withdrawn_there:
            return "withdrawn_there";
        case withdrawn_here:
            return "withdrawn_here";
    }
    return "";
}

Json json_of(const storage::JoinOutcome& outcome, bool is_done) {
    Json::List differing;
    for (const storage::JoinedPerson& person : outcome.differing) {
        differing.push_back(
            Json()
                .set("id", person.id.hex())
                .set("difference", name_of(person.difference))
                .set("fields", Json::List(person.fields.begin(), person.fields.end())));
    }
    Json json;
    json.set("joined", is_done).set("people", outcome.people).set("known", outcome.known);
    json.set("added", outcome.added).set("renewed", outcome.renewed);
    json.set("taken_back", outcome.taken_back).set("shared_nik", outcome.shared_nik);
    json.set("lines", outcome.lines).set("drafts", outcome.drafts);
    json.set("differing", std::move(differing));
    return json;
}

void tell(Context& context, const storage::JoinOutcome& outcome, bool is_done) {
    for (const std::string& line : join_words(outcome, is_done)) {
        print_line(context, line);
    }
    if (outcome.differing.empty()) {
        return;
    }
    print_line(context, say("join.differing"));
    for (const std::string& line : differing_words(outcome)) {
        print_line(context, "  " + line);
    }
}

/// Whoever runs it sees what comes, and says so. cancelled; invalid_input "P-13".
Status agree(Context& context, const BackupRestoreOptions& options) {
    if (options.yes) {
        return done();
    }
    const auto yes = ask_yes(context, say("join.ask"));
    return yes && *yes ? done() : Status(cancelled("join a backup"));
}

}  // namespace

int join_and_tell(Context& context, const BackupRestoreOptions& options) {
    const bool asks = !options.yes && !options.dry_run;
    if (asks && (!can_ask(context) || context.common.json)) {
        return refuse(context, fail(ErrorKind::invalid_input, "P-13", "join a backup"));
    }
    const storage::Progress until_interrupted = [&context](std::int64_t, std::int64_t) {
        return !context.console.interrupted();
    };
    const Path file = to_path(options.file);
    const auto head = storage::verify_backup(file, nullptr, until_interrupted);
    if (!head) {
        return refuse(context, head.error());
    }
    if (!options.village.empty() && head->village != options.village) {
        return refuse(context, fail(ErrorKind::refused, "B-05", "join a backup"));
    }
    const auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    storage::Register& village_register = (*session)->village_register();
    if (head->village != village_register.village()) {
        return refuse(context, fail(ErrorKind::refused, "B-12", "join a backup"));
    }
    if (!context.common.json) {
        print_line(context, say("backup.found", {{"village", model::region_title(head->village)},
                                                 {"time", moment_text(head->made_at)}}));
        print_line(context, say("join.rule"));
    }
    const auto sheet = recovery_sheet(context, options.sheet_file);
    if (!sheet) {
        return refuse(context, sheet.error());
    }
    const auto content =
        storage::read_backup(file, *sheet, village_register.village(), until_interrupted);
    if (!content) {
        return refuse(context, content.error());
    }
    const auto plan = storage::preview_join(village_register, *content);
    if (!plan) {
        return refuse(context, plan.error());
    }
    if (!context.common.json) {
        tell(context, *plan, false);
    }
    if (options.dry_run || plan->is_nothing()) {
        if (context.common.json) {
            print_json(context, json_of(*plan, false));
        }
        return exit_done;
    }
    if (const Status agreed = agree(context, options); !agreed) {
        return refuse(context, agreed.error());
    }
    const auto joined = storage::join(village_register, *content, (*session)->officer().id);
    if (!joined) {
        return refuse(context, joined.error());
    }
    if (context.common.json) {
        print_json(context, json_of(*joined, true));
    } else {
        tell(context, *joined, true);
    }
    return exit_done;
}

}  // namespace lontar::client
