#include "client/text/import_words.hpp"

#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/model/sheet.hpp"
#include "sync/laptop/import_file.hpp"

namespace lontar::client {

std::string import_summary(const laptop::ImportFile& file, bool dry_run) {
    const std::string_view done = file.imported > 0 ? "import.done" : "import.done_none";
    return say(dry_run ? "import.plan" : done, {{"new", number_text(file.imported)},
                                                {"rows", number_text(file.rows)},
                                                {"there", number_text(file.already_there)},
                                                {"refused", number_text(file.refused)}});
}

std::string place_text(const model::SheetProblem& problem) {
    const std::string column = drawable(problem.column);
    if (problem.row == 0) {
        return column.empty() ? std::string(say("import.place_file"))
                              : say("import.place_column", {{"column", column}});
    }
    const std::string row = std::to_string(problem.row);
    return column.empty() ? say("import.place_row", {{"row", row}})
                          : say("import.place", {{"row", row}, {"column", column}});
}

}  // namespace lontar::client
