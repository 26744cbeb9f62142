#pragma once
/// Words of the command line turned into options. The only place that knows the parser library.
#include <span>
#include <string>

#include "client/commands/options.hpp"
#include "client/text/words.hpp"

namespace lontar::client {

struct CommandLine {
    CommonOptions common;
    Command command;
    /// Set: show this (help, version) and end with 0; nothing else was asked for.
    std::string show;
};

/// `--lang id|en` anywhere on the line, else LONTAR_LANG, else Indonesian: help needs it before
/// anything is parsed.
Language wanted_language(std::span<const std::string> words);

/// invalid_input "P-01" with the option that is wrong, "P-17" with what is missing behind its
/// command; values are left out, they may be personal.
Result<CommandLine> parse_command_line(std::span<const std::string> words);

/// Help of the program.
std::string help_text();

}  // namespace lontar::client
