#pragma once
/// What the province holds, told to a laptop that asked or after a restore.
#include <cstdint>
#include <vector>

#include "storage/base/result.hpp"
#include "sync/server/province.hpp"
#include "sync/server/sight.hpp"
#include "sync/wire/reply.hpp"
#include "sync/wire/states.hpp"

namespace lontar::server {

/// Every applied file in the sight of that epoch and what became of its lines, in parts of at most
/// `wire::max_states_bytes`; one at least.
Result<std::vector<wire::States>> states_of(Province& province, std::int64_t epoch_id);

/// What is to be said now of every line of an applied file.
Result<wire::BatchVerdict> verdict_now(Province& province, const SeenFile& file);

/// True once an hour for an epoch, which is noted: whoever asks more often is not answered, as its
/// sum still differs it asks again.
Result<bool> may_tell_states(Province& province, std::int64_t epoch_id);

}  // namespace lontar::server
