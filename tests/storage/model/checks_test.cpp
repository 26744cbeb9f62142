#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/form.hpp"

namespace {

using namespace lontar;
using namespace lontar::model;

const CheckContext kamanasa{*Date::from_ymd(2026, 11, 22), "5321012005"};

const Answers good{
    {"nik", "5321011208859901"},
    {"no_kk", "5321010308129901"},
    {"nama", "Yohanes Bria"},
    {"tempat_lahir", "Betun"},
    {"tanggal_lahir", "1985-08-12"},
    {"jenis_kelamin", "L"},
    {"nama_ibu_kandung", "Maria Hoar"},
    {"alamat", "Dusun Laran"},
    {"rt", "001"},
    {"rw", "002"},
    {"kode_desa", "5321012005"},
    {"no_hp", "086010302040"},
    {"pekerjaan", "petani"},
    {"lokasi_kerja", "Desa Kamanasa"},
    {"jam_kerja", "07:00-15:00"},
    {"penghasilan", "900000"},
    {"ahli_waris_nama", "Rosa Luruk"},
    {"ahli_waris_hubungan", "istri"},
    {"status_kawin", "kawin_tercatat"},
    {"sumber_dana", "SG"},
    {"pemberitahuan_tanggal", "2026-11-20"},
    {"pemberitahuan_cara", "tanda_tangan"},
};

Answers with(const Answers& changes) {
    Answers answers = good;
    for (const auto& [key, value] : changes) {
        answers[key] = value;
        if (value.empty()) {
            answers.erase(key);
        }
    }
    return answers;
}

/// `code@field`, in the order of the check, one blank between.
std::string findings(const Answers& changes) {
    std::string text;
    for (const Finding& found : check(with(changes), kamanasa)) {
        text += (text.empty() ? "" : " ") + found.code + '@' + found.field;
    }
    return text;
}

struct Row {
    Answers changes;
    const char* expected;
};

const std::vector<Row> rows{
    {{}, ""},
    // Any field.
    {{{"nik", ""}}, "required@nik"},
    {{{"nama_ibu_kandung", ""}}, "required@nama_ibu_kandung"},
    {{{"no_kk", ""}, {"no_hp", ""}, {"rt", ""}, {"rw", ""}, {"sumber_dana", ""}}, ""},
    {{{"alamat", std::string(201, 'x')}}, "too_long@alamat"},
    {{{"alamat", std::string(200, 'x')}}, ""},
    {{{"jenis_kelamin", "X"}}, "choice_unknown@jenis_kelamin"},
    {{{"status_kawin", "janda"}}, "choice_unknown@status_kawin"},
    {{{"tanggal_lahir", "12-08-85"}}, "date_unreadable@tanggal_lahir"},
    {{{"tanggal_lahir", "31270"}}, "date_number_cell@tanggal_lahir"},
    // NIK and KK beside the other answers.
    {{{"nik", "5321011208859"}}, "nik_length@nik"},
    {{{"nik", "53210112088599O1"}}, "nik_not_digits@nik"},
    {{{"nik", "5.32E+15"}}, "nik_number_cell@nik"},
    {{{"nik", "5321XXXXXXXX9901"}}, "nik_masked@nik"},
    {{{"nik", "0532101200500001"}}, "nik_temporary@nik"},
    {{{"nik", "9921011208859901"}}, "nik_province_unknown@nik"},
    {{{"nik", "5398011208859901"}}, "nik_kabupaten_unknown@nik"},
    {{{"nik", "5321013308859901"}}, "nik_day@nik"},
    {{{"nik", "5321011213859901"}}, "nik_month@nik"},
    {{{"nik", "5321013102859901"}}, "nik_date@nik"},
    {{{"nik", "5321011208850000"}}, "nik_serial_zero@nik"},
    {{{"nik", "5321011208859999"}}, "nik_invented@nik"},
    {{{"tanggal_lahir", "1985-08-13"}}, "nik_birth_date_differs@nik"},
    {{{"jenis_kelamin", "P"}, {"ahli_waris_hubungan", "anak"}}, "nik_sex_differs@nik"},
    {{{"nik", "5304091208859901"}}, "nik_old_district@nik"},
    {{{"nik", "5304991208859901"}}, "nik_district_unknown@nik"},
    {{{"nik", "5321011208269901"}, {"tanggal_lahir", "12-08-26"}},
     "date_unreadable@tanggal_lahir nik_century_open@nik"},
    {{{"no_kk", "532101030812990"}}, "kk_length@no_kk"},
    {{{"no_kk", "53210103081299O1"}}, "kk_not_digits@no_kk"},
    {{{"no_kk", "5.32E+15"}}, "kk_number_cell@no_kk"},
    {{{"no_kk", "5321XXXXXXXX9901"}}, "kk_masked@no_kk"},
    {{{"no_kk", "0000000000000000"}}, "kk_zero@no_kk"},
    {{{"no_kk", "9921010308129901"}}, "kk_province_unknown@no_kk"},
    {{{"no_kk", "5398010308129901"}}, "kk_kabupaten_unknown@no_kk"},
    {{{"no_kk", "5321010308120000"}}, "kk_serial_zero@no_kk"},
    {{{"no_kk", "5321011208859901"}}, "kk_same_as_nik@no_kk"},
    {{{"no_kk", "5321014308129901"}}, "kk_date@no_kk"},
    // Names.
    {{{"nama", "..."}}, "name_no_letters@nama"},
    {{{"nama", "Yohanes Br1a"}}, "name_digits@nama"},
    {{{"ahli_waris_nama", "0812"}}, "name_digits@ahli_waris_nama"},
    {{{"nama", std::string(30, 'a') + ' ' + std::string(30, 'b')}}, "name_long@nama"},
    {{{"nama", std::string(30, 'a') + ' ' + std::string(29, 'b')}}, ""},
    {{{"nama", std::string(101, 'a')}}, "too_long@nama name_long@nama name_one_word@nama"},
    {{{"nama", "Yohanes_Bria"}}, "name_signs@nama name_one_word@nama"},
    {{{"nama", "Margaretha Sa’at, M.Si-X"}}, ""},
    {{{"nama", "José Ndolu"}}, ""},
    {{{"nama_ibu_kandung", "tidak diketahui"}}, "name_placeholder@nama_ibu_kandung"},
    {{{"nama_ibu_kandung", "Maria"}}, ""},
    {{{"nama", "Yohanes"}}, "name_one_word@nama"},
    {{{"nama_ibu_kandung", "YOHANES BRIA"}}, "mother_same_name@nama_ibu_kandung"},
    {{{"ahli_waris_nama", "Yohanes Bria"}, {"ahli_waris_hubungan", "anak"}},
     "heir_same_name@ahli_waris_nama"},
    // Birth: 17 today, 17 tomorrow, 64, 65 today.
    {{{"nik", "5321012211099901"}, {"tanggal_lahir", "2009-11-22"}}, ""},
    {{{"nik", "5321012311099901"}, {"tanggal_lahir", "2009-11-23"}}, "age_too_young@tanggal_lahir"},
    {{{"nik", "5321012311629901"}, {"tanggal_lahir", "1962-11-23"}}, ""},
    {{{"nik", "5321012311619901"}, {"tanggal_lahir", "1961-11-23"}}, "age_ends_soon@tanggal_lahir"},
    {{{"nik", "5321012211619901"}, {"tanggal_lahir", "1961-11-22"}}, "age_too_old@tanggal_lahir"},
    {{{"tanggal_lahir", "2085-08-12"}}, "birth_date_future@tanggal_lahir"},
    {{{"tempat_lahir", "Betun, 12-08-1985"}}, "birth_place_digits@tempat_lahir"},
    // Address.
    {{{"rt", "RT satu"}}, "rt_rw_digits@rt"},
    {{{"rw", "1"}}, "rt_rw_digits@rw"},
    {{{"kode_desa", "53.21.01"}}, "village_code@kode_desa"},
    {{{"kode_desa", "5321012099"}}, "village_unknown@kode_desa"},
    {{{"kode_desa", "5321012006"}}, "village_other@kode_desa"},
    {{{"no_hp", "tidak ada"}}, "phone_format@no_hp"},
    {{{"no_hp", "08601030"}}, "phone_format@no_hp"},
    {{{"no_hp", "08601030204050"}}, "phone_format@no_hp"},
    {{{"no_hp", "6286010302040"}}, "phone_format@no_hp"},
    {{{"no_hp", "0380821254"}}, ""},
    {{{"no_hp", "081234567890"}}, "phone_invented@no_hp"},
    {{{"no_hp", "081200000000"}}, "phone_invented@no_hp"},
    // Work.
    {{{"pekerjaan", "asn"}}, "job_excluded@pekerjaan"},
    {{{"pekerjaan", "tni"}}, "job_excluded@pekerjaan"},
    {{{"pekerjaan", "pensiunan"}}, "job_excluded@pekerjaan"},
    {{{"pekerjaan", "tidak_bekerja"}}, "job_none@pekerjaan"},
    {{{"pekerjaan", "karyawan"}}, "job_formal@pekerjaan"},
    {{{"pekerjaan", "rumah_tangga"}}, "job_household@pekerjaan"},
    {{{"pekerjaan", "perangkat_desa"}}, "job_village_office@pekerjaan"},
    {{{"jam_kerja", "8 jam"}}, "hours_unreadable@jam_kerja"},
    {{{"jam_kerja", "7-15"}}, "hours_unreadable@jam_kerja"},
    {{{"jam_kerja", "07:00-07:00"}}, "hours_same@jam_kerja"},
    {{{"jam_kerja", "05:00-21:00"}}, ""},
    {{{"jam_kerja", "05:00-21:01"}}, "hours_long@jam_kerja"},
    {{{"jam_kerja", "18:00-05:00"}}, ""},
    {{{"penghasilan", "cukup"}}, "income_unreadable@penghasilan"},
    {{{"penghasilan", "1.500.000"}}, "income_unreadable@penghasilan"},
    {{{"penghasilan", "0"}}, "income_zero@penghasilan"},
    {{{"penghasilan", "49999"}}, "income_low@penghasilan"},
    {{{"penghasilan", "50000"}}, ""},
    {{{"penghasilan", "10000000"}}, ""},
    {{{"penghasilan", "10000001"}}, "income_high@penghasilan"},
    // Heir and marriage.
    {{{"ahli_waris_nama", ""}, {"ahli_waris_hubungan", ""}}, "heir_missing@ahli_waris_nama"},
    {{{"ahli_waris_hubungan", ""}}, "heir_relation_missing@ahli_waris_hubungan"},
    {{{"ahli_waris_hubungan", "suami"}}, "heir_relation_sex@ahli_waris_hubungan"},
    {{{"status_kawin", "belum_kawin"}}, "heir_spouse_unmarried@ahli_waris_hubungan"},
    {{{"status_kawin", "cerai_mati"}}, "heir_spouse_unmarried@ahli_waris_hubungan"},
    {{{"status_kawin", "kawin"}}, "marriage_record_unknown@status_kawin"},
    {{{"status_kawin", "kawin_belum_tercatat"}}, "marriage_unrecorded@status_kawin"},
    {{{"status_kawin", "kawin_belum_tercatat"}, {"ahli_waris_hubungan", "anak"}}, ""},
    // Notice.
    {{{"pemberitahuan_tanggal", ""}, {"pemberitahuan_cara", ""}},
     "notice_missing@pemberitahuan_tanggal"},
    {{{"pemberitahuan_cara", ""}}, "notice_missing@pemberitahuan_cara"},
    {{{"pemberitahuan_tanggal", "2026-11-23"}}, "notice_future@pemberitahuan_tanggal"},
};

}  // namespace

