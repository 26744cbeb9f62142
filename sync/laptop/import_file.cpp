#include "sync/laptop/import_file.hpp"

#include <algorithm>
#include <utility>

#include "storage/register/imports.hpp"

namespace lontar::laptop {

namespace {

bool is_missing_notice(const model::Finding& finding) {
    return finding.code == "notice_missing";
}

/// A sheet has no column for the notice: it is said once, not of every person.
void tell_missing_notice(ImportFile& file, const std::vector<storage::ImportRow>& rows) {
    const bool anybody = std::ranges::any_of(rows, [](const storage::ImportRow& row) {
        return row.result == storage::ImportRowResult::imported &&
               std::ranges::any_of(row.findings, is_missing_notice);
    });
    if (anybody) {
        constexpr std::int64_t heading = 1;
        const model::Finding told = model::finding("sheet_without_notice", "pemberitahuan_tanggal");
        file.problems.push_back({heading, told.field, told});
    }
}

void add_problems(ImportFile& file, std::int64_t row, const std::vector<model::Finding>& findings) {
    for (const model::Finding& finding : findings) {
        if (finding.severity != model::Severity::information && !is_missing_notice(finding)) {
            file.problems.push_back({row, finding.field, finding});
        }
    }
}

void count(ImportFile& file, const storage::ImportRow& row) {
    if (row.result == storage::ImportRowResult::refused) {
        ++file.refused;
        return;
    }
    if (row.result == storage::ImportRowResult::already_there) {
        ++file.already_there;
        return;
    }
    ++file.imported;
    if (std::ranges::any_of(row.findings, [](const model::Finding& finding) {
            return finding.severity == model::Severity::warning && !is_missing_notice(finding);
        })) {
        ++file.with_warnings;
    }
}

}  // namespace

Result<ImportFile> import_file(Session& session, const Path& path, bool dry_run) {
    const model::SheetLimits limits;
    auto bytes = session.machine().world.disk.read(path, limits.max_bytes);
    if (!bytes) {
        return std::move(bytes).error();
    }
    auto sheet = model::read_sheet(as_text(*bytes), limits);
    if (!sheet) {
        return std::move(sheet).error();
    }
    std::vector<storage::ImportPerson> people;
    people.reserve(sheet->rows.size());
    for (model::SheetRow& row : sheet->rows) {
        storage::ImportPerson person{row.row, std::move(row.answers), {}};
        for (const model::SheetProblem& problem : row.problems) {
            person.findings.push_back(problem.finding);
        }
        people.push_back(std::move(person));
    }
    auto report = storage::import_people(session.village_register(), people,
                                         to_utf8(path.filename()), session.officer().id, dry_run);
    if (!report) {
        return std::move(report).error();
    }
    ImportFile file;
    file.path = path;
    file.rows = sheet->row_count;
    file.id = report->id;
    file.problems = std::move(sheet->problems);
    tell_missing_notice(file, report->rows);
    for (const storage::ImportRow& row : report->rows) {
        count(file, row);
        // Who is there already was checked when saved.
        if (row.result != storage::ImportRowResult::already_there) {
            add_problems(file, row.row, row.findings);
        }
    }
    std::ranges::stable_sort(
        file.problems, [](const model::SheetProblem& a, const model::SheetProblem& b) {
            return std::pair(a.row, a.finding.severity) < std::pair(b.row, b.finding.severity);
        });
    return file;
}

}  // namespace lontar::laptop
