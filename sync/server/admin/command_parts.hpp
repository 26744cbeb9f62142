#pragma once
/// What the commands share: asking the province, reading its answers, telling how it ended.
#include <string>
#include <string_view>

#include "storage/base/json.hpp"
#include "storage/base/result.hpp"
#include "sync/server/admin/commands.hpp"
#include "sync/server/province.hpp"

namespace lontar::server {

/// A line on standard output.
void say(const std::string& text);

/// Tells what was refused on standard error: try_again where `is_retryable`, else refused.
Ending refuse(const Error& error);
/// The same for an error of `ask` or of an option's own words, where invalid_input is wrong_use.
Ending refuse_request(const Error& error);

/// One call to the province, here or in the running server. As `find_caller` and `answer_call`.
Result<Json> ask(const World& world, const Path& data, const Json& request);

/// Before anything is done for it: this file may be written. conflict "V-19": it is there and not
/// to be replaced.
Status may_write(Disk& disk, const Path& file, bool force);

// --- members of an answer

/// Empty when there is none.
std::string text(const Json& row, std::string_view name);
/// Empty when there is none. Valid as long as `answer`.
const Json::List& list(const Json& answer, std::string_view name);
/// A moment as it is said in NTT; "-" when there is none.
std::string day_of(const Json& row, std::string_view name);

}  // namespace lontar::server