TEST_CASE("each answer that cannot be, or should be looked at, is found with its code and field") {
    for (const Row& row : rows) {
        std::string changes;
        for (const auto& [key, value] : row.changes) {
            changes.append(key).append("=").append(value).append(" ");
        }
        INFO(changes);
        CHECK(findings(row.changes) == row.expected);
    }
}

TEST_CASE("what is wrong on some of the days that today can be is a warning that names the clock") {
    const auto on = [](const char* key, const char* date) {
        // From the day the program was built, when the clock is dead; or to what a clock far ahead
        // shows.
        const CheckContext unsure{{*Date::from_ymd(2026, 11, 22), *Date::from_ymd(2028, 11, 21)},
                                  "5321012005"};
        std::string text;
        for (const Finding& found : check(with({{"nik", ""}, {key, date}}), unsure, key)) {
            text += std::string(name_of(found.severity)) + ' ' + found.code;
        }
        return text;
    };
    const auto birth = [&](const char* date) { return on("tanggal_lahir", date); };
    CHECK(birth("2028-11-22") == "error birth_date_future");
    CHECK(birth("2028-11-21") == "error age_too_young");
    CHECK(birth("2011-11-22") == "error age_too_young");
    CHECK(birth("2011-11-21") == "warning age_young_by_clock");
    CHECK(birth("2009-11-23") == "warning age_young_by_clock");
    CHECK(birth("2009-11-22").empty());
    CHECK(birth("1963-11-22").empty());
    CHECK(birth("1963-11-21") == "warning age_old_by_clock");
    CHECK(birth("1961-11-23") == "warning age_old_by_clock");
    CHECK(birth("1961-11-22") == "error age_too_old");
    const auto notice = [&](const char* date) { return on("pemberitahuan_tanggal", date); };
    CHECK(notice("2026-11-22").empty());
    CHECK(notice("2026-11-23") == "warning notice_future_by_clock");
    CHECK(notice("2028-11-21") == "warning notice_future_by_clock");
    CHECK(notice("2028-11-22") == "error notice_future");
}

