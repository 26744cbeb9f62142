#pragma once
/// What commands share: passphrases, questions, printing.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/commands/commands.hpp"
#include "storage/base/json.hpp"

namespace lontar::client {

/// What, why, what to do on standard error; returns the exit code.
int refuse(Context& context, const Error& error);

void print(Context& context, std::string_view text);
void print_line(Context& context, std::string_view text);
/// `--json`: one line. Exact for a pipe; on a terminal through the draw function.
void print_json(Context& context, const Json& json);
/// Two columns, labels padded to the widest.
void print_pairs(Context& context, const std::vector<std::pair<std::string, std::string>>& pairs);
/// `text` and blanks up to `columns`.
std::string padded(std::string_view text, int columns);

/// Questions, for a person at a terminal or answers in a pipe. Nothing: no more input, or Ctrl-C.
std::optional<std::string> ask(Context& context, std::string_view question);
/// ya / tidak, asked again until it is one of them.
std::optional<bool> ask_yes(Context& context, std::string_view question);
/// The number of a choice, 1 .. count, asked again until it fits; 0 for an empty line.
std::optional<std::size_t> ask_number(Context& context, std::string_view question,
                                      std::size_t count);
/// Somebody can be asked.
bool can_ask(const Context& context);
Error cancelled(std::string_view action);
/// invalid_input "P-17". `missing`: the words that the command line lacks, behind their command.
Error incomplete(std::string missing);

/// First line of the file. not_found "D-05"; invalid_input "P-14": empty or longer than 1 KiB.
Result<sealed::Secret> read_passphrase_file(Context& context, std::string_view path);
/// By --passphrase-file, LONTAR_PASSPHRASE_FILE or prompt. invalid_input "P-03": none of them.
Result<sealed::Secret> passphrase(Context& context, std::string_view question);
bool has_passphrase(const Context& context);
/// The passphrase a register begins with: by --passphrase-file or LONTAR_PASSPHRASE_FILE, else as
/// new_passphrase.
Result<sealed::Secret> first_passphrase(Context& context);
/// By file, else typed twice until both agree. invalid_input "K-01": the file's is too weak; typed,
/// it is asked again. "P-19": no file and no terminal.
Result<sealed::Secret> new_passphrase(Context& context, std::string_view file);
/// By file (comment lines skipped), else typed. wrong_passphrase "K-06": not a recovery sheet;
/// invalid_input "P-18": no file and no terminal.
Result<sealed::Identity> recovery_sheet(Context& context, std::string_view file);

/// The officer named by `--as`; nothing when every one may try. not_found "K-10": no such officer.
Result<std::optional<OfficerId>> named_officer(Context& context,
                                               const std::optional<std::string>& who);
/// Opens the register; on a terminal a wrong passphrase may be typed three times.
Result<std::unique_ptr<laptop::Session>> open_session(Context& context);

/// The home counters and the ages of answer and backup.
void print_status(Context& context, laptop::Session& session,
                  const storage::RegisterStatus& status);
/// Seals, sends, fetches, applies, and tells all of it. Returns the exit code, as the two below.
int deliver_and_tell(Context& context, laptop::Session& session, const SyncOptions& options);
int courier_and_tell(Context& context, laptop::Session& session, CourierOptions::Act act,
                     const Path& stick);
int back_up_and_tell(Context& context, laptop::Session& session, const Path& folder);

/// Shows the sheet or writes it to a file, and has two groups typed back when shown.
Status hand_over_recovery_sheet(Context& context, const sealed::Secret& sheet,
                                std::string_view village_title, std::string_view file);

}  // namespace lontar::client
