#pragma once
/// Replies of the province, applied: receipts, verdicts, what the province has, notices.
#include <string>
#include <vector>

#include "storage/register/village_register.hpp"

namespace lontar::storage {

Result<Applied> apply_reply(sqlite::Database& database, const World& world, const DeviceId& device,
                            const ReplyRecord& reply);
/// Oldest first.
Result<std::vector<std::string>> list_notices(sqlite::Database& database);

}  // namespace lontar::storage
