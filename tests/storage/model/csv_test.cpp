#include "storage/model/csv.hpp"

#include <catch2/catch_test_macros.hpp>

namespace lontar::model {
namespace {

TEST_CASE("a cell that a spreadsheet would run or change is kept as text") {
    for (const char* cell : {"=1+1", "+62812", "-5", "@SUM(A1)", "\tx", "\rx", "  =1", "\u00A0=1",
                             "\u3000+1", "\uFF1D1", "\uFF0B62", "\uFF0D1", "\uFF20A", "\uFEFF=1",
                             "5301010101800001", "081234567890", "007", "00"}) {
        CAPTURE(cell);
        CHECK(spreadsheet_cell(cell) == "'" + std::string(cell));
    }
}

TEST_CASE("other cells stay as they are") {
    for (const char* cell : {"", " ", "Maria", "Sa'at", "a=b", "5", "0", "12345678901",
                             "2026-11-22", "RT 007", "'x"}) {
        CAPTURE(cell);
        CHECK(spreadsheet_cell(cell) == cell);
    }
}

TEST_CASE("each physical line of a cell is looked at") {
    CHECK(spreadsheet_cell("Dusun 2\n=1+1\nx\n+62") == "Dusun 2\n'=1+1\nx\n'+62");
}

TEST_CASE("cells with marks of the format are quoted") {
    CHECK(csv_line({"a", "", "b c"}) == "a,,b c\r\n");
    CHECK(csv_line({"", "a"}) == ",a\r\n");
    CHECK(csv_line({"a,b", "say \"x\"", "two\nlines", "semi;colon"}) ==
          "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"semi;colon\"\r\n");
}

}  // namespace
}  // namespace lontar::model
