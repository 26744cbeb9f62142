#include <algorithm>
#include <array>

#include <utf8proc.h>

#include "storage/base/text.hpp"
#include "storage/model/answer_text.hpp"
#include "storage/model/characters.hpp"
#include "storage/model/form.hpp"
#include "storage/model/nik.hpp"
#include "storage/model/region.hpp"

namespace lontar::model {

namespace {

constexpr int youngest = 17;
constexpr int first_age_without_cover = 65;
constexpr std::size_t longest_name = 60;  // Permendagri 73/2022; older names stay valid
constexpr std::int64_t low_income = 50'000;
constexpr std::int64_t high_income = 10'000'000;
constexpr int longest_day_minutes = 16 * 60;

constexpr std::array<std::string_view, 5> excluded_jobs{"asn", "tni", "polri", "pejabat",
                                                        "pensiunan"};
constexpr std::array<std::string_view, 2> no_jobs{"tidak_bekerja", "pelajar"};
constexpr std::array<std::string_view, 3> formal_jobs{"karyawan", "honorer", "profesi"};
constexpr std::array<std::string_view, 14> placeholders{"tidak tahu", "tidak diketahui",
                                                        "tidak ada",  "belum ada",
                                                        "kosong",     "nn",
                                                        "n.n",        "n.n.",
                                                        "xx",         "xxx",
                                                        "alm",        "almarhum",
                                                        "mama",       "ibu"};

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& list, std::string_view value) {
    return std::ranges::find(list, value) != list.end();
}

struct NameSigns {
    bool letters = false;
    bool digits = false;
    bool other = false;
    bool blank = false;
};

NameSigns signs_of(std::string_view name) {
    NameSigns signs;
    while (!name.empty()) {
        const char32_t character = take_character(name);
        const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(character));
        if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) {
            signs.letters = true;
        } else if (category == UTF8PROC_CATEGORY_ND) {
            signs.digits = true;
        } else if (character == U' ') {
            signs.blank = true;
        } else if (category != UTF8PROC_CATEGORY_MN && !is_dash(character) &&
                   std::u32string_view(U".,'’‘ʼ`").find(character) == std::u32string_view::npos) {
            signs.other = true;
        }
    }
    return signs;
}

/// What a birth date is by the ages that are covered; empty where there is nothing to say.
std::string_view age_code(Date born, const Today& today) {
    const int least = born.years_until(today.earliest);
    const int most = born.years_until(today.latest);
    if (born > today.latest) {
        return "birth_date_future";
    }
    if (most < youngest) {
        return "age_too_young";
    }
    if (least >= first_age_without_cover) {
        return "age_too_old";
    }
    if (least < youngest) {
        return "age_young_by_clock";
    }
    if (most >= first_age_without_cover) {
        return "age_old_by_clock";
    }
    return least == first_age_without_cover - 1 ? "age_ends_soon" : "";
}

class Checker {
public:
    Checker(const Answers& answers, const CheckContext& context)
        : answers_(answers), context_(context) {}

    std::vector<Finding> run() {
        for (const Field& field : form_fields()) {
            check_shape(field);
        }
        check_numbers();
        check_birth();
        check_names();
        check_place();
        check_work();
        check_heir();
        check_notice();
        return std::move(findings_);
    }

private:
    void add(std::string_view code, std::string_view field) {
        findings_.push_back(finding(code, field));
    }

    /// The answer, or empty.
    [[nodiscard]] std::string_view at(std::string_view key) const {
        const auto found = answers_.find(key);
        return found == answers_.end() ? std::string_view{} : std::string_view(found->second);
    }

    void check_shape(const Field& field) {
        const std::string_view value = at(field.key);
        if (value.empty()) {
            if (field.required) {
                add("required", field.key);
            }
            return;
        }
        if (count_characters(value) > static_cast<std::size_t>(field.max_characters)) {
            add("too_long", field.key);
        }
        switch (field.kind) {
            case FieldKind::sex:
            case FieldKind::choice:
                if (std::ranges::find(field.choices, value, &Choice::code) == field.choices.end()) {
                    add("choice_unknown", field.key);
                }
                break;
            case FieldKind::date:
                if (!Date::parse_iso(value)) {
                    // 25569 is 1 January 1970 to a spreadsheet.
                    const bool day_count = value.size() == 5 && is_all_digits(value);
                    add(day_count ? "date_number_cell" : "date_unreadable", field.key);
                }
                break;
            case FieldKind::number:
                if (value.size() != 3 || !is_all_digits(value)) {
                    add("rt_rw_digits", field.key);
                }
                break;
            case FieldKind::name:
                check_name(field.key, value);
                break;
            default:
                break;
        }
    }

