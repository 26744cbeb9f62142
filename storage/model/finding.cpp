#include "storage/model/finding.hpp"

#include <algorithm>
#include <array>

namespace lontar::model {

namespace {

using enum Severity;

constexpr auto kinds = std::to_array<FindingKind>({
    // any field
    {"required", error},
    {"too_long", error},
    {"choice_unknown", error},
    {"date_unreadable", error},
    {"date_number_cell", error},
    // NIK
    {"nik_length", error},
    {"nik_not_digits", error},
    {"nik_number_cell", error},
    {"nik_masked", error},
    {"nik_temporary", error},
    {"nik_province_unknown", error},
    {"nik_kabupaten_unknown", error},
    {"nik_day", error},
    {"nik_month", error},
    {"nik_date", error},
    {"nik_serial_zero", error},
    {"nik_invented", warning},
    {"nik_birth_date_differs", warning},
    {"nik_sex_differs", warning},
    {"nik_old_district", information},
    {"nik_district_unknown", information},
    {"nik_century_open", information},
    // KK
    {"kk_length", error},
    {"kk_not_digits", error},
    {"kk_number_cell", error},
    {"kk_masked", error},
    {"kk_zero", error},
    {"kk_province_unknown", error},
    {"kk_kabupaten_unknown", error},
    {"kk_serial_zero", error},
    {"kk_same_as_nik", error},
    {"kk_date", warning},
    // names
    {"name_no_letters", error},
    {"name_digits", error},
    {"name_long", warning},
    {"name_signs", warning},
    {"name_placeholder", warning},
    {"name_one_word", information},
    {"mother_same_name", warning},
    // birth
    {"birth_date_future", error},
    {"age_too_young", error},
    {"age_too_old", error},
    {"age_young_by_clock", warning},
    {"age_old_by_clock", warning},
    {"age_ends_soon", information},
    {"birth_place_digits", warning},
    // address
    {"rt_rw_digits", error},
    {"village_code", error},
    {"village_unknown", error},
    {"village_other", error},
    {"phone_format", error},
    {"phone_invented", warning},
    // work
    {"job_excluded", error},
    {"job_none", error},
    {"job_formal", warning},
    {"job_household", warning},
    {"job_village_office", warning},
    {"hours_unreadable", error},
    {"hours_same", error},
    {"hours_long", warning},
    {"income_unreadable", error},
    {"income_zero", warning},
    {"income_low", warning},
    {"income_high", warning},
    // heir and marriage
    {"heir_missing", warning},
    {"heir_relation_missing", error},
    {"heir_same_name", warning},
    {"heir_relation_sex", warning},
    {"heir_spouse_unmarried", warning},
    {"marriage_record_unknown", warning},
    {"marriage_unrecorded", information},
    // notice
    {"notice_missing", warning},
    {"notice_future", error},
    {"notice_future_by_clock", warning},
    // a sheet
    {"row_shifted", error},
    {"column_unknown", information},
    {"column_missing", information},
    {"sheet_without_notice", information},
});

}  // namespace

std::string_view name_of(Severity severity) {
    switch (severity) {
        case error:
            return "error";
        case warning:
            return "warning";
        case information:
            break;
    }
    return "information";
}

const std::vector<FindingKind>& finding_kinds() {
    static const std::vector<FindingKind> all(kinds.begin(), kinds.end());
    return all;
}

Finding finding(std::string_view code, std::string_view field) {
    const auto kind = std::ranges::find(kinds, code, &FindingKind::code);
    // A code outside the closed list has no text and must not pass unseen.
    const Severity severity = kind == kinds.end() ? error : kind->severity;
    return {severity, std::string(code), std::string(field)};
}

bool has_errors(const std::vector<Finding>& findings) {
    return std::ranges::any_of(findings, [](const Finding& f) { return f.severity == error; });
}

std::vector<std::string> warning_codes(const std::vector<Finding>& findings) {
    std::vector<std::string> codes;
    for (const Finding& found : findings) {
        if (found.severity == warning) {
            codes.push_back(found.code);
        }
    }
    std::ranges::sort(codes);
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return codes;
}

}  // namespace lontar::model
