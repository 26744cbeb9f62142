#pragma once
/// NIK: the 16-digit population number `PP KK CC DD MM YY SSSS` (PP 37/2007 art. 37). Valid for
/// life; does not follow a move, a split of districts or a corrected birth date, so most
/// differences are warnings, not walls.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/timestamp.hpp"
#include "storage/model/finding.hpp"

namespace lontar::model {

enum class Sex { male, female };
/// `L` or `P`, as on the KTP.
std::string_view code_of(Sex sex);

enum class NikVerdict { ok, warning, error, temporary };
std::string_view name_of(NikVerdict verdict);

/// What the KTP says beside the number; each may be unknown.
struct KtpFacts {
    std::optional<Date> birth_date;
    std::optional<Sex> sex;
    /// Today in WITA, or the earliest day it can be: a date after it and an age above 100 drop a
    /// century.
    std::optional<Date> today;
};

/// Everything the number says.
struct Nik {
    std::string digits;  ///< 16 digits after cleaning; empty on an error of length
    NikVerdict verdict = NikVerdict::error;
    std::vector<Finding> findings;      ///< in the order of severity, then of the rules
    std::optional<std::string> region;  ///< 6 digits `PPKKCC`
    std::optional<Date> birth_date;     ///< nothing when two centuries remain
    std::optional<Sex> sex;
    std::optional<std::string> suggestion;  ///< letters O l I read as digits: only an offer

    /// Cleans (blanks, dots, hyphens, NBSP, zero-width, full-width digits, leading apostrophe,
    /// `="…"`), reads and checks. Never fails: the verdict tells. Findings' codes are those of
    /// `finding.hpp` that begin with `nik_`.
    static Nik parse(std::string_view text, const KtpFacts& ktp = {});
};

/// KK: 16 digits, 6 region of issue, 6 date of recording (no +40), 4 serial. Empty is no KK, never
/// 0.
std::vector<Finding> check_kk(std::string_view text, std::string_view nik);

}  // namespace lontar::model
