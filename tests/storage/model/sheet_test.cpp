#include "storage/model/sheet.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "support/people.hpp"

namespace {

using namespace lontar;
using namespace lontar::model;

const CheckContext kamanasa{support::day_of_tests(), "5321012005"};

std::vector<Answers> people(std::size_t count) {
    return support::PeopleMaker(4, "5321012005").make(count);
}
std::string csv(std::size_t count) {
    return support::people_csv(people(count));
}

std::string code_of(const Result<Sheet>& sheet) {
    return sheet ? "read" : sheet.error().code;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

std::vector<Answers> answers_of(const Result<Sheet>& sheet) {
    REQUIRE(sheet.has_value());
    std::vector<Answers> all;
    for (const SheetRow& row : sheet->rows) {
        all.push_back(row.answers);
    }
    return all;
}

}  // namespace

TEST_CASE("a sheet is the same whatever separator, line end or mark its program writes") {
    const std::string plain = csv(30);
    const auto expected = answers_of(read_sheet(plain));
    REQUIRE(expected.size() == 30);
    CHECK(answers_of(read_sheet("\xEF\xBB\xBF" + plain)) == expected);
    CHECK(answers_of(read_sheet(replaced(plain, "\n", "\r\n"))) == expected);
    CHECK(answers_of(read_sheet(replaced(plain, "\n", "\r"))) == expected);
    CHECK(answers_of(read_sheet(replaced(plain, ",", ";"))) == expected);
    CHECK(answers_of(read_sheet(replaced(plain, ",", "\t"))) == expected);
    CHECK(answers_of(read_sheet("sep=;\r\n" + replaced(plain, ",", ";"))) == expected);
    CHECK(answers_of(read_sheet(plain.substr(0, plain.size() - 1))) == expected);
    CHECK(answers_of(read_sheet("\n\n" + plain + "\n\n,,,,\n")) == expected);
    CHECK(answers_of(read_sheet(replaced(plain, "nik,no_kk,nama,tempat_lahir",
                                         " NIK , No_KK,\"Nama\",Tempat Lahir"))) == expected);
}

TEST_CASE("rows are numbered as the spreadsheet numbers them") {
    const std::string text = csv(3);
    const auto header_end = text.find('\n') + 1;
    const auto row_end = text.find('\n', header_end) + 1;
    const std::string gaps = text.substr(0, row_end) + "\n,,,\n" + text.substr(row_end);
    for (const char* line_end : {"\n", "\r\n", "\r"}) {
        const auto sheet = read_sheet(replaced(gaps, "\n", line_end));
        REQUIRE(sheet.has_value());
        REQUIRE(sheet->row_count == 3);
        CHECK(sheet->rows[0].row == 2);
        CHECK(sheet->rows[1].row == 5);
        CHECK(sheet->rows[2].row == 6);
    }
}

TEST_CASE("a quoted cell holds separators, quotes and line ends") {
    const std::string text = replaced(csv(1), "Dusun ", "\"Dusun, \"\"A\"\"\nB\" ");
    const auto sheet = read_sheet(text);
    REQUIRE(sheet.has_value());
    REQUIRE(sheet->rows.size() == 1);
    CHECK(sheet->rows[0].answers.at("alamat").starts_with("Dusun, \"A\" B "));
    CHECK_FALSE(has_errors(check(sheet->rows[0].answers, kamanasa)));
}

TEST_CASE(
    "a NIK keeps its digits when the spreadsheet marked it as text, and is refused as a number") {
    const std::string nik = people(1).front().at("nik");
    const auto first_row = [&](const std::string& cell) {
        const auto sheet = read_sheet(replaced(csv(1), nik, cell));
        REQUIRE(sheet.has_value());
        std::string codes;
        for (const SheetProblem& problem : check_row(sheet->rows.front(), kamanasa)) {
            codes += problem.finding.severity == Severity::error
                         ? problem.column + ':' + problem.finding.code
                         : "";
        }
        return codes;
    };
    CHECK(first_row("'" + nik).empty());
    CHECK(first_row("=\"" + nik + "\"").empty());
    CHECK(first_row("\"=\"\"" + nik + "\"\"\"").empty());
    CHECK(first_row("5.30E+15") == "nik:nik_number_cell");
    CHECK(first_row("\"5,30E+15\"") == "nik:nik_number_cell");
}

TEST_CASE("a file whose NIKs lost their last digit is stopped from 20 NIKs on") {
    const auto with_zeros = [](std::size_t count, std::size_t zeros) {
        auto all = people(count);
        for (std::size_t at = 0; at < count; ++at) {
            all[at]["nik"].back() = at < zeros ? '0' : '1';
        }
        return code_of(read_sheet(support::people_csv(all)));
    };
    CHECK(with_zeros(20, 6) == "I-05");
    CHECK(with_zeros(20, 5) == "read");
    CHECK(with_zeros(19, 19) == "read");
}

TEST_CASE("a header names every needed column it lacks, an unneeded one is only noted") {
    const std::string text = csv(2);
    const auto missing = read_sheet(replaced(text, ",nama_ibu_kandung,", ",ibu,"));
    CHECK(code_of(missing) == "I-04");
    CHECK(missing.error().context == "nama_ibu_kandung");
    const auto two =
        read_sheet(replaced(replaced(text, ",nama_ibu_kandung,", ",ibu,"), ",alamat,", ",jalan,"));
    CHECK(code_of(two) == "I-04");
    CHECK(two.error().context == "nama_ibu_kandung, alamat");
    CHECK(code_of(read_sheet(replaced(text, ",no_kk,", ",nik,"))) == "I-06");

    const auto noted = read_sheet(replaced(text, ",no_hp,", ",telepon,"));
    REQUIRE(noted.has_value());
    REQUIRE(noted->problems.size() == 2);
    CHECK(noted->problems[0].finding == finding("column_missing", "no_hp"));
    CHECK(noted->problems[1].finding == finding("column_unknown", "telepon"));
    CHECK(noted->problems[1].row == 0);
    CHECK_FALSE(noted->rows[0].answers.contains("telepon"));
}

TEST_CASE("a sheet without a header says so and shows nothing of the people in it") {
    const std::string text = csv(5);
    const auto sheet = read_sheet(text.substr(text.find('\n') + 1));
    CHECK(code_of(sheet) == "I-04");
    CHECK(sheet.error().context.starts_with("nik, nama, tempat_lahir, "));
    CHECK(code_of(read_sheet("")) == "I-04");
    CHECK(code_of(read_sheet("\n\n\n")) == "I-04");
    CHECK(code_of(read_sheet("\xEF\xBB\xBF")) == "I-04");
    CHECK(read_sheet(text.substr(0, text.find('\n')))->row_count == 0);
}

TEST_CASE("a row with more cells than columns is refused, empty ones at its end are not") {
    const std::string text = csv(2);
    const auto sheet = read_sheet(text.substr(0, text.size() - 1) + ",x\n");
    REQUIRE(sheet.has_value());
    CHECK(sheet->rows[0].problems.empty());
    REQUIRE(sheet->rows[1].problems.size() == 1);
    CHECK(sheet->rows[1].problems[0].finding == finding("row_shifted", ""));
    CHECK(sheet->rows[1].problems[0].row == 3);
    CHECK(read_sheet(text.substr(0, text.size() - 1) + ",, ,\n")->rows[1].problems.empty());
}

TEST_CASE("what is no CSV is refused with the reason why") {
    using namespace std::string_literals;
    CHECK(code_of(read_sheet("PK\x03\x04 the rest")) == "I-01");
    CHECK(code_of(read_sheet("\xD0\xCF\x11\xE0 the rest")) == "I-01");
    CHECK(code_of(read_sheet("\xFF\xFEn\0i\0k\0"s)) == "I-01");
    CHECK(code_of(read_sheet("\xFE\xFF\0n\0i\0k"s)) == "I-01");
    CHECK(code_of(read_sheet("<!DOCTYPE html>\n<HTML><table>")) == "I-01");
    CHECK(code_of(read_sheet(csv(1) + "\0"s)) == "I-01");
    CHECK(code_of(read_sheet(replaced(csv(1), "Dusun", "Jos\xE9"))) == "I-01");
    CHECK(code_of(read_sheet(csv(1) + "\"never closed")) == "I-03");
    CHECK(code_of(read_sheet("\"never closed")) == "I-03");
}

TEST_CASE("a file over a limit is refused before it fills the memory") {
    const std::string text = csv(3);
    SheetLimits limits;
    limits.max_bytes = text.size();
    CHECK(code_of(read_sheet(text, limits)) == "read");
    limits.max_bytes = text.size() - 1;
    CHECK(code_of(read_sheet(text, limits)) == "I-02");
    limits = {};
    limits.max_rows = 3;
    CHECK(code_of(read_sheet(text, limits)) == "read");
    limits.max_rows = 2;
    CHECK(code_of(read_sheet(text, limits)) == "I-02");
    limits = {};
    limits.max_columns = 20;
    CHECK(code_of(read_sheet(text, limits)) == "read");
    limits.max_columns = 19;
    CHECK(code_of(read_sheet(text, limits)) == "I-02");

    std::string ten_megabytes;
    ten_megabytes.resize(10'000'000, 'x');
    CHECK(code_of(read_sheet(text + ten_megabytes)) == "I-02");
    CHECK(code_of(read_sheet(text + '"' + ten_megabytes + '"')) == "I-02");
    CHECK(code_of(read_sheet(text + std::string(1'000'000, ','))) == "I-02");
    CHECK(code_of(read_sheet(std::string(1'000'000, ','))) == "I-02");
    CHECK(code_of(read_sheet(std::string(1'000'000, '\n'))) == "I-04");
    CHECK(code_of(read_sheet(text + std::string(1'000'000, '\n'))) == "read");
    CHECK(code_of(read_sheet(std::string(1'000'001, '"'))) == "I-02");
}

TEST_CASE("a sheet cut at any byte is read up to there or refused, and no answer is made up") {
    const std::string text = replaced(csv(2), "Dusun ", "\"Dusun, \"\"A\"\"\nB\" ");
    const auto whole = answers_of(read_sheet(text));
    for (std::size_t length = 0; length < text.size(); ++length) {
        const auto sheet = read_sheet(std::string_view(text).substr(0, length));
        if (!sheet) {
            // Cut to `nama`, the mother's column is a second one of that name.
            const std::string code = sheet.error().code;
            CHECK((code == "I-03" || code == "I-04" || code == "I-06"));
            continue;
        }
        CHECK(sheet->rows.size() <= 2);
        if (sheet->rows.size() == 2) {
            CHECK(sheet->rows[0].answers == whole[0]);
        }
    }
}

TEST_CASE("columns may stand in any order") {
    const std::string text =
        "status_kawin;penghasilan;jam_kerja;lokasi_kerja;pekerjaan;kode_desa;alamat;"
        "nama_ibu_kandung;jenis_kelamin;tanggal_lahir;tempat_lahir;nama;nik\n"
        "belum_kawin;Rp 900.000;7-15;Desa;9;53.21.01.2005;Dusun;Maria Hoar;laki-laki;12/08/1985;"
        "Betun;Yohanes Bria;5321 0112 0885 9901\n";
    const auto sheet = read_sheet(text);
    REQUIRE(sheet.has_value());
    REQUIRE(sheet->rows.size() == 1);
    const Answers& answers = sheet->rows[0].answers;
    CHECK(answers.at("nik") == "5321011208859901");
    CHECK(answers.at("pekerjaan") == "petani");
    CHECK(answers.at("penghasilan") == "900000");
    CHECK_FALSE(has_errors(check(answers, kamanasa)));
}