    void check_name(std::string_view key, std::string_view value) {
        const NameSigns signs = signs_of(value);
        if (signs.digits) {
            add("name_digits", key);
        } else if (!signs.letters) {
            add("name_no_letters", key);
        }
        if (signs.other) {
            add("name_signs", key);
        }
        if (count_characters(value) > longest_name) {
            add("name_long", key);
        }
        if (is_in(placeholders, ascii_lower(value))) {
            add("name_placeholder", key);
        } else if (key == "nama" && signs.letters && !signs.blank) {
            add("name_one_word", key);
        }
    }

    void check_numbers() {
        if (const std::string_view nik = at("nik"); !nik.empty()) {
            KtpFacts ktp{.birth_date = Date::parse_iso(at("tanggal_lahir")),
                         .sex = std::nullopt,
                         .today = context_.today.earliest};
            if (at("jenis_kelamin") == "L" || at("jenis_kelamin") == "P") {
                ktp.sex = at("jenis_kelamin") == "L" ? Sex::male : Sex::female;
            }
            append(Nik::parse(nik, ktp).findings);
        }
        append(check_kk(at("no_kk"), at("nik")));
    }

    void append(std::vector<Finding> more) {
        std::ranges::move(more, std::back_inserter(findings_));
    }

    void check_birth() {
        if (const auto born = Date::parse_iso(at("tanggal_lahir"))) {
            if (const std::string_view code = age_code(*born, context_.today); !code.empty()) {
                add(code, "tanggal_lahir");
            }
        }
        if (std::ranges::any_of(at("tempat_lahir"), [](char c) { return c >= '0' && c <= '9'; })) {
            add("birth_place_digits", "tempat_lahir");
        }
    }

    void check_names() {
        const auto same = [&](std::string_view key) {
            return !at("nama").empty() && !at(key).empty() &&
                   ascii_lower(at("nama")) == ascii_lower(at(key));
        };
        if (same("nama_ibu_kandung")) {
            add("mother_same_name", "nama_ibu_kandung");
        }
        if (same("ahli_waris_nama")) {
            add("heir_same_name", "ahli_waris_nama");
        }
    }

    void check_place() {
        if (const std::string_view village = at(village_field); !village.empty()) {
            if (village.size() != 10 || !is_all_digits(village)) {
                add("village_code", village_field);
            } else if (!find_region(village)) {
                add("village_unknown", village_field);
            } else if (!context_.village.empty() && village != context_.village) {
                add("village_other", village_field);
            }
        }
        if (const std::string_view phone = at("no_hp"); !phone.empty()) {
            const bool plausible = is_all_digits(phone) && phone.size() >= 9 &&
                                   phone.size() <= 13 && phone[0] == '0' && phone[1] != '0';
            if (!plausible) {
                add("phone_format", "no_hp");
            } else if (is_invented_phone(phone)) {
                add("phone_invented", "no_hp");
            }
        }
    }

    static bool is_invented_phone(std::string_view phone) {
        constexpr std::string_view counting = "01234567890123";
        const std::string_view end = phone.substr(phone.size() - 7);
        return end.find_first_not_of(end.front()) == std::string_view::npos ||
               counting.find(end) != std::string_view::npos;
    }

    void check_work() {
        const std::string_view job = at("pekerjaan");
        if (is_in(excluded_jobs, job)) {
            add("job_excluded", "pekerjaan");
        } else if (is_in(no_jobs, job)) {
            add("job_none", "pekerjaan");
        } else if (is_in(formal_jobs, job)) {
            add("job_formal", "pekerjaan");
        } else if (job == "rumah_tangga") {
            add("job_household", "pekerjaan");
        } else if (job == "perangkat_desa") {
            add("job_village_office", "pekerjaan");
        }
        if (const std::string_view hours = at("jam_kerja"); !hours.empty()) {
            check_hours(hours);
        }
        if (const std::string_view income = at("penghasilan"); !income.empty()) {
            check_income(income);
        }
    }

