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

}  // namespace lontar::storage
