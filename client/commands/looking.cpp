#include "client/commands/looking.hpp"

#include <algorithm>

#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/saving.hpp"
#include "client/commands/unlocking.hpp"
#include "client/form/to_fix.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"

namespace lontar::client {

namespace {

constexpr std::int64_t page = 500;
constexpr int nik_columns = 18;
constexpr int date_columns = 12;
constexpr int id_columns = 10;

std::optional<model::Standing> standing_named(std::string_view name) {
    using enum model::Standing;
    for (const model::Standing standing :
         {draft, closed, waiting, on_the_way, needs_correction, received}) {
        if (model::name_of(standing) == name) {
            return standing;
        }
    }
    return std::nullopt;
}

Json line_json(const storage::PersonLine& person) {
    Json row;
    row.set("id", person.id.hex()).set("name", person.name).set("nik", masked_nik(person.nik));
    row.set("birth_date", person.birth_date).set("standing", model::name_of(person.standing));
    row.set("answer", person.answer).set("changed_at", utc_text(person.changed_at));
    return row;
}

std::string drawn_line(const storage::PersonLine& person, int name_columns) {
    return padded(short_id(person.id), id_columns) + padded(masked_nik(person.nik), nik_columns) +
           padded(fit(drawable(person.name), name_columns - 1), name_columns) +
           padded(answer_text("tanggal_lahir", person.birth_date), date_columns) +
           standing_text(person.standing, person.is_withdrawn());
}

int name_columns(const Context& context) {
    constexpr int standing_columns = 18;
    return std::max(
        16, context.console.columns() - nik_columns - date_columns - id_columns - standing_columns);
}

Result<std::vector<storage::PersonLine>> all_people(laptop::Session& session,
                                                    storage::PeopleFilter filter) {
    std::vector<storage::PersonLine> all;
    filter.limit = page;
    for (;;) {
        filter.offset = static_cast<std::int64_t>(all.size());
        auto some = storage::list_people(session.village_register(), filter);
        if (!some) {
            return some;
        }
        const bool was_last = std::ssize(*some) < page;
        std::move(some->begin(), some->end(), std::back_inserter(all));
        if (was_last) {
            return all;
        }
    }
}

int list_drafts(Context& context, laptop::Session& session) {
    auto drafts = storage::list_drafts(session.village_register());
    if (!drafts) {
        return refuse(context, drafts.error());
    }
    Json::List list;
    for (const storage::Draft& draft : *drafts) {
        const auto name = draft.answers.find("nama");
        const std::string who =
            name == draft.answers.end() ? std::string(say("list.no_name")) : drawable(name->second);
        if (context.common.json) {
            Json row;
            row.set("draft", draft.id).set("name", name == draft.answers.end() ? "" : name->second);
            row.set("saved_at", utc_text(draft.saved_at));
            list.push_back(std::move(row));
        } else {
            print_line(context, padded(std::to_string(draft.id), 6) + padded(fit(who, 40), 42) +
                                    moment_text(draft.saved_at));
        }
    }
    if (context.common.json) {
        print_json(context, Json(std::move(list)));
    }
    return exit_done;
}

/// The register keeps no revision of a type it does not know.
std::string_view type_name(model::EntryType type) {
    switch (type) {
        case model::EntryType::withdrawal:
            return "withdrawal";
        case model::EntryType::registration:
        case model::EntryType::unknown:
            break;
    }
    return "registration";
}

Json revision_json(const storage::RevisionInfo& revision) {
    Json row;
    row.set("rev", revision.rev.hex())
        .set("content", revision.content.hex())
        .set("number", revision.number)
        .set("at", utc_text(revision.at));
    row.set("type", type_name(revision.type));
    row.set("by", revision.by.hex()).set_if("why", revision.why);
    if (revision.base) {
        row.set("base", revision.base->hex());
    }
    if (revision.epoch && revision.seq) {
        row.set("epoch", revision.epoch->hex()).set("seq", *revision.seq);
    }
    if (!revision.verdict.code.empty()) {
        row.set("verdict", revision.verdict.code);
    }
    if (revision.taken_back) {
        row.set("taken_back", true);
    }
    return row;
}

int list_revisions(Context& context, laptop::Session& session,
                   const std::vector<storage::PersonLine>& people) {
    Json::List list;
    for (const storage::PersonLine& person : people) {
        auto found = storage::find_registration(session.village_register(), person.id);
        if (!found) {
            return refuse(context, found.error());
        }
        for (const storage::RevisionInfo& revision : found->revisions) {
            if (context.common.json) {
                Json row = revision_json(revision);
                row.set("id", person.id.hex());
                list.push_back(std::move(row));
            } else {
                print_line(context, person.id.hex() + " " + revision.rev.hex() + " " +
                                        revision.content.hex());
            }
        }
    }
    if (context.common.json) {
        print_json(context, Json(std::move(list)));
    }
    return exit_done;
}

Json differences_json(const std::vector<Difference>& differences) {
    Json::List list;
    for (const Difference& one : differences) {
        Json row;
        row.set("field", one.field).set("here", masked_answer_text(one.field, one.here));
        row.set("there", masked_answer_text(one.field, one.there));
        list.push_back(std::move(row));
    }
    return {std::move(list)};
}

std::string shown(std::string_view key, std::string_view stored, bool unmask) {
    return unmask ? answer_text(key, stored) : masked_answer_text(key, stored);
}

bool is_secret(const model::Field& field) {
    return field.kind == model::FieldKind::nik || field.kind == model::FieldKind::kk;
}

Json registration_json(const storage::Registration& found, bool unmask) {
    Json fields;
    for (const auto& [key, stored] : found.fields) {
        const model::Field* field = model::find_field(key);
        const bool hide = !unmask && field != nullptr && is_secret(*field);
        fields.set(key, hide ? masked_nik(stored) : stored);
    }
    Json json;
    json.set("id", found.id.hex())
        .set("rev", found.rev.hex())
        .set("standing", model::name_of(found.standing));
    json.set("withdrawn", found.withdrawn).set("fields", std::move(fields));
    json.set("verdict", found.verdict.code).set("verdict_text", verdict_text(found.verdict));
    json.set("detail", found.verdict.detail);
    Json::List revisions;
    for (const storage::RevisionInfo& revision : found.revisions) {
        revisions.push_back(revision_json(revision));
    }
    json.set("revisions", Json(std::move(revisions)));
    return json;
}

void draw_registration(Context& context, const storage::Registration& found, bool unmask) {
    std::vector<std::pair<std::string, std::string>> pairs{
        {std::string(say("show.id")), short_id(found.id)},
        {std::string(say("show.standing")), standing_text(found.standing, found.withdrawn)}};
    if (!found.verdict.code.empty()) {
        pairs.emplace_back(std::string(say("show.answer")), verdict_text(found.verdict));
    }
    for (const model::Field& field : model::form_fields()) {
        const auto answer = found.fields.find(field.key);
        if (answer != found.fields.end()) {
            pairs.emplace_back(field_title(field.key), shown(field.key, answer->second, unmask));
        }
    }
    print_pairs(context, pairs);
    print_line(context, "\n" + std::string(say("show.history")));
    for (const storage::RevisionInfo& revision : found.revisions) {
        std::string line = "  " + moment_text(revision.at) + "  " + act_text(revision);
        if (revision.taken_back) {
            line += " " + std::string(say("show.taken_back"));
        }
        if (revision.told) {
            line += " " + std::string(say("show.told"));
        }
        if (revision.why) {
            line += ": " + reason_text(*revision.why);
        }
        print_line(context, line);
    }
}

}  // namespace

int run(Context& context, const ShowOptions& options) {
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    storage::Register& village_register = (*session)->village_register();
    const auto id = storage::find_person(village_register, options.who);
    if (!id) {
        return refuse(context, id.error());
    }
    const auto found = storage::find_registration(village_register, *id);
    if (!found) {
        return refuse(context, found.error());
    }
    if (options.unmask) {
        // Logged first: what cannot be logged is not shown.
        if (const Status logged = storage::record_act(village_register, "unmask", id->hex(),
                                                      (*session)->officer().id);
            !logged) {
            return refuse(context, logged.error());
        }
    }
    if (context.common.json) {
        print_json(context, registration_json(*found, options.unmask));
    } else {
        draw_registration(context, *found, options.unmask);
    }
    return exit_done;
}

int run(Context& context, const ListOptions& options) {
    storage::PeopleFilter filter;
    filter.text = options.search;
    filter.to_check = options.to_check;
    if (!options.standing.empty()) {
        filter.standing = standing_named(options.standing);
        if (!filter.standing) {
            return refuse(context, fail(ErrorKind::invalid_input, "P-11", "list: --standing"));
        }
    }
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    if (options.drafts) {
        return list_drafts(context, **session);
    }
    const auto people = all_people(**session, filter);
    if (!people) {
        return refuse(context, people.error());
    }
    if (options.revisions) {
        return list_revisions(context, **session, *people);
    }
    if (context.common.json) {
        Json::List list;
        std::transform(people->begin(), people->end(), std::back_inserter(list), line_json);
        print_json(context, Json(std::move(list)));
        return exit_done;
    }
    const int columns = name_columns(context);
    for (const storage::PersonLine& person : *people) {
        print_line(context, drawn_line(person, columns));
    }
    print_line(context, say("list.count", {{"count", number_text(std::ssize(*people))}}));
    return exit_done;
}

int run(Context& context, const FixOptions&) {
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    const auto people = to_fix(**session);
    if (!people) {
        return refuse(context, people.error());
    }
    Json::List list;
    for (const ToFix& one : *people) {
        if (context.common.json) {
            Json row = line_json(one.person);
            row.set("why", one.why).set("advice", one.advice);
            row.set("differences", differences_json(one.differences));
            if (one.other) {
                row.set("other", one.other->hex());
            }
            list.push_back(std::move(row));
            continue;
        }
        print_line(context, short_id(one.person.id) + "  " + drawable(one.person.name));
        print_line(context, "    " + one.why);
        for (const Difference& difference : one.differences) {
            print_line(context, "    " + difference_text(difference));
        }
        print_line(context, "    " + one.advice);
    }
    if (context.common.json) {
        print_json(context, Json(std::move(list)));
    } else if (people->empty()) {
        print_line(context, say("fix.nothing"));
    }
    return exit_done;
}

}  // namespace lontar::client
