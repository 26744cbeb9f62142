#include "client/commands/people.hpp"

#include <algorithm>

#include "client/commands/ask_answers.hpp"
#include "client/commands/asking.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/saving.hpp"
#include "client/commands/unlocking.hpp"
#include "client/form/conflict.hpp"
#include "client/form/keep.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/model/reasons.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/withdrawals.hpp"

namespace lontar::client {

namespace {

constexpr std::size_t max_json_bytes = std::size_t{4} << 20U;

Result<Json> read_json(Context& context, const std::string& from) {
    std::string text;
    if (from == "-") {
        auto all = context.console.read_all(max_json_bytes);
        if (!all) {
            return std::move(all).error();
        }
        text = *std::move(all);
    } else {
        auto bytes = context.machine.world.disk.read(to_path(from), max_json_bytes);
        if (!bytes) {
            return std::move(bytes).error();
        }
        text = std::string(as_text(*bytes));
    }
    // What is no text of an editor is refused by the reader.
    text = text_of_editor(text).value_or(text);
    return parse_json(text, {.max_bytes = max_json_bytes});
}

/// `{"nik": "…", …}`; a number or a list as value is refused, since a NIK as a number has lost
/// digits.
Result<model::Answers> answers_of(const Json& json) {
    if (json.object() == nullptr) {
        return fail(ErrorKind::invalid_input, "P-10", "read a person from JSON: not an object");
    }
    model::Answers answers;
    for (const auto& [key, value] : *json.object()) {
        if (value.is_null()) {
            continue;
        }
        if (model::find_field(key) == nullptr) {
            return fail(ErrorKind::invalid_input, "P-11", "read a person: JSON");
        }
        if (value.text() == nullptr) {
            return fail(ErrorKind::invalid_input, "P-10",
                        "read a person from JSON: " + key + " is not text");
        }
        answers.insert_or_assign(key, *value.text());
    }
    return answers;
}

Result<laptop::Session*> opened(const Result<std::unique_ptr<laptop::Session>>& session) {
    if (!session) {
        return session.error();
    }
    return session->get();
}

/// True when nothing stands against the reason.
bool takes_reason(Form& form, const std::string& reason) {
    return reason.empty() || form.choose_reason(reason);
}

int save_and_tell(Context& context, laptop::Session& session, Form& form, bool keep_as_draft) {
    auto saved = save_asking(context, session, form);
    if (!saved) {
        return refuse(context, saved.error());
    }
    if (keep_as_draft && refusal_of(*saved) &&
        saved->result != storage::SaveResult::already_there) {
        const Status kept = keep_draft(session.village_register(), form);
        if (!kept) {
            return refuse(context, kept.error());
        }
        print_line(context,
                   say("save.kept_as_draft", {{"number", std::to_string(form.draft_id())}}));
        return exit_done;
    }
    return tell_saved(context, session, *saved);
}

int add_given(Context& context, const AddOptions& options, const model::Answers& answers) {
    auto session = open_session(context);
    const auto open = opened(session);
    if (!open) {
        return refuse(context, open.error());
    }
    Form form = Form::new_person((*open)->check_context());
    for (const auto& [key, value] : answers) {
        form.answer(key, value);
    }
    if (options.different_people) {
        form.say_different_people();
    }
    if (!takes_reason(form, options.reason)) {
        return refuse(context, fail(ErrorKind::invalid_input, "P-11", "add: --reason"));
    }
    return save_and_tell(context, **open, form, options.draft);
}

int add_asking(Context& context, std::int64_t draft) {
    if (!can_ask(context)) {
        return refuse(context, fail(ErrorKind::invalid_input, "P-09", "add a person"));
    }
    auto session = open_session(context);
    const auto open = opened(session);
    if (!open) {
        return refuse(context, open.error());
    }
    auto form = draft == 0 ? Result<Form>(Form::new_person((*open)->check_context()))
                           : resume_draft((*open)->village_register(), (*open)->check_context(),
                                          draft, (*open)->officer().id);
    if (!form) {
        return refuse(context, form.error());
    }
    return fill_in_and_save(context, **open, *form);
}

Result<Rev> base_of(storage::Register& village_register, const RegistrationId& id) {
    auto found = storage::find_registration(village_register, id);
    if (!found) {
        return std::move(found).error();
    }
    // After a conflict the province's revision is the one to build on.
    const auto theirs = Rev::from_hex(found->verdict.detail.text_at("rev").value_or(""));
    return found->verdict.code == "conflict" && theirs ? *theirs : found->rev;
}

}  // namespace

int fill_in_and_save(Context& context, laptop::Session& session, Form& form) {
    for (;;) {
        const auto save_now = ask_answers(context, session, form);
        if (!save_now) {
            return refuse(context, save_now.error());
        }
        if (!*save_now) {
            print_line(context, say(form.draft_id() == 0 ? "fill.nothing_kept" : "fill.draft_kept",
                                    {{"number", std::to_string(form.draft_id())}}));
            return exit_done;
        }
        auto saved = save_asking(context, session, form);
        if (!saved) {
            return refuse(context, saved.error());
        }
        const int code = tell_saved(context, session, *saved);
        if (saved->result != storage::SaveResult::has_errors) {
            return code;
        }
        form.focus_on(form.first_error().value_or(0));
    }
}

int run(Context& context, const AddOptions& options) {
    if (!options.from_json.empty()) {
        auto json = read_json(context, options.from_json);
        if (!json) {
            return refuse(context, json.error());
        }
        auto answers = answers_of(*json);
        if (!answers) {
            return refuse(context, answers.error());
        }
        // Options on the line say more than the file.
        for (const auto& [key, value] : options.answers) {
            answers->insert_or_assign(key, value);
        }
        return add_given(context, options, *answers);
    }
    return options.answers.empty() ? add_asking(context, options.resume)
                                   : add_given(context, options, options.answers);
}

int run(Context& context, const EditOptions& options) {
    if (options.set.empty() && !options.theirs && !options.field_is_right) {
        return refuse(context, incomplete("edit --set"));
    }
    model::Answers changes;
    for (const std::string& pair : options.set) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos || model::find_field(pair.substr(0, equals)) == nullptr) {
            return refuse(context, fail(ErrorKind::invalid_input, "P-11", "edit: --set"));
        }
        changes.insert_or_assign(pair.substr(0, equals), pair.substr(equals + 1));
    }
    auto session = open_session(context);
    const auto open = opened(session);
    if (!open) {
        return refuse(context, open.error());
    }
    storage::Register& village_register = (*open)->village_register();
    const auto id = storage::find_person(village_register, options.who);
    if (!id) {
        return refuse(context, id.error());
    }
    const auto before = storage::find_registration(village_register, *id);
    if (!before) {
        return refuse(context, before.error());
    }
    Form form = Form::correction((*open)->check_context(), *before);
    if (options.theirs) {
        if (!province_answers(*before)) {
            return refuse(context, fail(ErrorKind::conflict, "R-34", "edit: --theirs"));
        }
        for (const Difference& one : differences(*before)) {
            form.answer(one.field, one.there);
        }
    }
    for (const auto& [key, value] : changes) {
        form.answer(key, value);
    }
    if (options.different_people) {
        form.say_different_people();
    }
    if (options.field_is_right) {
        form.say_field_is_right();
    }
    if (!takes_reason(form, options.reason)) {
        return refuse(context, fail(ErrorKind::invalid_input, "P-11", "edit: --reason"));
    }
    return save_and_tell(context, **open, form, false);
}

