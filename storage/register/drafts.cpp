#include "storage/register/drafts.hpp"

#include "storage/base/json.hpp"
#include "storage/embedded_sql.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

model::Answers answers_of(std::string_view text) {
    model::Answers answers;
    const auto json = parse_json(text);
    if (json && json->object() != nullptr) {
        for (const auto& [key, value] : *json->object()) {
            if (value.text() != nullptr) {
                answers.emplace(key, *value.text());
            }
        }
    }
    return answers;
}

Draft draft_of(const sqlite::Statement& row) {
    Draft draft;
    draft.id = row.integer(0);
    draft.of = RegistrationId::from_bytes(row.blob(1));
    draft.answers = answers_of(row.text(2));
    draft.cursor = row.text(3);
    draft.saved_at = {row.integer(4)};
    return draft;
}

void bind_draft(sqlite::Statement& query, const Draft& draft, Timestamp now) {
    query.bind(":answers", answers_text(draft.answers))
        .bind(":cursor", draft.cursor)
        .bind(":saved_at", now.seconds);
    if (draft.of) {
        query.bind(":registration_id", draft.of->view());
    }
}

}  // namespace

std::string answers_text(const model::Answers& answers) {
    Json::Object object;
    for (const auto& [key, value] : answers) {
        object.emplace(key, value);
    }
    return Json(std::move(object)).dump();
}

Result<std::int64_t> put_draft(Register& village_register, const Draft& draft) {
    const Timestamp now = village_register.world().clock.now();
    std::int64_t id = draft.id;
    if (id != 0) {
        auto updated = sqlite::run_query(village_register.database(), queries::update_draft,
                                         [&](sqlite::Statement& query) {
                                             bind_draft(query, draft, now);
                                             query.bind(":draft_id", id);
                                         });
        if (!updated) {
            return std::move(updated).error();
        }
    }
    // A draft that was finished or thrown away on the way comes back rather than losing what was
    // typed.
    if (id == 0 || village_register.database().changes() == 0) {
        auto inserted = sqlite::first_row(
            village_register.database(), queries::insert_draft,
            [&](sqlite::Statement& query) { bind_draft(query, draft, now); },
            [](const sqlite::Statement& row) { return row.integer(0); });
        if (!inserted) {
            return std::move(inserted).error();
        }
        id = inserted->value_or(0);
    }
    return id;
}

Result<std::int64_t> save_draft(Register& village_register, const Draft& draft) {
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto id = put_draft(village_register, draft);
    if (!id) {
        return id;
    }
    if (auto committed = commit(*transaction, "draft-before-commit", "draft-after-commit");
        !committed) {
        return std::move(committed).error();
    }
    return id;
}

Result<std::vector<Draft>> list_drafts(Register& village_register) {
    std::vector<Draft> drafts;
    auto read = sqlite::each_row(village_register.database(), queries::list_drafts,
                                 sqlite::bind_nothing, [&](const sqlite::Statement& row) {
                                     drafts.push_back(draft_of(row));
                                     return done();
                                 });
    if (!read) {
        return std::move(read).error();
    }
    return drafts;
}

Result<std::optional<Draft>> find_draft(Register& village_register, std::int64_t id) {
    return sqlite::first_row(
        village_register.database(), queries::find_draft,
        [&](sqlite::Statement& query) { query.bind(":draft_id", id); }, draft_of);
}

Status delete_draft(Register& village_register, std::int64_t id) {
    return sqlite::run_query(village_register.database(), queries::delete_draft,
                             [&](sqlite::Statement& query) { query.bind(":draft_id", id); });
}

}  // namespace lontar::storage
