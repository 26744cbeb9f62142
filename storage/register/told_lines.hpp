#pragma once
/// Lines that the province holds and this register does not: of another laptop of the village, of a
/// time before the backup this register came from, or put together from two edits. Inside the
/// caller's transaction.
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/holdings.hpp"
#include "storage/register/verdicts.hpp"

namespace lontar::storage {

struct ToldLine {
    RegistrationId id;
    std::string line;                      ///< exact bytes
    std::optional<model::EpochUpto> file;  ///< it came to the province in; nothing: made there
    std::string code;                      ///< of its verdict
    Json detail;
    bool is_past = false;  ///< another line of the registration, told with it, speaks for it
};

/// Keeps the line as a revision, its hash in the audit chain. One that is not past speaks for its
/// registration from now on, unless a line of ours waits there: then it stands beside it. A known
/// line gets its verdict. True when it was not known. invalid_input "S-20": not a line of this
/// registration.
Result<bool> put_told_line(Register& village_register, const ReplyNumber& by, Timestamp time,
                           const ToldLine& told);

/// Files of which told lines came that stand in no file of ours, and of which nothing later than
/// `by` was said.
Result<std::vector<model::EpochUpto>> list_files_of_told_lines(Register& village_register,
                                                               const ReplyNumber& by);
/// The province lost a file of another laptop: the lines we have from it wait to be sealed here, as
/// they are; one whose base is not here as a first line of its own. Adds to `people` whose they
/// are.
Status take_over_lines(Register& village_register, const Epoch& epoch, std::int64_t seq,
                       std::set<RegistrationId>& people);

}  // namespace lontar::storage
