#pragma once
/// Cells for a spreadsheet and for a machine.
#include <string>
#include <string_view>
#include <vector>

namespace lontar::model {

/// A cell as a spreadsheet keeps it: `'` in front of each physical line that would be read as a
/// formula (its first character after blanks, also NBSP and wide ones, is = + - @ in any width, or
/// it begins with TAB or CR), and in front of digits that would be read as a number and lose some
/// (12 and more, or leading zeros).
std::string spreadsheet_cell(std::string_view cell);

/// A line of CSV (RFC 4180) with CRLF; cells are quoted where they must be.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace lontar::model