TEST_CASE("a clock of 2099 reads the birth dates of NIKs as one of today does") {
    const CheckContext far_ahead{{*Date::from_ymd(2026, 11, 22), *Date::from_ymd(2099, 1, 1)},
                                 "5321012005"};
    CHECK(implied_answers({{"nik", "5321011208859901"}}, far_ahead).at("tanggal_lahir") ==
          "1985-08-12");
    CHECK(implied_answers({{"nik", "5321011708010008"}}, far_ahead).at("tanggal_lahir") ==
          "2001-08-17");
}

TEST_CASE("every code of the closed list can be reached, and no code outside it is given") {
    std::set<std::string> given;
    // Of a clock that is wrong; tested there.
    given.insert({"age_young_by_clock", "age_old_by_clock", "notice_future_by_clock"});
    for (const Row& row : rows) {
        for (const Finding& found : check(with(row.changes), kamanasa)) {
            given.insert(found.code);
        }
    }
    // Of sheets, not of answers; tested with the sheets.
    given.insert({"row_shifted", "column_unknown", "column_missing", "sheet_without_notice"});
    std::set<std::string> listed;
    for (const FindingKind& kind : finding_kinds()) {
        CHECK(listed.insert(std::string(kind.code)).second);
    }
    CHECK(given == listed);
    CHECK(finding("no such code", "nik").severity == Severity::error);
}

