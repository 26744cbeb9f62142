#include "client/commands/same.hpp"

#include <utility>

#include "client/commands/asking.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/saving.hpp"
#include "client/commands/unlocking.hpp"
#include "client/form/conflict.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/register/register.hpp"
#include "storage/register/same_person.hpp"

namespace lontar::client {

namespace {

/// The one that is named, else the one that has the NIK. conflict "R-41": it is not here.
Result<storage::Registration> other_of(storage::Register& village_register,
                                       const storage::Registration& one, const std::string& named) {
    if (!named.empty()) {
        const auto id = storage::find_person(village_register, named);
        return id ? storage::find_registration(village_register, *id) : id.error();
    }
    auto other = find_other(village_register, one);
    if (!other) {
        return std::move(other).error();
    }
    if (!*other) {
        return fail(ErrorKind::conflict, "R-41", "same: the other registration is not here");
    }
    return std::move((*other)->registration);
}

void print_person(Context& context, std::string_view title, const storage::Registration& person) {
    const auto at = [&](std::string_view key) {
        const auto answer = person.fields.find(key);
        return answer == person.fields.end() ? std::string()
                                             : masked_answer_text(key, answer->second);
    };
    print_line(context, std::string(title) + ": " + short_id(person.id) + "  " + at("nama") + "  " +
                            at("tanggal_lahir") + "  " + at("nik"));
}

}  // namespace

void print_both(Context& context, const storage::Registration& one,
                const storage::Registration& other) {
    print_person(context, say("same.this"), one);
    print_person(context, say("same.other"), other);
    for (const Difference& difference : differences(one.fields, other.fields)) {
        print_line(context,
                   "  " + say("same.difference",
                              {{"field", field_title(difference.field)},
                               {"here", masked_answer_text(difference.field, difference.here)},
                               {"there", masked_answer_text(difference.field, difference.there)}}));
    }
}

int merge_and_tell(Context& context, laptop::Session& session, const storage::Registration& one,
                   const RegistrationId& other) {
    const auto merged = storage::merge_into(session.village_register(), one.id, one.rev, other,
                                            session.officer().id);
    if (!merged) {
        return refuse(context, merged.error());
    }
    if (context.common.json) {
        Json json;
        json.set("id", one.id.hex()).set("into", other.hex());
        if (merged->draft) {
            json.set("draft", *merged->draft);
        }
        print_json(context, json);
        return exit_done;
    }
    print_line(context, say("same.done", {{"id", short_id(one.id)}, {"other", short_id(other)}}));
    if (merged->draft) {
        print_line(context, say("same.draft", {{"number", std::to_string(*merged->draft)}}));
    }
    return exit_done;
}

int run(Context& context, const SameOptions& options) {
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    storage::Register& village_register = (*session)->village_register();
    const auto id = storage::find_person(village_register, options.who);
    if (!id) {
        return refuse(context, id.error());
    }
    const auto one = storage::find_registration(village_register, *id);
    if (!one) {
        return refuse(context, one.error());
    }
    const auto other = other_of(village_register, *one, options.into);
    if (!other) {
        return refuse(context, other.error());
    }
    if (!options.yes) {
        if (!can_ask(context)) {
            return refuse(context, fail(ErrorKind::invalid_input, "R-42", "same: --yes"));
        }
        print_both(context, *one, *other);
        const auto yes = ask_yes(context, say("same.ask"));
        if (!yes || !*yes) {
            return refuse(context, cancelled("same"));
        }
    }
    return merge_and_tell(context, **session, *one, other->id);
}

}  // namespace lontar::client
