#include "storage/model/nik.hpp"

#include <algorithm>
#include <cstdlib>

#include "storage/model/characters.hpp"
#include "storage/model/number_text.hpp"
#include "storage/model/region.hpp"

namespace lontar::model {

namespace {

constexpr int female_days = 40;
constexpr int oldest_age = 100;

class Reader {
public:
    Reader(std::string_view text, const KtpFacts& ktp) : text_(text), ktp_(ktp) {}

    Nik read() {
        if (!read_digits()) {
            return concluded();
        }
        nik_.region = nik_.digits.substr(0, 6);
        check_region();
        read_birth();
        if (nik_.digits.ends_with("0000")) {
            add("nik_serial_zero");
        }
        if (looks_invented()) {
            add("nik_invented");
        }
        return concluded();
    }

private:
    void add(std::string_view code) { nik_.findings.push_back(finding(code, "nik")); }

    /// Sixteen digits that are meant as a NIK, or a finding why not.
    bool read_digits() {
        if (is_number_cell(text_)) {
            add("nik_number_cell");
            return false;
        }
        const std::string cleaned = cleaned_digits(text_);
        if (!cleaned.empty() && !is_all_digits(cleaned)) {
            add(is_masked(text_) ? "nik_masked" : "nik_not_digits");
            nik_.suggestion = with_letters_as_digits(cleaned);
            return false;
        }
        const bool only_zeros =
            !cleaned.empty() && cleaned.find_first_not_of('0') == std::string::npos;
        if (only_zeros || (cleaned.size() == 16 && cleaned.front() == '0')) {
            // Village software marks people without a NIK by 0 or by a number that begins with it.
            add("nik_temporary");
            temporary_ = true;
            nik_.digits = cleaned.size() == 16 ? cleaned : "";
            return false;
        }
        if (cleaned.size() != 16) {
            add("nik_length");
            return false;
        }
        nik_.digits = cleaned;
        return true;
    }

    void check_region() {
        const std::string_view fault = region_fault(nik_.digits);
        if (!fault.empty()) {
            add("nik_" + std::string(fault));
        } else if (nik_.digits.starts_with(ntt_code) && !find_region(*nik_.region)) {
            add(is_old_district(*nik_.region) ? "nik_old_district" : "nik_district_unknown");
        }
    }

    void read_birth() {
        int day = number_at(nik_.digits, 6, 2);
        const int month = number_at(nik_.digits, 8, 2);
        const int year = number_at(nik_.digits, 10, 2);
        const bool female = day > female_days;
        // Taking the remainder by 40 instead would let 81-99 pass as days 1-19.
        day -= female ? female_days : 0;
        const bool day_possible = day >= 1 && day <= 31;
        if (day_possible) {
            nik_.sex = female ? Sex::female : Sex::male;
            if (ktp_.sex && *ktp_.sex != *nik_.sex) {
                add("nik_sex_differs");
            }
        } else {
            add("nik_day");
        }
        if (month < 1 || month > 12) {
            add("nik_month");
        } else if (day_possible) {
            choose_century(Date::from_ymd(1900 + year, month, day),
                           Date::from_ymd(2000 + year, month, day));
        }
    }

    void choose_century(std::optional<Date> earlier, std::optional<Date> later) {
        if (!earlier && !later) {
            add("nik_date");
            return;
        }
        if (ktp_.birth_date) {
            const Date ktp = *ktp_.birth_date;
            if (ktp != earlier && ktp != later) {
                add("nik_birth_date_differs");
            }
            nik_.birth_date = nearest(ktp, earlier, later);
            return;
        }
        const bool earlier_fits = earlier && fits_somebody_living(*earlier);
        const bool later_fits = later && fits_somebody_living(*later);
        if (earlier_fits != later_fits) {
            // Also when it is a child's: the number of a child of 2012 is nobody's of 1912.
            nik_.birth_date = earlier_fits ? earlier : later;
        } else if (earlier && later) {
            add("nik_century_open");
        } else {
            nik_.birth_date = earlier ? earlier : later;
        }
    }

    [[nodiscard]] bool fits_somebody_living(Date born) const {
        return !ktp_.today || (born <= *ktp_.today && born.years_until(*ktp_.today) <= oldest_age);
    }

    static Date nearest(Date ktp, std::optional<Date> earlier, std::optional<Date> later) {
        if (!earlier || !later) {
            return earlier ? *earlier : *later;
        }
        const auto distance = [&](Date date) {
            return std::abs(date.day_number() - ktp.day_number());
        };
        return distance(*earlier) < distance(*later) ? *earlier : *later;
    }

    [[nodiscard]] bool looks_invented() const {
        const std::string& digits = nik_.digits;
        return digits.find_first_not_of(digits.front()) == std::string::npos ||
               digits == "1234567890123456" || digits.ends_with("9999");
    }

    Nik concluded() {
        std::ranges::stable_sort(nik_.findings, {}, &Finding::severity);
        if (temporary_) {
            nik_.verdict = NikVerdict::temporary;
        } else if (nik_.findings.empty()) {
            nik_.verdict = NikVerdict::ok;
        } else {
            switch (nik_.findings.front().severity) {
                case Severity::error:
                    nik_.verdict = NikVerdict::error;
                    break;
                case Severity::warning:
                    nik_.verdict = NikVerdict::warning;
                    break;
                case Severity::information:
                    nik_.verdict = NikVerdict::ok;
                    break;
            }
        }
        return std::move(nik_);
    }

    std::string_view text_;
    const KtpFacts& ktp_;
    Nik nik_;
    bool temporary_ = false;
};

}  // namespace

std::string_view code_of(Sex sex) {
    return sex == Sex::male ? "L" : "P";
}

std::string_view name_of(NikVerdict verdict) {
    switch (verdict) {
        case NikVerdict::ok:
            return "ok";
        case NikVerdict::warning:
            return "warning";
        case NikVerdict::error:
            return "error";
        case NikVerdict::temporary:
            break;
    }
    return "temporary";
}

Nik Nik::parse(std::string_view text, const KtpFacts& ktp) {
    return Reader(text, ktp).read();
}

std::vector<Finding> check_kk(std::string_view text, std::string_view nik) {
    std::vector<Finding> findings;
    const auto add = [&](std::string_view code) { findings.push_back(finding(code, "no_kk")); };
    const std::string cleaned = cleaned_digits(text);
    if (cleaned.empty()) {
        return findings;
    }
    if (is_number_cell(text)) {
        add("kk_number_cell");
    } else if (!is_all_digits(cleaned)) {
        add(is_masked(text) ? "kk_masked" : "kk_not_digits");
    } else if (cleaned.front() == '0') {
        // Families with KK 0 were merged into one by other programs: no KK is an empty answer.
        add("kk_zero");
    } else if (cleaned.size() != 16) {
        add("kk_length");
    }
    if (!findings.empty()) {
        return findings;
    }
    if (cleaned == cleaned_digits(nik)) {
        add("kk_same_as_nik");
        return findings;
    }
    if (const std::string_view fault = region_fault(cleaned); !fault.empty()) {
        add("kk_" + std::string(fault));
    }
    if (cleaned.ends_with("0000")) {
        add("kk_serial_zero");
    }
    // Recorded since registration by computer began, so the century is the present one.
    if (!Date::from_ymd(2000 + number_at(cleaned, 10, 2), number_at(cleaned, 8, 2),
                        number_at(cleaned, 6, 2))) {
        add("kk_date");
    }
    return findings;
}

}  // namespace lontar::model
