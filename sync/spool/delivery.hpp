#pragma once
/// The acts between open register and spool: seal what waits, make `out/` equal the register, apply
/// what came `in/`.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/world.hpp"
#include "sync/spool/link.hpp"
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

/// Seals every waiting revision into batches of at most 100 entries and 192 KiB and puts them into
/// `out/`. A new epoch's seq 1 carries hello and is made even without entries. Each batch is
/// durable in the register before its file is written, so that a failure or crash between is healed
/// by `reconcile`. Errors of the register, of sealed::seal and of Spool::put_out.
Result<SealOutcome> seal_pending(storage::Register& village_register, Spool& spool,
                                 const World& world);
/// When idle sealing should happen: 100 wait, or one waits and 10 minutes passed since the last
/// save (or the clock was set back behind it).
bool sealing_is_due(std::int64_t unsealed, Timestamp last_save, Timestamp now);

/// Makes `out/` exactly the batches of the current epoch without a receipt: missing or unequal
/// files are written again from the register, the others removed. Lines of an older epoch without
/// an answer were sealed again in the current one, so its files are not sent any more. Takes over
/// the uploader's marks as handed over and a newer manifest, and rewrites `link.json`. Run at every
/// open and after every apply; any number of runs end in the same state.
Status reconcile(storage::Register& village_register, Spool& spool, const World& world);

struct IntakeOutcome {
    std::int64_t applied = 0;  ///< replies
    std::int64_t receipts = 0;
    std::int64_t needs_correction = 0;  ///< people newly returned, or returned with new words
    std::int64_t unreadable =
        0;  ///< files in `in/` that are not valid replies for us: moved to `in/foreign/`, kept
    std::vector<std::string> notices;
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
