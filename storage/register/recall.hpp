#pragma once
/// A file the province said it held, and does not hold: it was restored from an older state.
#include <cstdint>
#include <set>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/register/verdicts.hpp"

namespace lontar::storage {

/// Takes back the receipt, and what was said of those lines that stand in no other file with one.
/// Of the current epoch the file goes out again; of an older one these lines wait to be sealed
/// again, unchanged. Inside the caller's transaction, who counts their registrations anew. Adds to
/// `people` those whose line nobody but us holds now.
Status recall_batch(Register& village_register, const ReplyNumber& by, std::int64_t batch_id,
                    std::set<RegistrationId>& people);
/// What earlier epochs than `current` sent, and what was told from other files: a question that
/// waits in quarantine brings no states, and `have` speaks of one epoch alone, so nobody tells what
/// today's province holds of it. It is sent once more. Adds to `touched` the batches whose
/// registrations are to be counted anew. As `recall_batch`.
Status recall_earlier(Register& village_register, const ReplyNumber& by, const Epoch& current,
                      std::set<std::int64_t>& touched, std::set<RegistrationId>& people);

}  // namespace lontar::storage
