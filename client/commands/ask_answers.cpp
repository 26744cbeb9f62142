#include "client/commands/ask_answers.hpp"

#include <algorithm>

#include "client/commands/asking.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/form/keep.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"

namespace lontar::client {

namespace {

constexpr std::size_t choices_shown = 12;

void show_choices(Context& context, const model::Field& field) {
    const std::string key(field.key);
    const auto shown = std::min(field.choices.size(), choices_shown);
    for (std::size_t at = 0; at < shown; ++at) {
        print_line(context, "    " + std::to_string(at + 1) + " " +
                                answer_text(key, field.choices[at].code));
    }
    if (shown < field.choices.size()) {
        print_line(context, "    " + std::string(say("fill.more_choices")));
    }
}

void show_all_choices(Context& context, const model::Field& field) {
    for (std::size_t at = 0; at < field.choices.size(); ++at) {
        print_line(context, "    " + std::to_string(at + 1) + " " +
                                answer_text(field.key, field.choices[at].code));
    }
}

/// A number picks a choice of the list; anything else is read as typed.
std::string chosen(const model::Field& field, const std::string& typed) {
    if (field.choices.empty() || typed.empty() || typed.size() > 3 ||
        typed.find_first_not_of("0123456789") != std::string::npos) {
        return typed;
    }
    const std::size_t number = std::stoul(typed);
    return number >= 1 && number <= field.choices.size()
               ? std::string(field.choices[number - 1].code)
               : typed;
}

void show_help(Context& context, const model::Field& field) {
    const std::string key = "field." + std::string(field.key) + ".help";
    print_line(context, "    " + std::string(say(key)));
    show_all_choices(context, field);
    print_line(context, "    " + std::string(say("fill.keys")));
}

void show_findings(Context& context, const Form& form, std::string_view key) {
    for (const model::Finding& finding : form.findings_of(key)) {
        print_line(context, "    ! " + finding_text(finding));
    }
    if (key == "nik") {
        if (const auto offer = form.suggested_nik()) {
            print_line(context, "    " + say("fill.nik_offer", {{"nik", *offer}}));
        }
    }
}

std::string question(const Form& form) {
    const model::Field& field = form.field();
    std::string text = field_title(field.key);
    const std::string now = form.text(field.key);
    if (!now.empty()) {
        const auto answer = form.answers().find(field.key);
        text += " [" +
                (answer == form.answers().end() ? drawable(now)
                                                : answer_text(field.key, answer->second)) +
                "]";
    }
    return text + ":";
}

enum class Went { on, back, save, left };

/// One line for the focused field.
Result<Went> ask_one(Context& context, laptop::Session& session, Form& form) {
    const model::Field& field = form.field();
    show_choices(context, field);
    for (;;) {
        const auto line = ask(context, question(form));
        if (!line) {
            return context.console.interrupted() ? Result<Went>(cancelled("fill in the form"))
                                                 : Went::left;
        }
        const std::string word = tidy_text(*line).value_or("");
        if (word == "?") {
            show_help(context, field);
            continue;
        }
        if (word == "<") {
            return Went::back;
        }
        if (word == ".") {
            return Went::save;
        }
        if (word == "!") {
            return Went::left;
        }
        // An empty line keeps what stands there; a dash empties it.
        if (!word.empty()) {
            form.type(chosen(field, *line));
        }
        form.leave();
        if (const Status kept = keep_draft(session.village_register(), form); !kept) {
            return kept.error();
        }
        show_findings(context, form, field.key);
        if (word.empty() || !model::has_errors(form.findings_of(field.key))) {
            return Went::on;
        }
    }
}

}  // namespace

Result<bool> ask_answers(Context& context, laptop::Session& session, Form& form) {
    print_line(context, say("fill.keys"));
    std::string_view section;
    for (;;) {
        if (form.field().section != section) {
            section = form.field().section;
            print_line(context, "\n" + std::string(say("section." + std::string(section))));
        }
        const auto went = ask_one(context, session, form);
        if (!went) {
            return went.error();
        }
        switch (*went) {
            case Went::on:
                if (!form.next()) {
                    return true;
                }
                break;
            case Went::back:
                form.previous();
                break;
            case Went::save:
                form.leave();
                return true;
            case Went::left:
                return false;
        }
    }
}

}  // namespace lontar::client