int run(Context& context, const CheckedOptions& options) {
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    storage::Register& village_register = (*session)->village_register();
    for (const std::string& who : options.who) {
        const auto id = storage::find_person(village_register, who);
        if (!id) {
            return refuse(context, id.error());
        }
        const Status marked =
            storage::mark_checked(village_register, *id, (*session)->officer().id);
        if (!marked) {
            return refuse(context, marked.error());
        }
        print_line(context, say("checked.done", {{"id", short_id(*id)}}));
    }
    return exit_done;
}

int run(Context& context, const WithdrawOptions& options) {
    if (options.reason.empty() && !options.undo) {
        return refuse(context, incomplete("withdraw --reason"));
    }
    if (!options.undo && !model::is_known(model::withdrawal_reasons(), options.reason)) {
        return refuse(context, fail(ErrorKind::invalid_input, "P-11", "withdraw: --reason"));
    }
    auto session = open_session(context);
    const auto open = opened(session);
    if (!open) {
        return refuse(context, open.error());
    }
    storage::Register& village_register = (*open)->village_register();
    const auto id = storage::find_person(village_register, options.who);
    if (!id) {
        return refuse(context, id.error());
    }
    if (options.undo) {
        const Status reopened =
            storage::take_back_withdrawal(village_register, *id, (*open)->officer().id);
        if (!reopened) {
            return refuse(context, reopened.error());
        }
        print_line(context, say("withdraw.undone", {{"id", short_id(*id)}}));
        return exit_done;
    }
    const auto base = base_of(village_register, *id);
    if (!base) {
        return refuse(context, base.error());
    }
    const Status withdrawn =
        storage::withdraw(village_register, *id, *base, options.reason, (*open)->officer().id);
    if (!withdrawn) {
        return refuse(context, withdrawn.error());
    }
    print_line(context, say("withdraw.done", {{"id", short_id(*id)}}));
    return exit_done;
}

}  // namespace lontar::client
