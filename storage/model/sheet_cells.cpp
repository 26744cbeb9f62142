#include "storage/model/sheet_cells.hpp"

#include <algorithm>

#include "storage/base/text.hpp"

namespace lontar::model {

namespace {

constexpr std::string_view separators = ",;\t|";

std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find_first_of("\r\n"));
}

char most_frequent_separator(std::string_view line) {
    char best = ',';
    for (const char candidate : separators) {
        if (std::ranges::count(line, candidate) > std::ranges::count(line, best)) {
            best = candidate;
        }
    }
    return best;
}

}  // namespace

SheetCells::SheetCells(std::string_view bytes, const SheetLimits& limits)
    : rest_(bytes), limits_(limits) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (rest_.starts_with(byte_order_mark)) {
        rest_.remove_prefix(byte_order_mark.size());
    }
    const std::string_view line = first_line(rest_);
    const bool names_separator = line.size() == 5 && ascii_lower(line.substr(0, 4)) == "sep=" &&
                                 separators.find(line.back()) != std::string_view::npos;
    if (names_separator) {
        separator_ = line.back();
        rest_.remove_prefix(line.size());
        take_row_end();
    } else {
        // A header may follow empty rows.
        const auto begin = rest_.find_first_not_of("\r\n");
        separator_ = most_frequent_separator(
            first_line(rest_.substr(begin == std::string_view::npos ? rest_.size() : begin)));
    }
}

bool SheetCells::is_row_end() const {
    return rest_.empty() || rest_.front() == '\n' || rest_.front() == '\r';
}

void SheetCells::take_row_end() {
    if (rest_.starts_with("\r\n")) {
        rest_.remove_prefix(2);
    } else if (!rest_.empty()) {
        rest_.remove_prefix(1);
    }
}

Result<SheetCells::After> SheetCells::take_quoted(std::string& cell) {
    rest_.remove_prefix(1);
    for (;;) {
        const auto quote = rest_.find('"');
        if (quote == std::string_view::npos) {
            return fail(ErrorKind::invalid_input, "I-03",
                        "reading a sheet: a quote is not closed from row " + std::to_string(row_));
        }
        if (cell.size() + quote > limits_.max_cell_bytes) {
            return fail(ErrorKind::invalid_input, "I-02",
                        "reading a sheet: a cell is too long in row " + std::to_string(row_));
        }
        cell += rest_.substr(0, quote);
        rest_.remove_prefix(quote + 1);
        if (!rest_.starts_with('"')) {
            // What stands after the closing quote is kept as it is.
            return take_cell(cell);
        }
        cell += '"';
        rest_.remove_prefix(1);
    }
}

Result<SheetCells::After> SheetCells::take_cell(std::string& cell) {
    const char stops[] = {separator_, '\n', '\r', '\0'};
    const auto end = rest_.find_first_of(stops);
    const std::string_view plain = rest_.substr(0, end);
    if (cell.size() + plain.size() > limits_.max_cell_bytes) {
        return fail(ErrorKind::invalid_input, "I-02",
                    "reading a sheet: a cell is too long in row " + std::to_string(row_));
    }
    cell += plain;
    rest_.remove_prefix(plain.size());
    if (is_row_end()) {
        take_row_end();
        return After::row_end;
    }
    rest_.remove_prefix(1);
    return After::separator;
}

Result<std::optional<std::vector<std::string>>> SheetCells::next_row() {
    if (rest_.empty()) {
        return std::optional<std::vector<std::string>>();
    }
    ++row_;
    std::vector<std::string> cells;
    for (;;) {
        if (cells.size() == limits_.max_columns) {
            return fail(ErrorKind::invalid_input, "I-02",
                        "reading a sheet: too many columns in row " + std::to_string(row_));
        }
        std::string& cell = cells.emplace_back();
        const auto after = rest_.starts_with('"') ? take_quoted(cell) : take_cell(cell);
        if (!after) {
            return after.error();
        }
        if (*after == After::row_end) {
            return std::optional(std::move(cells));
        }
    }
}

}  // namespace lontar::model
