#pragma once
/// Revisions: every version of every registration, appended with all that follows from it.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/model/entry.hpp"
#include "storage/model/form.hpp"

namespace lontar::storage {

class Register;

/// What happened, as the audit chain names it.
namespace acts {
inline constexpr std::string_view registered = "registered";
inline constexpr std::string_view corrected = "corrected";
inline constexpr std::string_view withdrawn = "withdrawn";
inline constexpr std::string_view withdrawal_taken_back = "withdrawal_taken_back";
inline constexpr std::string_view imported = "imported";
inline constexpr std::string_view told = "told";      ///< by the province: nobody here wrote it
inline constexpr std::string_view joined = "joined";  ///< from a backup of this village
}  // namespace acts

struct NewRevision {
    model::Entry entry;
    std::string_view act;
    bool held = false;      ///< the NIK stands on another person: held, GANDA
    model::Answers before;  ///< answers of the newest registration revision; empty for the first
    std::optional<ImportId> import;
    bool to_check = false;
};

/// Appends the revision and brings registration, duplicate keys, audit chain and standing along,
/// inside the caller's transaction. invalid_input "R-20": the entry is too long.
Result<Rev> append_revision(Register& village_register, const NewRevision& revision);

/// The newest revision of a registration.
struct Newest {
    std::int64_t number = 0;
    Rev rev;
    model::Entry entry;
    bool withdrawn = false;
    bool to_check = false;
    bool refused =
        false;  ///< the answer that counts stands on this revision and asks for a correction
};
/// not_found "R-12".
Result<Newest> find_newest(Register& village_register, const RegistrationId& id);
/// Revisions the province told as its own in conflict verdicts and nothing here builds on yet.
Result<std::vector<Rev>> list_told_revs(Register& village_register, const RegistrationId& id);

}  // namespace lontar::storage
