#pragma once
/// Questions, for a person at a terminal or answers in a pipe. Nothing: no more input, or Ctrl-C.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "client/commands/context.hpp"

namespace lontar::client {

std::optional<std::string> ask(Context& context, std::string_view question);
/// ya / tidak, asked again until it is one of them.
std::optional<bool> ask_yes(Context& context, std::string_view question);
/// The number of a choice, 1 .. count, asked again until it fits; 0 for an empty line.
std::optional<std::size_t> ask_number(Context& context, std::string_view question,
                                      std::size_t count);
/// Somebody can be asked.
bool can_ask(const Context& context);
/// Before anything is done for it: this file may be written. One that is there is replaced with
/// `force`, or when the person says so. conflict "P-21"; cancelled.
Status may_write(Context& context, std::string_view file, bool force);

}  // namespace lontar::client