    void check_hours(std::string_view hours) {
        if (read_hours(hours) != hours) {
            add("hours_unreadable", "jam_kerja");
            return;
        }
        const int from = number_at(hours, 0, 2) * 60 + number_at(hours, 3, 2);
        const int to = number_at(hours, 6, 2) * 60 + number_at(hours, 9, 2);
        // Fishermen and guards work past midnight.
        const int length = to >= from ? to - from : to - from + 24 * 60;
        if (length == 0) {
            add("hours_same", "jam_kerja");
        } else if (length > longest_day_minutes) {
            add("hours_long", "jam_kerja");
        }
    }

    void check_income(std::string_view income) {
        if (read_money(income) != income) {
            add("income_unreadable", "penghasilan");
            return;
        }
        std::int64_t rupiah = 0;
        for (const char digit : income) {
            rupiah = rupiah * 10 + (digit - '0');
        }
        if (rupiah == 0) {
            add("income_zero", "penghasilan");
        } else if (rupiah < low_income) {
            add("income_low", "penghasilan");
        } else if (rupiah > high_income) {
            add("income_high", "penghasilan");
        }
    }

    void check_heir() {
        const std::string_view relation = at("ahli_waris_hubungan");
        const std::string_view marriage = at("status_kawin");
        const std::string_view sex = at("jenis_kelamin");
        if (at("ahli_waris_nama").empty()) {
            add("heir_missing", "ahli_waris_nama");
        } else if (relation.empty()) {
            add("heir_relation_missing", "ahli_waris_hubungan");
        }
        const bool spouse = relation == "suami" || relation == "istri";
        if ((relation == "suami" && sex == "L") || (relation == "istri" && sex == "P")) {
            add("heir_relation_sex", "ahli_waris_hubungan");
        }
        if (spouse && (marriage == "belum_kawin" || marriage.starts_with("cerai"))) {
            add("heir_spouse_unmarried", "ahli_waris_hubungan");
        }
        if (marriage == "kawin") {
            add("marriage_record_unknown", "status_kawin");
        } else if (spouse && marriage == "kawin_belum_tercatat") {
            add("marriage_unrecorded", "status_kawin");
        }
    }

    void check_notice() {
        const std::string_view day = at("pemberitahuan_tanggal");
        if (day.empty()) {
            add("notice_missing", "pemberitahuan_tanggal");
        } else if (at("pemberitahuan_cara").empty()) {
            add("notice_missing", "pemberitahuan_cara");
        }
        if (const auto given = Date::parse_iso(day); given && *given > context_.today.earliest) {
            add(*given > context_.today.latest ? "notice_future" : "notice_future_by_clock",
                "pemberitahuan_tanggal");
        }
    }

    const Answers& answers_;
    const CheckContext& context_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check(const Answers& answers, const CheckContext& context,
                           std::string_view key) {
    std::vector<Finding> findings = Checker(answers, context).run();
    if (!key.empty()) {
        std::erase_if(findings, [&](const Finding& found) { return found.field != key; });
    }
    std::ranges::stable_sort(findings, {}, &Finding::severity);
    return findings;
}

bool can_be_covered(Date born, const Today& today) {
    const std::string_view code = age_code(born, today);
    return code.empty() || finding(code, "tanggal_lahir").severity != Severity::error;
}

Answers implied_answers(const Answers& answers, const CheckContext& context) {
    Answers implied;
    const auto fill = [&](std::string_view key, std::string value) {
        if (!answers.contains(key) && !value.empty()) {
            implied.emplace(key, std::move(value));
        }
    };
    fill(village_field, context.village);
    if (const auto typed = answers.find("nik"); typed != answers.end()) {
        const Nik nik = Nik::parse(
            typed->second,
            {.birth_date = std::nullopt, .sex = std::nullopt, .today = context.today.earliest});
        const bool readable = nik.verdict == NikVerdict::ok || nik.verdict == NikVerdict::warning;
        if (readable && nik.birth_date) {
            fill("tanggal_lahir", nik.birth_date->iso());
        }
        if (readable && nik.sex) {
            fill("jenis_kelamin", std::string(code_of(*nik.sex)));
        }
    }
    return implied;
}

}  // namespace lontar::model
