#pragma once
/// One registration being typed: answers, findings and what has to be saved when a field is left.
/// Pure; screens and the line-by-line mode drive it, the register keeps its draft.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/finding.hpp"
#include "storage/model/form.hpp"
#include "storage/village_register.hpp"

namespace lontar::client {

class EntryForm {
public:
    /// A new person: the village is filled in, the notice is dated today.
    explicit EntryForm(model::CheckContext context);
    /// A correction of what is registered.
    EntryForm(model::CheckContext context, const storage::Registration& registration);
    /// A draft picked up again; `registration` when the draft corrects one.
    EntryForm(model::CheckContext context, const storage::Draft& draft,
              const std::optional<storage::Registration>& registration);

    /// The stored form of an answer, or what was typed where it cannot be read; empty when
    /// unanswered.
    [[nodiscard]] std::string_view value(std::string_view key) const;
    /// Takes what was typed when the field is left: brings it to its stored form and fills in what
    /// follows from it (birth date and sex from a NIK), but never over an answer a person gave.
    /// True when anything changed: save the draft.
    bool leave_field(std::string_view key, std::string_view typed);

    /// Findings of one field, errors first; of a field never visited only what follows from other
    /// answers.
    [[nodiscard]] std::vector<model::Finding> findings_of(std::string_view key) const;
    [[nodiscard]] std::vector<model::Finding> findings() const;
    /// The first field in form order with an error, or nothing.
    [[nodiscard]] std::optional<std::string> first_error() const;

    [[nodiscard]] const model::Answers& answers() const { return answers_; }
    [[nodiscard]] bool is_correction() const { return of_.has_value(); }
    [[nodiscard]] const std::optional<RegistrationId>& of() const { return of_; }
    /// Nothing worth a draft yet: no answer beyond what the program filled in.
    [[nodiscard]] bool is_untouched() const;
    /// For a correction: whether it differs from what is registered.
    [[nodiscard]] bool differs() const;

    /// What the register should keep; `cursor` is the field the person stands in.
    [[nodiscard]] storage::Draft draft(std::string_view cursor) const;
    void set_draft_id(std::int64_t id) { draft_id_ = id; }
    [[nodiscard]] std::int64_t draft_id() const { return draft_id_; }

private:
    void recheck();
    model::CheckContext context_;
    model::Answers answers_;
    model::Answers original_;   ///< as filled in by the program or as registered
    model::Answers filled_in_;  ///< answers that followed from others and no person has touched
    std::vector<model::Finding> findings_;
    std::optional<RegistrationId> of_;
    std::int64_t draft_id_ = 0;
};

/// An answer as a person reads it: dates DD-MM-YYYY, choices in words, money with points, the
/// village with its kecamatan. Already drawable.
std::string shown_answer(const model::Field& field, std::string_view value);

}  // namespace lontar::client
