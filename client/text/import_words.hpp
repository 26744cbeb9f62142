#pragma once
/// What a file of people came to, the same on the screen and as a command.
#include <string>

namespace lontar::laptop {
struct ImportFile;
}
namespace lontar::model {
struct SheetProblem;
}

namespace lontar::client {

/// One sentence each for who is new and for what became of the other rows. `dry_run`: nothing was
/// saved.
std::string import_summary(const laptop::ImportFile& file, bool dry_run);
/// `Baris 5, NIK`; where there is no row, the column or the file; drawable.
std::string place_text(const model::SheetProblem& problem);

}  // namespace lontar::client
