#pragma once
/// A CSV as village offices have it, read into answers with a row and a column for every complaint.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.hpp"
#include "storage/model/form.hpp"
#include "storage/model/sheet_cells.hpp"

namespace lontar::model {

/// A line of the file's own list of problems. `row` is the sheet's row (header = 1), 0 for the
/// whole file.
struct SheetProblem {
    std::int64_t row = 0;
    std::string column;
    Finding finding;
};

struct SheetRow {
    std::int64_t row = 0;
    Answers answers;                     ///< normalised
    std::vector<SheetProblem> problems;  ///< only what the answers no longer show: `row_shifted`
};

struct Sheet {
    std::vector<std::string> columns;
    std::vector<SheetRow> rows;
    std::vector<SheetProblem>
        problems;                ///< of the file (unknown columns are ignored with an information)
    std::int64_t row_count = 0;  ///< data rows, empty ones left out
};

/// UTF-8 with or without BOM; separator `,` `;` or tab found from the header; RFC 4180 quotes; LF
/// or CRLF. invalid_input: "I-01" not UTF-8 or UTF-16/spreadsheet binary, "I-02" over a limit,
/// "I-03" a quote is never closed, "I-04" required headers missing, "I-06" columns twice (the
/// context is their names alone), "I-05" NIKs lost their last digit (more than 25 % of at least 20
/// end in 0). Errors and warnings of a row come from check_row.
Result<Sheet> read_sheet(std::string_view bytes, const SheetLimits& limits = {});

/// All problems of one row: its own, then those of the checks. A cell that cannot be read stays in
/// the answers as typed, so the checks name it.
std::vector<SheetProblem> check_row(const SheetRow& row, const CheckContext& context);

}  // namespace lontar::model
