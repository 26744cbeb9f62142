#pragma once
/// What the province says of a line of a batch, by what its register holds. Pure: no database.
#include <string_view>

#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "sync/server/claims.hpp"
#include "sync/server/registrations.hpp"
#include "sync/wire/states.hpp"

namespace lontar::server {

/// Codes of verdicts (FORMAT.md, 4).
namespace verdict_code {
inline constexpr const char* accepted = "accepted";
inline constexpr const char* duplicate = "duplicate";
inline constexpr const char* needs_correction = "needs_correction";
inline constexpr const char* conflict = "conflict";
inline constexpr const char* held = "held";
inline constexpr const char* refused = "refused";
}  // namespace verdict_code

/// Reasons in the detail of `held` and `refused`.
namespace verdict_reason {
inline constexpr const char* base_missing = "base_missing";
inline constexpr const char* check = "check";  ///< an official looks at it
inline constexpr const char* upgrade_server = "upgrade_server";
inline constexpr const char* not_your_village = "not_your_village";
inline constexpr const char* malformed = "malformed";
}  // namespace verdict_reason

Json verdict_detail(std::string_view reason);
/// List of reasons of who is of no covered age.
Json wrong_age();

/// Over a revision of `loaded`. `claims` are those on its NIK; `has_wrong_age`: found just now, and
/// not in the row yet. `line` of what comes back is 0.
wire::VerdictException verdict_over(const Loaded& loaded, const Rev& rev, const Claims& claims,
                                    bool has_wrong_age);

}  // namespace lontar::server
