#include "storage/model/sheet.hpp"

#include <algorithm>
#include <optional>

#include "storage/base/text.hpp"
#include "storage/model/nik.hpp"
#include "storage/model/sheet_cells.hpp"

namespace lontar::model {

namespace {

constexpr std::size_t least_niks_to_judge = 20;
constexpr std::size_t one_in = 4;  // by chance one serial in ten ends in 0

Error refused(std::string_view code, std::string context) {
    return fail(ErrorKind::invalid_input, code, std::move(context));
}

/// Bytes that are no CSV at all, told apart so that the person hears what to save it as.
std::optional<std::string> foreign_format(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("PK\x03\x04"sv)) {
        return "reading a sheet: it is a spreadsheet file (xlsx, ods)";
    }
    if (bytes.starts_with("\xD0\xCF\x11\xE0"sv)) {
        return "reading a sheet: it is a spreadsheet file (xls)";
    }
    if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("\xFE\xFF"sv)) {
        return "reading a sheet: it is UTF-16";
    }
    const std::string head = ascii_lower(bytes.substr(0, 512));
    if (head.find("<html") != std::string::npos || head.find("<table") != std::string::npos) {
        return "reading a sheet: it is a web page";
    }
    if (bytes.find('\0') != std::string_view::npos) {
        return "reading a sheet: it holds NUL bytes";
    }
    if (!is_utf8(bytes)) {
        return "reading a sheet: it is not UTF-8";
    }
    return std::nullopt;
}

/// ` Tanggal Lahir ` and `TANGGAL_LAHIR` are one header.
std::string header_key(std::string_view cell) {
    std::string key = ascii_lower(tidy_text(cell).value_or(""));
    std::ranges::replace(key, ' ', '_');
    return key;
}

/// `nik, nama`.
void add_name(std::string& names, std::string_view name) {
    names.append(names.empty() ? "" : ", ").append(name);
}

bool is_empty_row(const std::vector<std::string>& cells) {
    return std::ranges::all_of(cells, [](const std::string& cell) {
        return cell.find_first_not_of(" \t") == std::string::npos;
    });
}

class SheetReader {
public:
    SheetReader(std::string_view bytes, const SheetLimits& limits)
        : cells_(bytes, limits), limits_(limits) {}

    Result<Sheet> read() {
        if (const Status header = read_header(); !header) {
            return header.error();
        }
        for (;;) {
            auto cells = cells_.next_row();
            if (!cells) {
                return std::move(cells).error();
            }
            if (!*cells) {
                break;
            }
            if (is_empty_row(**cells)) {
                continue;
            }
            if (sheet_.rows.size() == limits_.max_rows) {
                return refused("I-02", "reading a sheet: more than " +
                                           std::to_string(limits_.max_rows) + " rows");
            }
            add_row(**cells);
        }
        sheet_.row_count = static_cast<std::int64_t>(sheet_.rows.size());
        if (niks_lost_a_digit()) {
            return refused("I-05", "reading a sheet: the NIKs lost their last digit");
        }
        return std::move(sheet_);
    }

private:
    Status read_header() {
        for (;;) {
            auto cells = cells_.next_row();
            if (!cells) {
                return std::move(cells).error();
            }
            if (!*cells) {
                return check_header();  // every column is missing
            }
            if (!is_empty_row(**cells)) {
                for (const std::string& cell : **cells) {
                    sheet_.columns.push_back(header_key(cell));
                }
                return check_header();
            }
        }
    }

    Status check_header() {
        while (!sheet_.columns.empty() && sheet_.columns.back().empty()) {
            sheet_.columns.pop_back();
        }
        std::string missing;
        std::string twice;
        for (const Field& field : form_fields()) {
            const auto count = std::ranges::count(sheet_.columns, field.key);
            if (count > 1) {
                add_name(twice, field.key);
            } else if (count == 0 && field.required) {
                add_name(missing, field.key);
            } else if (count == 0 && field.section != "pemberitahuan" &&
                       field.key != "sumber_dana") {
                note("column_missing", field.key);
            }
        }
        // All of them at once: nobody should mend a sheet column by column.
        if (!missing.empty()) {
            return refused("I-04", std::move(missing));
        }
        if (!twice.empty()) {
            return refused("I-06", std::move(twice));
        }
        for (const std::string& column : sheet_.columns) {
            if (!column.empty() && find_field(column) == nullptr) {
                note("column_unknown", column);
            }
        }
        return done();
    }

    void note(std::string_view code, std::string_view column) {
        sheet_.problems.push_back({0, std::string(column), finding(code, column)});
    }

    void add_row(const std::vector<std::string>& cells) {
        SheetRow row;
        row.row = cells_.row();
        const std::size_t known = std::min(cells.size(), sheet_.columns.size());
        for (std::size_t at = 0; at < known; ++at) {
            const Field* field = find_field(sheet_.columns[at]);
            auto answer = field != nullptr ? normalise_answer(*field, cells[at]) : std::nullopt;
            if (answer) {
                row.answers.emplace(sheet_.columns[at], std::move(*answer));
            }
        }
        const bool shifted =
            std::any_of(cells.begin() + static_cast<std::ptrdiff_t>(known), cells.end(),
                        [](const std::string& cell) {
                            return cell.find_first_not_of(' ') != std::string::npos;
                        });
        if (shifted) {
            // An unquoted separator inside an answer moved everything after it.
            row.problems.push_back({row.row, "", finding("row_shifted", "")});
        }
        sheet_.rows.push_back(std::move(row));
    }

    [[nodiscard]] bool niks_lost_a_digit() const {
        std::size_t niks = 0;
        std::size_t ending_in_zero = 0;
        for (const SheetRow& row : sheet_.rows) {
            const auto nik = row.answers.find("nik");
            if (nik != row.answers.end() && nik->second.size() == 16) {
                ++niks;
                ending_in_zero += nik->second.back() == '0' ? 1 : 0;
            }
        }
        return niks >= least_niks_to_judge && ending_in_zero * one_in > niks;
    }

    SheetCells cells_;
    SheetLimits limits_;
    Sheet sheet_;
};

}  // namespace

Result<Sheet> read_sheet(std::string_view bytes, const SheetLimits& limits) {
    if (bytes.size() > limits.max_bytes) {
        return refused("I-02",
                       "reading a sheet: more than " + std::to_string(limits.max_bytes) + " bytes");
    }
    if (auto format = foreign_format(bytes)) {
        return refused("I-01", std::move(*format));
    }
    return SheetReader(bytes, limits).read();
}

std::vector<SheetProblem> check_row(const SheetRow& row, const CheckContext& context) {
    std::vector<SheetProblem> problems = row.problems;
    for (Finding& found : check(row.answers, context)) {
        std::string column = found.field;
        problems.push_back({row.row, std::move(column), std::move(found)});
    }
    return problems;
}

}  // namespace lontar::model
