#pragma once
/// What came `in/`, applied to the open register.
#include <cstdint>
#include <string>
#include <vector>

#include "storage/base/result.hpp"
#include "storage/base/world.hpp"
#include "storage/model/notice.hpp"
#include "sync/spool/spool.hpp"

namespace lontar::storage {
class Register;
}

namespace lontar::spool {

struct IntakeOutcome {
    std::int64_t applied = 0;  ///< replies
    std::int64_t receipts = 0;
    std::int64_t needs_correction = 0;  ///< people newly returned, or returned with new words
    std::int64_t unreadable =
        0;  ///< files in `in/` that are not valid replies for us: moved to `in/foreign/`, kept
    std::vector<model::Notice> notices;
    std::string refused;     ///< problem code of an unnumbered refusal, e.g. code_used; empty: none
    bool new_epoch = false;  ///< this laptop speaks under a new epoch now; its unanswered entries
                             ///< were sealed again
};
/// Verifies, opens and applies every reply in `in/` in the order of gen and n; a signed fork, an
/// unreadable receipt of our very file or a foreign receipt begins a new epoch and seals again, at
/// most once an hour (until then that reply waits). Then reconciles. A reply of another device, of
/// an epoch this register does not know, or of a reply key that only a newer manifest may know is
/// left in place untouched.
Result<IntakeOutcome> take_in(storage::Register& village_register, Spool& spool,
                              const World& world);

}  // namespace lontar::spool
