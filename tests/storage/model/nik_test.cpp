#include "storage/model/nik.hpp"

#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/region.hpp"
#include "support/copied_nik.hpp"

namespace {

using namespace lontar;
using namespace lontar::model;

const KtpFacts nothing_known{
    .birth_date = std::nullopt, .sex = std::nullopt, .today = Date::from_ymd(2026, 11, 22)};

std::string words(const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& found : findings) {
        text += (text.empty() ? "" : " ") + found.code;
    }
    return text;
}

std::string iso(const std::optional<Date>& date) {
    return date ? date->iso() : "-";
}

struct Row {
    const char* number;
    const char* verdict;
    const char* reasons;
    const char* birth_date;
};

void check_rows(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        const Nik nik = Nik::parse(row.number, nothing_known);
        INFO(row.number);
        CHECK(name_of(nik.verdict) == row.verdict);
        CHECK(words(nik.findings) == row.reasons);
        CHECK(iso(nik.birth_date) == row.birth_date);
    }
}

}  // namespace

TEST_CASE("a NIK of NTT is read as the rules of the number say") {
    check_rows({
        {"5301041208859901", "ok", "", "1985-08-12"},
        {"5301045208859901", "ok", "", "1985-08-12"},
        {"5304092907729901", "ok", "nik_old_district", "1972-07-29"},
        {"5301150107709901", "ok", "nik_old_district", "1970-07-01"},
        {"5302990107709901", "ok", "nik_district_unknown", "1970-07-01"},
        {"5302152902009901", "ok", "", "2000-02-29"},
        {"5302152902049901", "ok", "", "2004-02-29"},
        {"5302152902019901", "error", "nik_date", "-"},
        {"5302157102859901", "error", "nik_date", "-"},
        {"5302153104859901", "error", "nik_date", "-"},
        {"5302158501859901", "error", "nik_day", "-"},
        {"5302153301859901", "error", "nik_day", "-"},
        {"5302157201859901", "error", "nik_day", "-"},
        {"5302150001859901", "error", "nik_day", "-"},
        {"5302154001859901", "error", "nik_day", "-"},
        {"5302159901859901", "error", "nik_day", "-"},
        {"5302154101859901", "ok", "", "1985-01-01"},
        {"5302157101859901", "ok", "", "1985-01-31"},
        {"5302151213859901", "error", "nik_month", "-"},
        {"5302151200859901", "error", "nik_month", "-"},
        {"5302153213859901", "error", "nik_day nik_month", "-"},
        {"5302151208850000", "error", "nik_serial_zero", "1985-08-12"},
        {"5302151208850010", "ok", "", "1985-08-12"},
        {"5302151208859999", "warning", "nik_invented", "1985-08-12"},
        {"1111111111111111", "warning", "nik_invented", "2011-11-11"},
        {"1234567890123456", "error", "nik_day nik_month nik_invented", "-"},
        {"5399011208859901", "error", "nik_kabupaten_unknown", "1985-08-12"},
        {"5322011208859901", "error", "nik_kabupaten_unknown", "1985-08-12"},
        {"5371011208859901", "ok", "", "1985-08-12"},
    });
}

TEST_CASE("outside NTT only the province of a NIK is checked") {
    check_rows({
        {"3171011708450001", "ok", "", "1945-08-17"},
        {"3171012902001234", "ok", "", "2000-02-29"},
        {"3171013002001234", "error", "nik_date", "-"},
        {"3204110609970001", "ok", "", "1997-09-06"},
        {"3329091003780012", "ok", "", "1978-03-10"},
        {"3199991003780012", "ok", "", "1978-03-10"},
        {"9971011708450001", "error", "nik_province_unknown", "1945-08-17"},
        {"2071011708450001", "error", "nik_province_unknown", "1945-08-17"},
    });
    for (const char* province : {"91", "92", "93", "94", "95", "96"}) {
        const Nik nik = Nik::parse(std::string(province) + "01011708450001", nothing_known);
        CHECK(nik.verdict == NikVerdict::ok);
    }
}

