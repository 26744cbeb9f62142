#pragma once
/// One line of a batch: a revision of a registration, exactly as it is hashed, sent and kept for
/// good (entry.cpp); what two of them change together (merge.cpp).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/form.hpp"

namespace lontar::model {

inline constexpr std::size_t max_entry_bytes = 8 * 1024;
inline constexpr int max_entry_depth = 8;

/// Type of a record that the province put together from several edits.
inline constexpr std::string_view merged_type = "merged";

enum class EntryType { registration, withdrawal, unknown };

struct Entry {
    EntryType type = EntryType::registration;
    std::string type_name = "registration";  ///< `t`; kept for unknown types
    RegistrationId id;
    std::optional<Rev> base;  ///< the revision it changes; absent: the first
    Timestamp at;
    bool uncertain = false;  ///< the clock could not be trusted
    OfficerId by;
    std::optional<std::string> why;  ///< required with `base` or a warning; code of reasons.hpp
    std::vector<std::string> warn;   ///< codes of the warnings that stood when it was saved
    /// Of a withdrawal because another registration is the same person: which one goes on.
    std::optional<RegistrationId> into;
    Answers fields;  ///< `f`, registration only
};

/// The exact line, without LF: compact JSON, members in byte order, empty ones omitted. Same entry,
/// same bytes. invalid_input "R-20": longer than max_entry_bytes; "S-20": `parse_entry` would not
/// take it.
Result<std::string> entry_line(const Entry& entry);
/// invalid_input "S-20": not an entry line.
Result<Entry> parse_entry(std::string_view line);

/// As parse_entry, and also a record that the province put together from several edits (`merged`):
/// a registration, or a withdrawal whose fields are known, by nobody and at no time. For lines that
/// the province told; from a laptop `merged` is an unknown type.
Result<Entry> parse_told_line(std::string_view line);

/// Fields whose values differ between two revisions (absent differs from present).
std::vector<std::string> changed_fields(const Answers& before, const Answers& after);

struct Merge {
    Answers fields;                      ///< both changes together, where they do not touch
    std::vector<std::string> conflicts;  ///< fields changed on both sides to different values
};
/// Three-way merge by field. Pure; the order of `mine` and `theirs` does not matter when nothing
/// conflicts.
Merge merge_fields(const Answers& base, const Answers& mine, const Answers& theirs);

}  // namespace lontar::model
