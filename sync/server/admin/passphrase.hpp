#pragma once
/// The passphrase of the offline secrets: from a file, or typed at the terminal without being
/// shown.
#include <optional>

#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::server {

/// First line of `file`; without one, asked at the terminal, twice when `is_new`.
/// invalid_input "P-03": no file and no terminal; "K-01": the two differ.
Result<sealed::Secret> ask_passphrase(Disk& disk, const std::optional<Path>& file, bool is_new);

}  // namespace lontar::server
