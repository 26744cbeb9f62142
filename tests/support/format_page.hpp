#pragma once
/// Tables of `sync/wire/FORMAT.md`, so that tests compare what it says with what the programs do.
#include <charconv>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "support/temp_folder.hpp"

namespace lontar::support {

using PageRow = std::vector<std::string>;

/// Cells of a line of a table without the blanks around them; nothing when it is no such line.
inline PageRow cells_of_row(std::string_view line) {
    PageRow cells;
    if (!line.starts_with("|")) {
        return cells;
    }
    line.remove_prefix(1);
    for (auto end = line.find('|'); end != std::string_view::npos; end = line.find('|')) {
        auto cell = line.substr(0, end);
        while (cell.starts_with(' ')) {
            cell.remove_prefix(1);
        }
        while (cell.ends_with(' ')) {
            cell.remove_suffix(1);
        }
        cells.emplace_back(cell);
        line.remove_prefix(end + 1);
    }
    return cells;
}

/// Rows of the table whose first column has this title, without title and ruler.
inline std::vector<PageRow> page_table(std::string_view first_title) {
    const auto bytes = bytes_of(Path(LONTAR_SOURCE_DIR) / "sync" / "wire" / "FORMAT.md");
    std::string_view text = as_text(bytes);
    std::vector<PageRow> rows;
    bool is_inside = false;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto cells = cells_of_row(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (is_inside && cells.empty()) {
            break;
        }
        if (is_inside && !cells.front().starts_with("---")) {
            rows.push_back(std::move(cells));
        } else if (!cells.empty() && cells.front() == first_title) {
            is_inside = true;
        }
    }
    return rows;
}

/// Constant -> value, of the page's table of limits.
inline std::map<std::string, std::int64_t> limits_of_page() {
    std::map<std::string, std::int64_t> limits;
    for (const PageRow& row : page_table("Limit")) {
        if (row.front().starts_with("**")) {
            continue;  // a title between
        }
        INFO("the row of " << row.front());
        REQUIRE(row.size() == 4);
        std::int64_t value = 0;
        const auto* digits_end = row[1].data() + row[1].size();
        REQUIRE(std::from_chars(row[1].data(), digits_end, value).ptr == digits_end);
        REQUIRE(row[3].size() > 2);
        REQUIRE(limits.emplace(row[3].substr(1, row[3].size() - 2), value).second);
    }
    REQUIRE_FALSE(limits.empty());
    return limits;
}

/// Where the constants live that one test program compares.
inline std::string space_of(std::string_view constant) {
    return std::string(constant.substr(0, constant.find("::")));
}

/// The rows of the page that belong to `spaces`, and these constants, are the same.
inline void check_limits(const std::set<std::string>& spaces,
                         const std::map<std::string, std::int64_t>& constants) {
    auto rows = limits_of_page();
    for (const auto& [name, value] : constants) {
        INFO("the constant " << name);
        REQUIRE(spaces.contains(space_of(name)));
        REQUIRE(rows.contains(name));
        CHECK(rows.at(name) == value);
        rows.erase(name);
    }
    for (const auto& [name, value] : rows) {
        INFO("the row of " << name << ", " << value);
        CHECK_FALSE(spaces.contains(space_of(name)));
    }
}

}  // namespace lontar::support

/// A constant under the name that stands in the table.
#define LONTAR_LIMIT(constant) \
    { #constant, static_cast < std::int64_t>(constant) }
