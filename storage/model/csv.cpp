#include "storage/model/csv.hpp"

#include <algorithm>
#include <array>

namespace lontar::model {

namespace {

constexpr std::array<std::string_view, 9> blanks{" ",      "\u00A0", "\u2002", "\u2003", "\u2007",
                                                 "\u2009", "\u202F", "\u3000", "\uFEFF"};
constexpr std::array<std::string_view, 8> formula_starts{"=",      "+",      "-",      "@",
                                                         "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
/// A spreadsheet's number holds 15 digits, and shows 12 and more as 5.3E+15.
constexpr std::size_t digits_shown = 11;

template <typename Starts>
std::size_t start_of(std::string_view text, const Starts& starts) {
    for (const std::string_view start : starts) {
        if (text.starts_with(start)) {
            return start.size();
        }
    }
    return 0;
}

bool is_formula(std::string_view line) {
    if (line.starts_with('\t') || line.starts_with('\r')) {
        return true;
    }
    while (const std::size_t blank = start_of(line, blanks)) {
        line.remove_prefix(blank);
    }
    return start_of(line, formula_starts) > 0;
}

bool loses_digits(std::string_view line) {
    const bool is_number = !line.empty() && std::all_of(line.begin(), line.end(), [](char c) {
        return c >= '0' && c <= '9';
    });
    return is_number && (line.size() > digits_shown || (line.size() > 1 && line.front() == '0'));
}

}  // namespace

std::string spreadsheet_cell(std::string_view cell) {
    std::string safe;
    for (;;) {
        const auto end = cell.find('\n');
        const std::string_view line = cell.substr(0, end);
        if (is_formula(line) || loses_digits(line)) {
            safe += '\'';
        }
        safe += line;
        if (end == std::string_view::npos) {
            return safe;
        }
        safe += '\n';
        cell.remove_prefix(end + 1);
    }
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) {
        if (!line.empty() || &cell != &cells.front()) {
            line += ',';
        }
        if (cell.find_first_of(",\"\r\n;\t") == std::string::npos) {
            line += cell;
            continue;
        }
        line += '"';
        for (const char c : cell) {
            line += c;
            if (c == '"') {
                line += '"';
            }
        }
        line += '"';
    }
    return line + "\r\n";
}

}  // namespace lontar::model