TEST_CASE("the check of one field gives what the check of the whole says of it") {
    for (const Row& row : rows) {
        const Answers answers = with(row.changes);
        const std::vector<Finding> whole = check(answers, kamanasa);
        std::size_t apart = 0;
        for (const Field& field : form_fields()) {
            for (const Finding& found : check(answers, kamanasa, field.key)) {
                CHECK(std::ranges::find(whole, found) != whole.end());
                ++apart;
            }
        }
        CHECK(apart == whole.size());
        CHECK(std::ranges::is_sorted(whole, {}, &Finding::severity));
    }
}

TEST_CASE("an empty form names every required answer and nothing it cannot know") {
    std::size_t required = 0;
    for (const Field& field : form_fields()) {
        required += field.required ? 1 : 0;
    }
    const auto all = check({}, kamanasa);
    CHECK(std::ranges::count(all, "required", &Finding::code) ==
          static_cast<std::ptrdiff_t>(required));
    CHECK(warning_codes(all) == std::vector<std::string>{"heir_missing", "notice_missing"});
    CHECK(has_errors(all));
    CHECK_FALSE(has_errors(check(good, kamanasa)));
}

TEST_CASE("the codes of warnings are sorted and each stands once") {
    CHECK(warning_codes(check(with({{"nama", "a_b"},
                                    {"nama_ibu_kandung", "c_d"},
                                    {"penghasilan", "0"},
                                    {"status_kawin", "kawin"}}),
                              kamanasa)) ==
          std::vector<std::string>{"income_zero", "marriage_record_unknown", "name_signs"});
}

TEST_CASE("a register without a village takes any village of NTT") {
    CHECK(check(good, {kamanasa.today, ""}).empty());
}

TEST_CASE("birth date, sex and village follow from the NIK and the register where not answered") {
    const Answers implied = implied_answers({{"nik", "5321015208859901"}}, kamanasa);
    CHECK(implied == Answers{{"jenis_kelamin", "P"},
                             {"kode_desa", "5321012005"},
                             {"tanggal_lahir", "1985-08-12"}});
    CHECK(implied_answers(good, kamanasa).empty());
    // Nothing is filled in from a number that is wrong, temporary or open between two centuries.
    for (const char* nik : {"5321013308859901", "0532101200500001", "53210112088599"}) {
        CHECK(implied_answers({{"nik", nik}}, kamanasa).size() == 1);
    }
    CHECK(implied_answers({{"nik", "5321011208269901"}}, kamanasa) ==
          Answers{{"jenis_kelamin", "L"}, {"kode_desa", "5321012005"}});
}

TEST_CASE("a child with a NIK of 2012 is told to be under 17 and never 65 or older") {
    const Answers child{{"nik", "5321011708120008"}};
    Answers filled = implied_answers(child, kamanasa);
    CHECK(filled.at("tanggal_lahir") == "2012-08-17");
    filled.insert(child.begin(), child.end());
    const std::vector<Finding> of_birth = check(filled, kamanasa, "tanggal_lahir");
    REQUIRE(of_birth.size() == 1);
    CHECK(of_birth.front().code == "age_too_young");
}
