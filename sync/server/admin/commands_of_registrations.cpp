#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "storage/base/json.hpp"
#include "storage/base/text.hpp"
#include "storage/model/csv.hpp"
#include "storage/model/form.hpp"
#include "storage/model/region.hpp"
#include "sync/server/admin/caller.hpp"
#include "sync/server/admin/command_parts.hpp"
#include "sync/server/admin/commands.hpp"

namespace lontar::server {

namespace {

std::vector<std::string> csv_header() {
    std::vector<std::string> names{"id",  "status",   "desa",    "nama_desa",
                                   "rev", "diterima", "berubah", "dikembalikan"};
    for (const model::Field& field : model::form_fields()) {
        names.emplace_back(field.key);
    }
    return names;
}

std::vector<std::string> csv_cells(const Json& row) {
    const std::string village = text(row, "village");
    std::vector<std::string> cells{text(row, "id"),
                                   text(row, "state"),
                                   village,
                                   model::region_title(village),
                                   text(row, "rev"),
                                   utc_text(Timestamp{row.integer_at("registered_at").value_or(0)}),
                                   utc_text(Timestamp{row.integer_at("changed_at").value_or(0)}),
                                   text(row, "returned")};
    const Json* fields = row.find("fields");
    for (const model::Field& field : model::form_fields()) {
        cells.push_back(fields != nullptr ? text(*fields, field.key) : "");
    }
    return cells;
}

}  // namespace

Ending run_return(const World& world, const Path& data, const ReturnOptions& options) {
    const Json::List reasons(options.reasons.begin(), options.reasons.end());
    const auto answer = ask(world, data,
                            Json()
                                .set("call", "return")
                                .set("id", options.id)
                                .set("reasons", reasons)
                                .set_if("note", options.note));
    if (!answer) {
        return refuse_request(answer.error());
    }
    say("return " + text(*answer, "id") +
        ": replies written: " + std::to_string(answer->integer_at("told").value_or(0)));
    return Ending::done;
}

Ending run_report(const World& world, const Path& data, bool json) {
    const auto answer = ask(world, data, Json().set("call", "report"));
    if (!answer) {
        return refuse_request(answer.error());
    }
    if (json) {
        say(answer->pretty());
        return Ending::done;
    }
    for (const auto& [name, value] : *answer->object()) {
        if (value.integer() != nullptr) {
            say(name + ": " + std::to_string(*value.integer()));
        }
    }
    for (const Json& village : list(*answer, "by_village")) {
        say(text(village, "village") + "  living " +
            std::to_string(village.integer_at("live").value_or(0)) + "  duplicates " +
            std::to_string(village.integer_at("duplicates").value_or(0)) + "  last contact " +
            day_of(village, "seen_at") + "  " + drawable(text(village, "name")));
    }
    return Ending::done;
}

Ending run_export(const World& world, const Path& data, const ExportOptions& options) {
    if (auto free = may_write(world.disk, options.csv, options.force); !free) {
        return refuse(free.error());
    }
    auto caller = find_caller(world, data);
    if (!caller) {
        return refuse(caller.error());
    }
    auto part = world.disk.begin(options.csv);
    if (!part) {
        return refuse(part.error());
    }
    // A spreadsheet takes UTF-8 for what it is only with the mark in front.
    std::string out =
        options.raw ? "# raw: for programs, not for spreadsheets\r\n" : "\xEF\xBB\xBF";
    out += model::csv_line(csv_header());
    std::int64_t count = 0;
    for (std::string after;;) {
        const auto page = (*caller)->call(Json()
                                              .set("call", "registrations")
                                              .set("after", after)
                                              .set("what", options.raw ? "raw" : "spreadsheet"));
        if (!page) {
            return refuse_request(page.error());
        }
        for (const Json& row : list(*page, "rows")) {
            std::vector<std::string> cells = csv_cells(row);
            if (!options.raw) {
                std::transform(
                    cells.begin(), cells.end(), cells.begin(),
                    [](const std::string& cell) { return model::spreadsheet_cell(cell); });
            }
            out += model::csv_line(cells);
            after = text(row, "id");
            ++count;
        }
        if (auto written = (*part)->write(as_bytes(out)); !written) {
            return refuse(written.error());
        }
        out.clear();
        if (list(*page, "rows").empty()) {
            break;
        }
    }
    if (auto finished = (*part)->finish(); !finished) {
        return refuse(finished.error());
    }
    say(drawable(to_utf8(options.csv)) + ": registrations " + std::to_string(count));
    return Ending::done;
}

Ending run_revisions(const World& world, const Path& data) {
    auto caller = find_caller(world, data);
    if (!caller) {
        return refuse(caller.error());
    }
    for (Json next = Json().set("call", "revisions");;) {
        const auto page = (*caller)->call(next);
        if (!page) {
            return refuse_request(page.error());
        }
        const Json::List& rows = list(*page, "rows");
        if (rows.empty()) {
            return Ending::done;
        }
        for (const Json& row : rows) {
            say(text(row, "id") + " " + text(row, "rev") + " " + text(row, "content"));
        }
        next.set("id", text(rows.back(), "id")).set("rev", text(rows.back(), "rev"));
    }
}

}  // namespace lontar::server