TEST_CASE("a NIK is cleaned of what people and spreadsheets put around the digits") {
    for (const std::string& text : support::copied_forms("5302151208859901")) {
        const Nik nik = Nik::parse(text, nothing_known);
        INFO(text);
        CHECK(nik.verdict == NikVerdict::ok);
        CHECK(nik.digits == "5302151208859901");
    }
}

TEST_CASE("what is no NIK says why and gives no digits") {
    check_rows({
        {"", "error", "nik_length", "-"},
        {"530215120885990", "error", "nik_length", "-"},
        {"53021512088599011", "error", "nik_length", "-"},
        {"5302151208859A01", "error", "nik_not_digits", "-"},
        {"tidak ada", "error", "nik_not_digits", "-"},
        {"5301XXXXXXXX9901", "error", "nik_masked", "-"},
        {"5301••••••••9901", "error", "nik_masked", "-"},
        {"5.30E+15", "error", "nik_number_cell", "-"},
        {"5,30215120885990E+15", "error", "nik_number_cell", "-"},
        {"5302151208859901.0", "error", "nik_number_cell", "-"},
        {"5302151208859900,00", "error", "nik_number_cell", "-"},
    });
    CHECK(Nik::parse("530215120885990", nothing_known).digits.empty());
}

TEST_CASE("letters that look like digits are offered as digits and never taken for them") {
    const Nik nik = Nik::parse("53O2l5I208859901", nothing_known);
    CHECK(nik.verdict == NikVerdict::error);
    CHECK(nik.suggestion == "5302151208859901");
    CHECK_FALSE(Nik::parse("5302A51208859901", nothing_known).suggestion.has_value());
}

TEST_CASE("a number that begins with 0 is temporary and no NIK") {
    for (const char* text : {"0530215120885991", "0000000000000000", "0", "'0"}) {
        INFO(text);
        const Nik nik = Nik::parse(text, nothing_known);
        CHECK(name_of(nik.verdict) == "temporary");
        CHECK(words(nik.findings) == "nik_temporary");
        CHECK(has_errors(nik.findings));
        CHECK_FALSE(nik.birth_date.has_value());
    }
}

TEST_CASE("a NIK of 2001, 2005, 2008 or 2012 tells its birth date, and nobody is born in 1912") {
    const auto born = [](const char* number) {
        return iso(
            Nik::parse(number, {.birth_date = {}, .sex = {}, .today = Date::from_ymd(2026, 11, 30)})
                .birth_date);
    };
    CHECK(born("5321011708010008") == "2001-08-17");
    CHECK(born("5321011708050008") == "2005-08-17");
    CHECK(born("5321011708080008") == "2008-08-17");
    // Who is too young is a child and no person of 114.
    CHECK(born("5321011708120008") == "2012-08-17");
    CHECK(born("5321015708120008") == "2012-08-17");
    // From the day that lies ahead on, it is the century before.
    CHECK(born("5321013011260008") == "-");
    CHECK(born("5321010112260008") == "1926-12-01");
    CHECK(born("5321013112990008") == "1999-12-31");
    // A person of 100 may live, one of 101 is the child of that year.
    CHECK(born("5321010112250008") == "-");
    CHECK(born("5321013011250008") == "2025-11-30");
    CHECK(born("5321012902240008") == "2024-02-29");
    CHECK(born("5321012902000008") == "2000-02-29");
}

