#include "client/commands/saving.hpp"

#include <algorithm>

#include "client/commands/asking.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"

namespace lontar::client {

namespace {

std::string_view name_of(storage::SaveResult result) {
    switch (result) {
        case storage::SaveResult::saved:
            return "saved";
        case storage::SaveResult::saved_held:
            return "saved_held";
        case storage::SaveResult::already_there:
            return "already_there";
        case storage::SaveResult::has_errors:
            return "has_errors";
        case storage::SaveResult::needs_reason:
            return "needs_reason";
        case storage::SaveResult::needs_decision:
            return "needs_decision";
        case storage::SaveResult::unchanged:
            break;
    }
    return "unchanged";
}

bool names_registration(storage::SaveResult result) {
    return result != storage::SaveResult::has_errors &&
           result != storage::SaveResult::needs_reason &&
           result != storage::SaveResult::needs_decision;
}

Json saved_json(const storage::Saved& saved) {
    Json json;
    json.set("result", name_of(saved.result));
    if (names_registration(saved.result)) {
        json.set("id", saved.id.hex());
    }
    if (saved.rev) {
        json.set("rev", saved.rev->hex());
    }
    Json::List findings;
    for (const model::Finding& finding : saved.findings) {
        Json row;
        row.set("field", finding.field).set("severity", model::name_of(finding.severity));
        row.set("code", finding.code).set("text", finding_text(finding));
        findings.push_back(std::move(row));
    }
    json.set("findings", Json(std::move(findings)));
    Json::List similar;
    for (const storage::Similar& one : saved.similar) {
        Json row;
        row.set("id", one.id.hex()).set("likeness", model::name_of(one.likeness));
        similar.push_back(std::move(row));
    }
    json.set("similar", Json(std::move(similar)));
    return json;
}

/// Findings with their fields; no answers, so it may go to standard error.
std::string list_of_findings(const std::vector<model::Finding>& findings, model::Severity least) {
    std::string text;
    for (const model::Finding& finding : findings) {
        if (finding.severity <= least) {
            text += "  - " + finding_with_field(finding) + "\n";
        }
    }
    return text;
}

/// Asks whether the people shown are somebody else. False: the officer stops here.
Result<bool> ask_different(Context& context, laptop::Session& session,
                           const storage::Saved& saved) {
    print_line(context, say("save.similar"));
    for (const storage::Similar& one : saved.similar) {
        print_line(context, "  " + similar_text(session, one));
    }
    const auto yes = ask_yes(context, say("save.ask_different"));
    if (!yes) {
        return cancelled("save a registration");
    }
    return *yes;
}

Result<bool> ask_reason(Context& context, Form& form, const storage::Saved& saved) {
    const std::string warnings = list_of_findings(saved.findings, model::Severity::warning);
    if (!warnings.empty()) {
        print_line(context, say("save.warnings"));
        print(context, warnings);
    }
    print_line(context, say("save.ask_reason"));
    const auto reasons = form.reasons();
    for (std::size_t at = 0; at < reasons.size(); ++at) {
        print_line(context, "  " + std::to_string(at + 1) + " " + reason_text(reasons[at]));
    }
    const auto number = ask_number(context, say("ask.number"), reasons.size());
    if (!number) {
        return cancelled("save a registration");
    }
    return *number != 0 && form.choose_reason(reasons[*number - 1]);
}

/// An edit of another field would count as the correction, and come back once more.
Status settle_asked_field(Context& context, Form& form) {
    const std::string_view field = form.field_still_asked();
    if (field.empty() || (form.changes().empty() && !form.may_be_said_again())) {
        return done();
    }
    if (!can_ask(context)) {
        return fail(ErrorKind::conflict, "R-35", "edit: the field the province asked about");
    }
    const auto yes = ask_yes(context, say("returned.unchanged", {{"field", field_title(field)}}));
    if (!yes.value_or(false)) {
        return cancelled("save a registration");
    }
    form.say_field_is_right();
    return done();
}

}  // namespace

std::string short_id(const RegistrationId& id) {
    return id.hex().substr(0, 8);
}

std::string difference_text(const Difference& difference) {
    return say("fix.difference",
               {{"field", field_title(difference.field)},
                {"here", masked_answer_text(difference.field, difference.here)},
                {"there", masked_answer_text(difference.field, difference.there)}});
}

std::string similar_text(laptop::Session& session, const storage::Similar& similar) {
    std::string text = short_id(similar.id) + "  ";
    if (const auto found = storage::find_registration(session.village_register(), similar.id)) {
        const auto at = [&](std::string_view key) {
            const auto answer = found->fields.find(key);
            return answer == found->fields.end() ? std::string()
                                                 : masked_answer_text(key, answer->second);
        };
        text += at("nama") + "  " + at("tanggal_lahir") + "  " + at("nik") + "  ";
    }
    return text + std::string(say("likeness." + std::string(model::name_of(similar.likeness))));
}

std::optional<Error> refusal_of(const storage::Saved& saved) {
    switch (saved.result) {
        case storage::SaveResult::has_errors:
            return fail(ErrorKind::invalid_input, "R-30", "save a registration");
        case storage::SaveResult::needs_reason:
            return fail(ErrorKind::invalid_input, "R-31", "save a registration");
        case storage::SaveResult::needs_decision:
            return fail(ErrorKind::conflict, "R-32", "save a registration");
        case storage::SaveResult::already_there:
            return fail(ErrorKind::conflict, "R-33",
                        "save a registration, there already: " + short_id(saved.id));
        case storage::SaveResult::saved:
        case storage::SaveResult::saved_held:
        case storage::SaveResult::unchanged:
            break;
    }
    return std::nullopt;
}

int tell_saved(Context& context, laptop::Session& session, const storage::Saved& saved) {
    if (context.common.json) {
        print_json(context, saved_json(saved));
    }
    if (const auto refusal = refusal_of(saved)) {
        const int code = refuse(context, *refusal);
        const auto least = saved.result == storage::SaveResult::has_errors
                               ? model::Severity::error
                               : model::Severity::warning;
        context.console.err(list_of_findings(saved.findings, least));
        if (saved.result == storage::SaveResult::needs_decision && can_ask(context)) {
            for (const storage::Similar& one : saved.similar) {
                print_line(context, "  " + similar_text(session, one));
            }
        }
        return code;
    }
    if (context.common.json) {
        return exit_done;
    }
    const std::string key = "save." + std::string(name_of(saved.result));
    print_line(context, say(key, {{"id", short_id(saved.id)}}));
    return exit_done;
}

Result<storage::Saved> save_asking(Context& context, laptop::Session& session, Form& form) {
    if (auto settled = settle_asked_field(context, form); !settled) {
        return std::move(settled).error();
    }
    for (;;) {
        auto saved = save(session.village_register(), form, session.officer().id);
        if (!saved || !can_ask(context)) {
            return saved;
        }
        Result<bool> go_on = false;
        if (saved->result == storage::SaveResult::needs_decision) {
            go_on = ask_different(context, session, *saved);
            if (go_on && *go_on) {
                form.say_different_people();
            }
        } else if (saved->result == storage::SaveResult::needs_reason) {
            go_on = ask_reason(context, form, *saved);
        }
        if (!go_on) {
            return std::move(go_on).error();
        }
        if (!*go_on) {
            return saved;
        }
    }
}

}  // namespace lontar::client
