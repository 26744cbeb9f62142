#pragma once
/// The cells of a CSV, row by row, in bounded memory.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.hpp"

namespace lontar::model {

struct SheetLimits {
    std::size_t max_bytes = std::size_t{16} << 20U;
    std::size_t max_rows = 20'000;
    std::size_t max_columns = 200;
    std::size_t max_cell_bytes = 4096;
};

/// Reads UTF-8 with or without BOM. The separator is the one of `,` `;` tab and `|` that the first
/// line has most of, or what a first line `sep=;` says. Rows end at LF, CRLF or CR.
class SheetCells {
public:
    SheetCells(std::string_view bytes, const SheetLimits& limits);

    /// The cells of the next row; nothing after the last. invalid_input "I-02": a cell or row over
    /// its limit, "I-03": a quote is never closed.
    Result<std::optional<std::vector<std::string>>> next_row();
    /// Number of the row given last, the first being 1. A line `sep=` is not counted: spreadsheets
    /// hide it.
    [[nodiscard]] std::int64_t row() const { return row_; }

private:
    enum class After { separator, row_end };
    Result<After> take_cell(std::string& cell);
    Result<After> take_quoted(std::string& cell);
    void take_row_end();
    [[nodiscard]] bool is_row_end() const;

    std::string_view rest_;
    SheetLimits limits_;
    char separator_ = ',';
    std::int64_t row_ = 0;
};

}  // namespace lontar::model
