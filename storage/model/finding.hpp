#pragma once
/// What a check says of an answer. The codes are a closed list: texts in `client/text`, sent in
/// `warn`.
#include <string>
#include <string_view>
#include <vector>

namespace lontar::model {

enum class Severity {
    error,        ///< cannot be saved as a registration; stays a draft
    warning,      ///< can be saved with a reason
    information,  ///< shown, asks nothing
};
std::string_view name_of(Severity severity);

struct Finding {
    Severity severity = Severity::error;
    std::string code;   ///< e.g. `nik_length`, `nik_birth_date_differs`
    std::string field;  ///< key of the field it is about; empty: the whole registration
    bool operator==(const Finding&) const = default;
};

/// Every code that any check can give, with its severity; the text files are tested against it.
struct FindingKind {
    std::string_view code;
    Severity severity;
};
const std::vector<FindingKind>& finding_kinds();
/// A finding of a code of that list, with its severity.
Finding finding(std::string_view code, std::string_view field);

bool has_errors(const std::vector<Finding>& findings);
/// Codes of the warnings, sorted, each once: what goes into `warn`.
std::vector<std::string> warning_codes(const std::vector<Finding>& findings);

}  // namespace lontar::model