TEST_CASE("the century comes from the KTP, or from the calendar, or stays open") {
    const auto born = [](const char* number, std::optional<Date> ktp, std::optional<Date> today) {
        return iso(Nik::parse(number, {.birth_date = ktp, .sex = {}, .today = today}).birth_date);
    };
    const auto today = Date::from_ymd(2026, 11, 22);
    CHECK(born("5302151208859901", {}, today) == "1985-08-12");
    CHECK(born("5302151208059901", Date::from_ymd(2005, 8, 12), today) == "2005-08-12");
    CHECK(born("5302151208059901", Date::from_ymd(1905, 8, 12), today) == "1905-08-12");
    // Without a calendar nothing is guessed, and a calendar that leaves no century decides nothing.
    CHECK(born("5302151208859901", {}, {}) == "-");
    CHECK(born("5302152902009901", {}, {}) == "2000-02-29");
    CHECK(born("5302152902009901", {}, Date::from_ymd(1980, 1, 1)) == "2000-02-29");
    CHECK(born("5302151208059901", {}, Date::from_ymd(2180, 1, 1)) == "-");
    CHECK(words(Nik::parse("5302151208269901", nothing_known).findings) == "nik_century_open");
    CHECK(Nik::parse("5302151208269901", nothing_known).verdict == NikVerdict::ok);
}

TEST_CASE("a KTP that differs from the NIK is a warning, since the NIK never changes") {
    const auto verdict = [](std::optional<Date> born, std::optional<Sex> sex) {
        const Nik nik = Nik::parse("5302151208859901",
                                   {.birth_date = born, .sex = sex, .today = nothing_known.today});
        return std::string(name_of(nik.verdict)) + ": " + words(nik.findings);
    };
    CHECK(verdict(Date::from_ymd(1985, 8, 12), Sex::male) == "ok: ");
    CHECK(verdict(Date::from_ymd(1985, 8, 13), Sex::male) == "warning: nik_birth_date_differs");
    CHECK(verdict(Date::from_ymd(1985, 8, 12), Sex::female) == "warning: nik_sex_differs");
    CHECK(verdict(Date::from_ymd(1895, 8, 12), Sex::female) ==
          "warning: nik_sex_differs nik_birth_date_differs");
}

TEST_CASE("every code of a split district is kept for life, and none of them is in use today") {
    int old_codes = 0;
    for (const char* mother : {"5301", "5304", "5309", "5310", "5312"}) {
        int last_in_use = 0;
        for (int number = 1; number <= 99; ++number) {
            const std::string code = mother + std::to_string(100 + number).substr(1);
            last_in_use = find_region(code) ? number : last_in_use;
        }
        for (int number = 1; number <= 99; ++number) {
            const std::string code = mother + std::to_string(100 + number).substr(1);
            INFO(code);
            CHECK_FALSE((is_old_district(code) && find_region(code).has_value()));
            if (number < last_in_use) {
                CHECK(is_old_district(code) != find_region(code).has_value());
            }
            const Nik nik = Nik::parse(code + "1208859901", nothing_known);
            CHECK(nik.verdict == NikVerdict::ok);
            old_codes += words(nik.findings) == "nik_old_district" ? 1 : 0;
        }
    }
    CHECK(old_codes == 43);
}

TEST_CASE("a KK is checked as the number of a family, not of a person") {
    const auto kk = [](const char* number) { return words(check_kk(number, "5302151208859901")); };
    CHECK(kk("5302150308129902").empty());
    CHECK(kk("5304090308129902").empty());
    CHECK(kk("").empty());
    CHECK(kk("5302151208859901") == "kk_same_as_nik");
    CHECK(kk("5302 1512 0885 9901") == "kk_same_as_nik");
    CHECK(kk("530215030812990") == "kk_length");
    CHECK(kk("53021503081299O2") == "kk_not_digits");
    CHECK(kk("5301XXXXXXXX9901") == "kk_masked");
    CHECK(kk("5.30E+15") == "kk_number_cell");
    CHECK(kk("0") == "kk_zero");
    CHECK(kk("0000000000000000") == "kk_zero");
    CHECK(kk("9902150308129902") == "kk_province_unknown");
    CHECK(kk("5399150308129902") == "kk_kabupaten_unknown");
    CHECK(kk("5302150308120000") == "kk_serial_zero");
    // A woman's NIK in the place of the KK shows by its day.
    CHECK(kk("5302154308129902") == "kk_date");
    CHECK(kk("5302153002129902") == "kk_date");
}
