#pragma once
/// The words for what the model and the register name by code: fields, answers, findings, reasons,
/// states, verdicts.
#include <string>
#include <string_view>

#include "storage/model/finding.hpp"
#include "storage/model/form.hpp"
#include "storage/model/notice.hpp"
#include "storage/model/standing.hpp"

namespace lontar::storage {
struct OfficerHere;
struct RevisionInfo;
struct Verdict;
}  // namespace lontar::storage

namespace lontar::client {

/// `22-11-2026`.
std::string date_text(Date date);
/// `22-11-2026 18:04`, in WITA.
std::string moment_text(Timestamp moment);
/// Words for operator, sekdes, kades.
std::string role_text(std::string_view role);
/// Whether an officer can unlock this laptop, in words.
std::string officer_state_text(const storage::OfficerHere& officer);
std::string field_title(std::string_view key);
/// A stored answer as people write it: DD-MM-YYYY, words for choices and regions, Rp with dots;
/// drawable.
std::string answer_text(std::string_view key, std::string_view stored);
/// answer_text, with NIK and KK masked.
std::string masked_answer_text(std::string_view key, std::string_view stored);

/// What a check says; never holds an answer of a person.
std::string finding_text(const model::Finding& finding);
/// `Nama: …`, for findings that name a field.
std::string finding_with_field(const model::Finding& finding);
std::string reason_text(std::string_view code);
std::string standing_text(model::Standing standing);
/// The same of a person; one who is withdrawn looks so before the province has heard of it.
std::string standing_text(model::Standing standing, bool withdrawn);

/// Recorded, corrected or withdrawn.
std::string act_text(const storage::RevisionInfo& revision);
/// What the province answered, with its details in words; drawable.
std::string verdict_text(const storage::Verdict& verdict);
/// What the official does next about it, as far as the answer alone tells.
std::string verdict_advice(const storage::Verdict& verdict);
/// Its own words in this language where its code has some, else those of the province; drawable.
std::string notice_text(const model::Notice& notice);

}  // namespace lontar::client
