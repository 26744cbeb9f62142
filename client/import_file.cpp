#include "client/import_file.hpp"

#include <algorithm>
#include <utility>

namespace lontar::client {

namespace {

void add_problems(ImportFile& file, std::int64_t row, const std::vector<model::Finding>& findings) {
    for (const model::Finding& finding : findings) {
        if (finding.severity != model::Severity::information) {
            file.problems.push_back({row, finding.field, finding});
        }
    }
}

void count(ImportFile& file, const storage::ImportRow& row) {
    if (row.result == storage::ImportRowResult::refused) {
        ++file.refused;
        return;
    }
    ++file.importable;
    if (row.result == storage::ImportRowResult::already_there) {
        ++file.already_there;
    } else if (std::ranges::find(row.findings, model::Severity::warning,
                                 &model::Finding::severity) != row.findings.end()) {
        ++file.with_warnings;
    }
}

}  // namespace

Result<ImportFile> import_file(Session& session, const Path& path, bool dry_run) {
    const model::SheetLimits limits;
    auto bytes = session.place().world.disk.read(path, limits.max_bytes);
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
    auto report = session.village_register().import_people(people, to_utf8(path.filename()),
                                                           session.officer().id, dry_run);
    if (!report) {
        return std::move(report).error();
    }
    ImportFile file;
    file.path = path;
    file.rows = sheet->row_count;
    file.id = report->id;
    file.problems = std::move(sheet->problems);
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

}  // namespace lontar::client
