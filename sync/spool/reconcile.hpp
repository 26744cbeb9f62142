#pragma once
/// `out/` made equal to the open register.
#include "storage/base/result.hpp"
#include "storage/base/world.hpp"
#include "sync/spool/spool.hpp"

namespace lontar::storage {
class Register;
}

namespace lontar::spool {

/// Makes `out/` exactly the batches of the current epoch without a receipt: missing or unequal
/// files are written again from the register, the others removed. Lines of an older epoch without
/// an answer were sealed again in the current one, so its files are not sent any more. Takes over
/// the uploader's marks as handed over and a newer manifest, and rewrites `link.json`. Run at every
/// open and after every apply; any number of runs end in the same state.
Status reconcile(storage::Register& village_register, Spool& spool, const World& world);

}  // namespace lontar::spool
