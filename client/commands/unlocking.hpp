#pragma once
/// Passphrases and recovery sheets, by file or typed, and the register they open.
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "client/commands/context.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::client {

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

/// The officer named by `--as`; nothing when every one may try. As storage::find_named.
Result<std::optional<OfficerId>> named_officer(Context& context,
                                               const std::optional<std::string>& who);
/// Opens the register; on a terminal a wrong passphrase may be typed three times.
Result<std::unique_ptr<laptop::Session>> open_session(Context& context);

}  // namespace lontar::client
