#pragma once
/// Activation files: who may set up a laptop for a village.
#include <cstdint>
#include <optional>
#include <string>

#include "storage/base/json.hpp"
#include "storage/base/result.hpp"
#include "sync/server/province.hpp"

namespace lontar::server {

/// Writes down a village, named as Kemendagri does or as given. Part of the caller's transaction.
/// not_found "V-05": not ten digits, or unknown and without a name; invalid_input "V-08": a name of
/// more than `wire::max_name_bytes`, which no activation file can carry.
Result<std::string> put_village(sqlite::Database& database, const std::string& village,
                                const std::optional<std::string>& name);

/// The call `invite`: `village` (10 digits), `name`?, `uses`, `seats` (object funder → seats),
/// `with_register` → `village`, `name`, `text` (the activation file), `code` (grouped; only where
/// it is not in the file). A code serves 180 days; one that opens the village's register serves
/// once, 14 days, and is told by phone or letter. not_found "V-05"; invalid_input "V-08".
Result<Json> invite(Province& province, const Json& request);

}  // namespace lontar::server
