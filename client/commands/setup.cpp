#include "client/commands/setup.hpp"

#include "client/commands/asking.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/recovery_sheet.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/unlocking.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/model/roles.hpp"
#include "storage/register/officer_name.hpp"
#include "sync/laptop/set_up.hpp"

namespace lontar::client {

namespace {

void show_preview(Context& context, const laptop::SetupPreview& preview) {
    print_pairs(context,
                {{std::string(say("setup.village")), drawable(preview.village_title)},
                 {std::string(say("setup.village_code")), drawable(preview.activation.village)},
                 {std::string(say("setup.root_words")), preview.root_words},
                 {std::string(say("setup.today")), date_text(preview.today)}});
    if (preview.expired) {
        print_line(context, say("setup.expired"));
    }
}

/// Village, words of the letter and date are looked at by a person; each can say no.
Status confirm_preview(Context& context) {
    for (const std::string_view question :
         {say("setup.ask_village"), say("setup.ask_words"), say("setup.ask_date")}) {
        const auto yes = ask_yes(context, question);
        if (!yes) {
            return cancelled("confirm the village");
        }
        if (!*yes) {
            return fail(ErrorKind::refused, "A-10", "confirm the village");
        }
    }
    return done();
}

Result<std::string> ask_name(Context& context) {
    for (;;) {
        const auto line = ask(context, say("setup.ask_officer"));
        if (!line) {
            return cancelled("ask for the officer's name");
        }
        const std::string name = tidy_text(*line).value_or("");
        if (name.empty()) {
            continue;
        }
        const Status named = storage::check_name(name);
        if (named) {
            return name;
        }
        print_line(context, explain(named.error()));
    }
}

Result<std::string> ask_role(Context& context) {
    const auto roles = model::roles();
    print_line(context, say("setup.ask_role"));
    for (std::size_t at = 0; at < roles.size(); ++at) {
        print_line(context, "  " + std::to_string(at + 1) + " " + role_text(roles[at]));
    }
    const auto number = ask_number(context, say("ask.number"), roles.size());
    if (!number) {
        return cancelled("ask for the officer's role");
    }
    return std::string(*number == 0 ? model::usual_role : roles[*number - 1]);
}

Result<laptop::SetupAnswers> ask_setup(Context& context, const laptop::SetupPreview& preview,
                                       const SetupOptions& options) {
    laptop::SetupAnswers answers;
    answers.training = context.common.training;
    answers.officer_name = tidy_text(options.officer).value_or("");
    answers.officer_role = options.role.empty() ? std::string(model::usual_role) : options.role;
    if (answers.officer_name.empty()) {
        if (!can_ask(context)) {
            return fail(ErrorKind::invalid_input, "P-13", "set up: officer's name");
        }
        auto name = ask_name(context);
        if (!name) {
            return std::move(name).error();
        }
        answers.officer_name = *std::move(name);
        auto role = options.role.empty() ? ask_role(context) : Result<std::string>(options.role);
        if (!role) {
            return std::move(role).error();
        }
        answers.officer_role = *std::move(role);
    }
    if (const Status named = storage::check_name(answers.officer_name); !named) {
        return named.error();
    }
    if (!model::is_role(answers.officer_role)) {
        return fail(ErrorKind::invalid_input, "P-11", "set up: --role");
    }
    if (!options.code.empty()) {
        answers.code = options.code;
    } else if (!preview.activation.code && can_ask(context) && !answers.training) {
        const auto code = ask(context, say("setup.ask_code"));
        if (!code) {
            return cancelled("ask for the code");
        }
        answers.code = *code;
    }
    // --passphrase-file opens the register in other commands; here it says what will open it.
    auto secret = first_passphrase(context);
    if (!secret) {
        return std::move(secret).error();
    }
    answers.passphrase = *std::move(secret);
    return answers;
}

int set_up_again(Context& context, const SetupOptions& options) {
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    const Status replaced = laptop::set_up_again(**session, to_path(options.again), options.code);
    if (!replaced) {
        return refuse(context, replaced.error());
    }
    print_line(context, say("setup.again_done"));
    return exit_done;
}

int finish(Context& context, const laptop::SetupPreview& preview, const SetupOptions& options,
           laptop::SetupDone done) {
    print_line(context, say("setup.done", {{"village", drawable(preview.village_title)}}));
    if (context.common.training && options.recovery_sheet_to.empty() && !can_ask(context)) {
        return exit_done;
    }
    const Status handed = hand_over_recovery_sheet(
        context, done.recovery_sheet, preview.village_title, options.recovery_sheet_to);
    if (!handed) {
        print_line(context, say("setup.sheet_missing"));
        return refuse(context, handed.error());
    }
    return exit_done;
}

}  // namespace

int run(Context& context, const SetupOptions& options) {
    if (!options.again.empty()) {
        return set_up_again(context, options);
    }
    if (options.activation.empty() && !context.common.training) {
        return refuse(context, incomplete("setup " + std::string(say("cli.place.activation"))));
    }
    // Read first: whoever named a file that is not there learns that, not what else is missing.
    auto preview = options.activation.empty()
                       ? laptop::preview_practice(context.machine)
                       : laptop::preview_setup(context.machine, to_path(options.activation));
    if (!preview) {
        return refuse(context, preview.error());
    }
    if (!options.yes && !can_ask(context)) {
        return refuse(context,
                      fail(ErrorKind::invalid_input, "P-13", "set up: confirm village and date"));
    }
    // Asked before anything is written: a register whose sheet went nowhere could never be
    // recovered.
    if (options.recovery_sheet_to.empty() && !can_ask(context) && !context.common.training) {
        return refuse(context, fail(ErrorKind::invalid_input, "P-04", "set up"));
    }
    if (!options.recovery_sheet_to.empty()) {
        if (auto free = may_write(context, options.recovery_sheet_to, options.force); !free) {
            return refuse(context, free.error());
        }
    }
    if (laptop::has_lost_register(context.machine)) {
        print_line(context, explain(laptop::not_set_up(context.machine, "set up")));
    }
    show_preview(context, *preview);
    if (!options.yes) {
        if (const Status confirmed = confirm_preview(context); !confirmed) {
            return refuse(context, confirmed.error());
        }
    }
    auto answers = ask_setup(context, *preview, options);
    if (!answers) {
        return refuse(context, answers.error());
    }
    print_line(context, say("setup.working"));
    auto done = laptop::set_up(context.machine, *preview, *std::move(answers));
    if (!done) {
        return refuse(context, done.error());
    }
    return finish(context, *preview, options, *std::move(done));
}

}  // namespace lontar::client
