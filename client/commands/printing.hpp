#pragma once
/// Standard output of a command.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/commands/context.hpp"
#include "storage/base/json.hpp"

namespace lontar::client {

void print(Context& context, std::string_view text);
void print_line(Context& context, std::string_view text);
/// `--json`: one line. Exact for a pipe; on a terminal through the draw function.
void print_json(Context& context, const Json& json);
/// Two columns, labels padded to the widest.
void print_pairs(Context& context, const std::vector<std::pair<std::string, std::string>>& pairs);
/// `text` and blanks up to `columns`.
std::string padded(std::string_view text, int columns);

}  // namespace lontar::client
