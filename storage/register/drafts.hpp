#pragma once
/// Drafts: answers saved while a person is being typed. A draft is only a row; it never travels.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/register/village_register.hpp"

namespace lontar::storage {

/// One object of texts, as drafts keep their answers.
std::string answers_text(const model::Answers& answers);
model::Answers answers_of(std::string_view text);

Result<std::int64_t> put_draft(sqlite::Database& database, const Draft& draft, Timestamp now);
Result<std::vector<Draft>> list_drafts(sqlite::Database& database);
Result<std::optional<Draft>> find_draft(sqlite::Database& database, std::int64_t id);
/// Inside the caller's transaction, or a commit of its own. An absent draft is done.
Status delete_draft(sqlite::Database& database, std::int64_t id);

}  // namespace lontar::storage
