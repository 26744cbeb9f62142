#pragma once
/// What a copy to a stick or from it has to tell besides its numbers: each sentence with what to do
/// next. On screens and as a command.
#include <string>
#include <vector>

#include "storage/base/path.hpp"
#include "storage/base/result.hpp"
#include "sync/courier/courier.hpp"

namespace lontar::client {

/// `stick` is what the person named: told is where the files are when that is another place.
std::vector<std::string> export_words(const courier::CopyOutcome& copied, const Path& stick);
std::vector<std::string> import_words(const courier::CopyOutcome& copied);

/// What of ours could not be taken, for the words of a code and the exit: "C-11" damaged, "C-12" of
/// another province or of a key not known yet, "C-07" too many files.
std::vector<Error> import_faults(const courier::CopyOutcome& copied);
/// "C-13" batches that are damaged or of a newer program; "C-07".
std::vector<Error> relay_faults(const courier::RelayOutcome& relayed);

}  // namespace lontar::client
