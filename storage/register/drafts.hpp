#pragma once
/// Drafts: answers saved while a person is being typed. A draft is only a row; it never travels.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/form.hpp"

namespace lontar::storage {

class Register;

struct Draft {
    std::int64_t id = 0;
    model::Answers answers;
    std::optional<RegistrationId> of;  ///< the registration being corrected
    std::string cursor;                ///< field where the officer stood
    Timestamp saved_at;
};

/// One object of texts, as drafts keep their answers.
std::string answers_text(const model::Answers& answers);

/// Saves answers when a field is left. `id` 0, or one that is gone, makes a new draft. Returns its
/// id.
Result<std::int64_t> save_draft(Register& village_register, const Draft& draft);
/// The same, inside the caller's transaction.
Result<std::int64_t> put_draft(Register& village_register, const Draft& draft);
Result<std::vector<Draft>> list_drafts(Register& village_register);
Result<std::optional<Draft>> find_draft(Register& village_register, std::int64_t id);
/// Inside the caller's transaction, or a commit of its own. An absent draft is done.
Status delete_draft(Register& village_register, std::int64_t id);

}  // namespace lontar::storage
