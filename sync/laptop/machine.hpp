#pragma once
/// Where a register lives and with what its acts are done.
#include <optional>
#include <string_view>

#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "storage/base/world.hpp"
#include "storage/sealed/keyring.hpp"

namespace lontar::laptop {

struct Machine {
    World world;
    Path data_folder;                                                      ///< of one register
    std::optional<sealed::PassphraseCost> passphrase_cost = std::nullopt;  ///< else by its memory
};

/// A register, or what is left of one, is in the data folder.
bool is_set_up(const Machine& machine);
/// As storage::has_lost_register.
bool has_lost_register(const Machine& machine);
/// Why nothing is set up there: not_found "R-01", or "R-39" when the register was lost.
Error not_set_up(const Machine& machine, std::string_view act);
/// What a new passphrase costs there.
sealed::PassphraseCost passphrase_cost(const Machine& machine);

}  // namespace lontar::laptop
