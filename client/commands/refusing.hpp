#pragma once
/// How a command ends that did not do what was asked.
#include <string>
#include <string_view>

#include "client/commands/context.hpp"
#include "client/text/exit_code.hpp"
#include "storage/base/result.hpp"

namespace lontar::client {

/// What, why, what to do on standard error; returns the exit code. The one way out for errors.
int refuse(Context& context, const Error& error);

/// The person left, by Ctrl-C or at the end of the input.
Error cancelled(std::string_view action);
/// invalid_input "P-17". `missing`: the words that the command line lacks, behind their command.
Error incomplete(std::string missing);

}  // namespace lontar::client
