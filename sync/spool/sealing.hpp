#pragma once
/// What waits in the open register, sealed into batches.
#include <cstdint>
#include <string_view>

#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/base/world.hpp"
#include "sync/spool/spool.hpp"

namespace lontar::storage {
class Register;
}

namespace lontar::spool {

/// Setting of the register that holds a code told by phone (activation files made `--with-register`
/// carry none). Set before the first sealing; it goes into hello instead of the file's.
inline constexpr std::string_view told_code_setting = "told_code";

struct SealOutcome {
    std::int64_t batches = 0;
    std::int64_t entries = 0;
    std::int64_t bytes = 0;
};

/// What it is sealed for.
enum class Road {
    any,
    stick,  ///< when nothing else waits, it carries a question what the province holds
};

/// Seals every waiting revision into batches of at most 100 entries and 192 KiB and puts them into
/// `out/`. A new epoch's seq 1 carries hello and is made even without entries, and so is a question
/// that is due. Each batch is
/// durable in the register before its file is written, so that a failure or crash between is healed
/// by `reconcile`. Errors of the register, of sealed::seal and of Spool::put_out.
Result<SealOutcome> seal_pending(storage::Register& village_register, Spool& spool,
                                 const World& world, Road road = Road::any);
/// Whether `seal_pending` would make a batch only to ask what the province holds.
Result<bool> is_question_due(storage::Register& village_register, Spool& spool, const World& world);
/// When idle sealing should happen: 100 wait, or one waits and 10 minutes passed since the last
/// save (or the clock was set back behind it).
bool sealing_is_due(std::int64_t unsealed, Timestamp last_save, Timestamp now);

}  // namespace lontar::spool
