#pragma once
/// The recovery sheet goes from the program into the hands of a person.
#include "client/commands/context.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::client {

/// Shows the sheet or writes it to a file, and has two groups typed back when shown.
Status hand_over_recovery_sheet(Context& context, const sealed::Secret& sheet,
                                std::string_view village_title, std::string_view file);

}  // namespace lontar::client
