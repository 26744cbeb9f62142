#pragma once
/// What the province says it holds, file by file, brought into the register: afterwards the files
/// it is known to hold are those it holds.
#include <cstdint>
#include <set>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/holdings.hpp"
#include "storage/register/verdicts.hpp"

namespace lontar::storage {

/// A part, true by itself: of a file in no run of it, at or below its epoch's seq, it says nothing.
struct StatesRecord {
    std::vector<model::EpochUpto> epochs;  ///< all that we may be told about
    std::vector<model::FileRun> files;
    std::vector<VerdictRecord> except;  ///< every other line of these files is accepted
};

/// What came of it.
struct StatesOutcome {
    std::set<RegistrationId> recalled;  ///< whose lines the province lacks: they are sent again
    std::int64_t noted = 0;             ///< files it holds and we do not, newly seen
    std::int64_t questions_gone = 0;    ///< people it asked about something, and does not any more
    bool is_fork = false;  ///< under a number of the current epoch it holds another file than ours
    std::set<std::int64_t> touched;  ///< batches whose registrations are to be counted anew
};

/// Inside the caller's transaction. What a later word said of a file or a line stands.
Result<StatesOutcome> apply_states(Register& village_register, const ReplyNumber& by,
                                   Timestamp time, const StatesRecord& states);

}  // namespace lontar::storage
